"""Held things before the body: straight, narrow stretches of one colour that begin at a hand."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from tools.imaging.cutout.bodymap import CHIBI, BodyMap
from tools.imaging.cutout.seeds import between, hand_tip
from tools.imaging.cutout.skeleton import JointName, Place, named_joint
from tools.imaging.picture import Floats, Mask, floats

Side = Literal["l", "r"]
_LEAST, _MOST = 0.15, 0.6
"""Shares of the figure's height that such a thing is long."""
_BEGINS = 0.07
"""The share of the height within which it begins, for a fist lies over its grip."""
_BESIDE = 3.0
_UNLIKE = 0.07
"""OKLab distance between a thing and what lies to either side of it."""
_CLEARLY = 0.12
_GAP = 3
_OFF, _OFF_SEEN = 4.0, 9.0
"""How far beside the estimated fist it may pass, without and with a part that stands out."""
_FOREARM = math.radians(35.0)
_DARK, _COLOURED = 0.42, 0.045
"""Lightness up to which a line of no colour is a drawn outline."""
_ALIKE = 0.13
_LIKE_LIMB, _IN_LIMB = math.radians(14.0), 0.045
"""The slant from a limb and the distance off it, by the height, at which a ray runs along it."""
_METAL_LIGHT, _METAL_COLOUR = 0.55, 0.05


@dataclass(frozen=True, kw_only=True)
class Blade:
    """A held thing's pixels in the map, and the hand that it begins at."""

    mask: Mask
    side: Side
    length: float


def blade_of(
    body: BodyMap, joints: Mapping[JointName, Place], confidence: Mapping[JointName, float]
) -> Blade | None:
    """The longest thin thing at a hand that the picture shows; None for sprites and empty hands.

    Rays from each fist are followed while what they cross differs from both of its sides.
    """
    if (body.chin - body.top) / body.height > CHIBI:
        return None
    found = [
        _at_hand(body, joints, side)
        for side in ("r", "l")
        if confidence[named_joint("wrist", side)] > 0.25
    ]
    return max((one for one in found if one is not None), key=lambda b: b.length, default=None)


def _at_hand(body: BodyMap, joints: Mapping[JointName, Place], side: Side) -> Blade | None:
    elbow, wrist = joints[named_joint("elbow", side)], joints[named_joint("wrist", side)]
    grip = np.array(between(wrist, hand_tip(elbow, wrist), 0.5))
    back = math.atan2(elbow[1] - wrist[1], elbow[0] - wrist[0])
    angles = np.radians(np.arange(0, 360, 3.0))
    away = np.abs((angles - back + math.pi) % (2 * math.pi) - math.pi)
    angles = angles[away > _FOREARM]
    off = _OFF_SEEN if body.thing.any() else _OFF
    ways, offsets = np.meshgrid(angles, np.arange(-off, off + 0.5, 1.0), indexing="ij")
    along = np.stack([np.cos(ways.ravel()), np.sin(ways.ravel())], axis=1)
    across = np.stack([-along[:, 1], along[:, 0]], axis=1)
    starts = grip + across * offsets.ravel()[:, None]
    steps = np.arange(0.0, _MOST * body.height)
    points = starts[:, None] + along[:, None] * steps[None, :, None]
    colors, inside = _colors(body, points)
    apart = np.minimum(
        _unlike(body, colors, points + _BESIDE * across[:, None]),
        _unlike(body, colors, points - _BESIDE * across[:, None]),
    )
    first, last = _runs((apart > _UNLIKE) & inside, round(_BEGINS * body.height))
    length = last - first
    index = np.arange(len(steps))[None]
    taken = (index >= first[:, None]) & (index < last[:, None])
    tones = _medians(colors, taken)
    alike = np.linalg.norm(colors - tones[:, None], axis=2) < _ALIKE
    even = (alike & taken).sum(axis=1) / np.maximum(length, 1)
    bare = (_skin_at(body, points) & taken).sum(axis=1) > 0.3 * length
    clear = _medians(np.minimum(apart, 0.5)[..., None], taken)[:, 0] > _CLEARLY
    bare |= (tones[:, 0] > 0.55) & _warm(tones)
    bare |= (_on_trunk(joints, points) & taken).sum(axis=1) > 0.35 * length
    limbs = _along_limb(body, joints, points[:, 0], along)
    drawn = (tones[:, 0] < _DARK) & (np.hypot(tones[:, 1], tones[:, 2]) < _COLOURED)
    fit = np.where(
        (length >= _LEAST * body.height) & (even > 0.7) & clear & ~drawn & ~bare & ~limbs,
        length * even,
        0.0,
    )
    best = int(fit.argmax())
    if fit[best] <= 0:
        return None
    ends = points[best, first[best]], points[best, last[best] - 1]
    mask = _filled(body, ends, starts[best], tones[best])
    return Blade(mask=mask, side=side, length=float(fit[best]))


def _colors(
    body: BodyMap, points: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    rows, columns = body.mask.shape
    x, y = np.floor(points[..., 0]).astype(int), np.floor(points[..., 1]).astype(int)
    within = (x >= 0) & (y >= 0) & (x < columns) & (y < rows)
    x, y = x.clip(0, columns - 1), y.clip(0, rows - 1)
    return body.lab[y, x].astype(np.float64), within & body.mask[y, x]


def _warm(tones: NDArray[np.float64]) -> NDArray[np.bool_]:
    red, yellow = tones[:, 1], tones[:, 2]
    return (red > 0.01) & (yellow > 0.015) & (yellow < 0.12) & (yellow < 2.5 * red + 0.02)


def _skin_at(body: BodyMap, points: NDArray[np.float64]) -> NDArray[np.bool_]:
    rows, columns = body.mask.shape
    x, y = np.floor(points[..., 0]).astype(int), np.floor(points[..., 1]).astype(int)
    return body.skin[y.clip(0, rows - 1), x.clip(0, columns - 1)] > 0.4


def _on_trunk(joints: Mapping[JointName, Place], points: NDArray[np.float64]) -> NDArray[np.bool_]:
    """What lies before the trunk: belts and seams there look like what a hand would hold."""
    sides = sorted((joints["shoulder_l"][0], joints["shoulder_r"][0]))
    top, low = joints["neck"][1], joints["pelvis"][1]
    x, y = points[..., 0], points[..., 1]
    return (x > sides[0] - 2) & (x < sides[1] + 2) & (y > top) & (y < low)


def _along_limb(
    body: BodyMap,
    joints: Mapping[JointName, Place],
    starts: NDArray[np.float64],
    along: NDArray[np.float64],
) -> NDArray[np.bool_]:
    """Rays that run along a leg or an arm: thin limbs look like poles."""
    result = np.zeros(len(starts), dtype=np.bool_)
    middle = starts + along * (0.5 * _LEAST * body.height)
    for first, last in (("hip", "ankle"), ("shoulder", "wrist")):
        for side in ("l", "r"):
            top = np.array(joints[named_joint(first, side)])
            way = np.array(joints[named_joint(last, side)]) - top
            way = way / max(float(np.linalg.norm(way)), 1e-6)
            like = np.abs(along @ way) > math.cos(_LIKE_LIMB)
            gap = middle - top
            off = np.abs(gap[:, 0] * way[1] - gap[:, 1] * way[0])
            result |= like & (off < _IN_LIMB * body.height)
    return result


def _unlike(
    body: BodyMap, colors: NDArray[np.float64], beside: NDArray[np.float64]
) -> NDArray[np.float64]:
    """How unlike the colours those beside them are; what lies off the figure is unlike any."""
    there, inside = _colors(body, beside)
    return np.where(inside, np.linalg.norm(colors - there, axis=2), 1.0)


def _runs(good: NDArray[np.bool_], latest: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """For each row where its first stretch begins, at the latest there, and ends, gaps bridged."""
    bridged = good.copy()
    for shift in range(1, _GAP + 1):
        bridged[:, :-shift] |= good[:, shift:]
    first = np.where(bridged[:, : latest + 1].any(axis=1), bridged[:, : latest + 1].argmax(1), 0)
    index = np.arange(good.shape[1])[None]
    broken = ~bridged & (index >= first[:, None])
    last = np.where(broken.any(axis=1), broken.argmax(axis=1), good.shape[1])
    return first, np.maximum(last, first)


def _medians(colors: NDArray[np.float64], taken: NDArray[np.bool_]) -> NDArray[np.float64]:
    held = np.where(taken[..., None], colors, np.nan)
    held[~taken.any(axis=1)] = 0.0
    return np.nanmedian(held, axis=1)


def _filled(
    body: BodyMap, ends: tuple[NDArray[np.float64], NDArray[np.float64]],
    grip: NDArray[np.float64], tone: NDArray[np.float64],
) -> Mask:  # fmt: skip
    """The stretch's pixels, those of its colour beside it, and a head of metal at its end."""
    lines = [np.zeros(body.mask.shape, dtype=np.uint8) for _ in range(2)]
    start, end = (tuple(np.floor(place).astype(int).tolist()) for place in ends)
    hilt = tuple(np.floor(grip).astype(int).tolist())
    cv2.line(lines[0], hilt, end, (1,), 1)
    cv2.line(lines[1], start, end, (1,), 5)
    near = np.linalg.norm(body.lab - floats(tone), axis=2) < _ALIKE
    found = (lines[0] > 0) | ((lines[1] > 0) & near)
    if not (tone[0] > _METAL_LIGHT and np.hypot(tone[1], tone[2]) < _METAL_COLOUR):
        found |= _head(body, found, end)
    return np.asarray(found & body.mask)


def _head(body: BodyMap, shaft: Mask, end: tuple[int, ...]) -> Mask:
    """Light grey pixels about a shaft's end that hang together with it: an axe's blade."""
    around = np.zeros(body.mask.shape, dtype=np.uint8)
    cv2.circle(around, (end[0], end[1]), round(0.13 * body.height), (1,), -1)
    metal: Floats = body.lab
    grey = np.hypot(metal[:, :, 1], metal[:, :, 2]) < _METAL_COLOUR
    bright = (metal[:, :, 0] > _METAL_LIGHT) & grey & (around > 0) & body.mask
    joined = bright | (shaft & (around > 0))
    _, labels = cv2.connectedComponents(joined.astype(np.uint8), connectivity=8)
    touched = np.unique(np.asarray(labels)[shaft & (around > 0)])
    return np.asarray(np.isin(labels, touched[touched > 0]) & bright)
