"""Where an arm lies: every bend of a two-bone arm tried against the picture."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from tools.imaging.cutout.bodymap import BodyMap
from tools.imaging.cutout.edges import edges_of
from tools.imaging.cutout.skeleton import Place
from tools.imaging.picture import Floats, floats

_SAMPLES = 5
_HOLDS = 0.6
_HAND = 0.45
"""The hand's length over the forearm's."""


@dataclass(frozen=True, kw_only=True)
class ArmSearch:
    """What is looked for, in pixels of the map; `out` is 1 for an arm to the picture's right."""

    body: BodyMap
    chest: Place
    shoulder_row: float
    upper: float
    fore: float
    radius: float
    out: int


def best_arm(search: ArmSearch) -> tuple[tuple[Place, Place, Place], float]:
    """Shoulder, elbow and wrist that explain the picture best, and how sure that is."""
    side = search.body.facing.view == "side"
    starts = _profile_shoulders(search) if side else _shoulders(search)
    first = np.radians(np.arange(-40 if side else -10, 171, 10))
    bend = np.radians(np.arange(-10 if side else -60, 121, 15))
    scale = np.array((0.85, 1.0, 1.15))
    grid = np.meshgrid(np.arange(len(starts)), first, bend, scale, indexing="ij")
    start, one, two, size = (axis.ravel().astype(np.float64) for axis in grid)
    start = starts[start.astype(int)]
    toward = 1 if side else search.out
    upper = _along(one, toward) * (search.upper * size)[:, None]
    lower = _along(one + two, toward) * (search.fore * size)[:, None]
    elbow, wrist = start + upper, start + upper + lower
    tip = wrist + lower * _HAND
    fit = _fit(search, start, elbow, wrist, tip)
    score = fit - _unlikely(one, two, size, side=side)
    best = int(np.argmax(score))
    places = ((*start[best],), (*elbow[best],), (*wrist[best],))
    sure = float(np.clip((fit[best] + 0.2) / 1.6, 0.05, 0.95))
    if side and search.out > 0:
        sure = min(sure, 0.2)
    shoulder, bent, end = ((float(x), float(y)) for x, y in places)
    return (shoulder, bent, end), sure


def _along(angle: NDArray[np.float64], toward: int) -> NDArray[np.float64]:
    """Unit vectors: 0 hangs down, a quarter turn points outwards."""
    return np.stack([toward * np.sin(angle), np.cos(angle)], axis=1)


def _shoulders(search: ArmSearch) -> NDArray[np.float64]:
    """From the outline of the silhouette inwards by an arm's thickness, higher and lower."""
    body, (x, _) = search.body, search.chest
    rows = body.body[
        round(search.shoulder_row) : round(search.shoulder_row + 2 * search.radius) + 1
    ]
    reach: list[float] = []
    for row in rows:
        columns = np.flatnonzero(row)
        columns = columns[(columns - x) * search.out >= 0]
        if columns.size:
            gaps = np.flatnonzero(np.diff(columns) > 1)
            run = columns[: gaps[0] + 1] if search.out > 0 and gaps.size else columns
            run = columns[gaps[-1] + 1 :] if search.out < 0 and gaps.size else run
            edge = run[-1] + 1 if search.out > 0 else run[0]
            reach.append(abs(float(edge) - x))
    wide = float(np.median(reach)) if reach else 4 * search.radius
    wide = float(np.clip(wide, 1.5 * search.radius, 5.5 * search.radius))
    offsets = [max(0.6 * search.radius, wide - search.radius * k) for k in (0.9, 1.3, 1.8)]
    return np.array([(x + search.out * offset, search.shoulder_row) for offset in offsets])


def _profile_shoulders(search: ArmSearch) -> NDArray[np.float64]:
    x = search.chest[0]
    shifts = (-1.6, -0.8, 0.0, 0.6) if search.out < 0 else (0.3,)
    return np.array([(x + shift * search.radius, search.shoulder_row) for shift in shifts])


def _fit(
    search: ArmSearch,
    start: NDArray[np.float64],
    elbow: NDArray[np.float64],
    wrist: NDArray[np.float64],
    tip: NDArray[np.float64],
) -> NDArray[np.float64]:
    """How well each arm explains the picture; about 0 for a poor one, 1.5 for a good one."""
    body, r = search.body, search.radius
    inside = floats(body.body)
    padded = cv2.copyMakeBorder(body.body.astype(np.uint8), 1, 1, 1, 1, cv2.BORDER_CONSTANT)
    depth = cv2.distanceTransform(padded, cv2.DIST_L2, 5)[1:-1, 1:-1]
    edges = edges_of(body.mask, body.lab, outline=True)
    shares = (np.arange(_SAMPLES) + 0.7) / _SAMPLES
    upper = start[:, None] + (elbow - start)[:, None] * shares[None, :, None]
    lower = elbow[:, None] + (tip - elbow)[:, None] * shares[None, :, None]
    points = np.concatenate([upper, lower], axis=1)
    ways = np.concatenate(
        [np.repeat(_normal(elbow - start)[:, None], _SAMPLES, 1),
         np.repeat(_normal(tip - elbow)[:, None], _SAMPLES, 1)], axis=1
    )  # fmt: skip
    held = _at(inside, points).mean(axis=1)
    bound = 0.5 * (_at(edges, points + ways * r) + _at(edges, points - ways * r)).mean(axis=1)
    thin = np.exp(-(((_at(floats(depth), points) - r) / r) ** 2)).mean(axis=1)
    hand = _at(floats(cv2.GaussianBlur(body.skin, (0, 0), max(0.6, 0.5 * r))), 0.5 * (wrist + tip))
    beyond = _at(inside, tip + (tip - wrist) * 0.9)
    side = body.facing.view == "side"
    explained = _explained(search, np.stack([start, elbow, tip], axis=1))
    return (
        -3.5 * (1 - held)
        + 0.7 * bound
        + (0.15 if side else 0.55) * thin
        + 0.7 * hand
        - (0.0 if side else 0.15) * beyond
        + 0.9 * explained
        + _HOLDS * _holding(search, 0.5 * (wrist + tip))
    )


def _holding(search: ArmSearch, hand: NDArray[np.float64]) -> NDArray[np.float64]:
    """1 for a hand at what stands out on its side of the figure and is held, falling to 0."""
    thing, r = search.body.thing, search.radius
    columns = np.flatnonzero(thing.any(axis=0))
    if not columns.size or (float(np.median(columns)) - search.chest[0]) * search.out <= 0:
        return np.zeros(len(hand))
    gap = floats(cv2.distanceTransform((~thing).astype(np.uint8), cv2.DIST_L2, 5))
    return np.exp(-((_at(np.minimum(gap, 99), hand) / (1.5 * r)) ** 2))


def _explained(search: ArmSearch, bones: NDArray[np.float64]) -> NDArray[np.float64]:
    """The share of what stands out beside the trunk that each arm (n x 3 x 2) covers.

    Rows from the shoulder to below the hip count, and columns beyond the shoulder; of a profile
    only those before it, for capes hang behind.
    """
    body, r = search.body, search.radius
    outside = body.body.copy()
    outside[: round(search.shoulder_row - r)] = False
    outside[round(search.shoulder_row + 1.3 * (search.upper + search.fore)) :] = False
    out = 1 if body.facing.view == "side" else search.out
    edge = search.chest[0] + 3.6 * r * out
    columns = np.arange(body.body.shape[1])
    outside[:, (columns - edge) * out < 0] = False
    rows, across = np.nonzero(outside)
    if len(rows) < 1.5 * r * r:
        return np.zeros(len(bones))
    pick = np.linspace(0, len(rows) - 1, min(len(rows), 40)).astype(int)
    spots = np.column_stack([across[pick], rows[pick]]).astype(np.float64) + 0.5
    near = np.minimum(_gap(spots, bones[:, 0], bones[:, 1]), _gap(spots, bones[:, 1], bones[:, 2]))
    return (near < 1.5 * r).mean(axis=1)


def _gap(
    spots: NDArray[np.float64], first: NDArray[np.float64], second: NDArray[np.float64]
) -> NDArray[np.float64]:
    """The distance of each spot (k) from each bone (n): n x k."""
    way = (second - first)[:, None]
    offset = spots[None] - first[:, None]
    along = (offset * way).sum(axis=2) / np.maximum((way**2).sum(axis=2), 1e-9)
    return np.linalg.norm(offset - np.clip(along, 0, 1)[..., None] * way, axis=2)


def _unlikely(
    first: NDArray[np.float64],
    bend: NDArray[np.float64],
    size: NDArray[np.float64],
    *,
    side: bool,
) -> NDArray[np.float64]:
    """What speaks against an arm before looking: most hang, a little bent."""
    rest, slack = (np.radians(3), np.radians(45)) if side else (np.radians(14), np.radians(60))
    return (
        0.12 * ((first - rest) / slack) ** 2
        + 0.12 * ((bend - np.radians(8)) / np.radians(50)) ** 2
        + 0.6 * (size - 1) ** 2
    )


def _normal(way: NDArray[np.float64]) -> NDArray[np.float64]:
    length = np.maximum(np.linalg.norm(way, axis=1, keepdims=True), 1e-6)
    return np.stack([-way[:, 1], way[:, 0]], axis=1) / length


def _at(values: Floats, points: NDArray[np.float64]) -> NDArray[np.float64]:
    """The values at the pixels that hold the points; 0 outside."""
    height, width = values.shape
    x, y = np.floor(points[..., 0]).astype(int), np.floor(points[..., 1]).astype(int)
    inside = (x >= 0) & (y >= 0) & (x < width) & (y < height)
    found = values[y.clip(0, height - 1), x.clip(0, width - 1)]
    return np.where(inside, found, 0.0)
