"""Which pixels are the figure: by transparency, a plain backdrop, or its place and edges."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import cv2
import numpy as np

from tools.imaging.anatomy import body_plan
from tools.imaging.oklab import oklab, shrunk
from tools.imaging.parser import Part, part_shares
from tools.imaging.picture import Box, Floats, Mask, Picture, floats

WORK_SIDE = 256
_PLAIN_TOLERANCE = 0.055
_PLAIN_SHARE = 0.92
_LEAST_FIGURE = 0.004
_AGREEMENT = 0.8
_DOUBT = 0.45
_CHIBI = 0.34
"""Heads above this share of the height are those of sprites, which the parser never saw."""
_GREY = floats([0.8, 0, 0])
"""What the parser sees where the picture is transparent."""

Background = Literal["transparent", "plain", "busy", "none"]


@dataclass(frozen=True, kw_only=True)
class Figure:
    """The figure in a picture, both shrunk to at most `WORK_SIDE` pixels a side.

    `lab` is height x width x 3, `mask` height x width, `box` the mask's bounds in it; `scale`
    leads from these pixels back to the picture's.
    """

    lab: Floats
    mask: Mask
    box: Box
    scale: float
    background: Background
    parts: Floats | None = None
    """Each pixel's share in each `Part`, height x width x 8, where they were told apart."""
    cropped: bool = False
    """Whether the frame cuts the figure below."""


def figure_in(picture: Picture) -> Figure:
    """The figure that the picture shows; the whole picture where nothing stands out."""
    small = shrunk(picture, WORK_SIDE)
    lab = oklab(small)
    parts = part_shares(np.where(small[:, :, 3:] > 127, lab, _GREY))
    seen = parts[:, :, Part.BACKGROUND] < 0.5
    background, found = _without_backdrop(small, lab)
    if found is None or (background == "plain" and _doubtful(found, seen)):
        background, found = "busy", seen
    mask = _main_part(found)
    if mask.mean() < _LEAST_FIGURE:
        background, mask = "none", np.ones(mask.shape, dtype=np.bool_)
    cropped = background != "transparent" and float(mask[-2:].mean()) > 0.08
    box = bounds(mask)
    told_apart = background == "busy" or (
        _overlap(mask, seen) > _AGREEMENT and (cropped or _head_share(mask, box) < _CHIBI)
    )
    return Figure(
        lab=lab,
        mask=mask,
        box=box,
        scale=picture.shape[0] / small.shape[0],
        background=background,
        parts=parts if told_apart else None,
        cropped=cropped,
    )


def bounds(mask: Mask) -> Box:
    """Left, top, right, bottom of the true pixels; the whole frame where there are none."""
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    if not rows.size:
        return (0, 0, mask.shape[1], mask.shape[0])
    return (int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1)


def _without_backdrop(small: Picture, lab: Floats) -> tuple[Background, Mask | None]:
    """The figure where transparency or a plain backdrop shows it."""
    alpha = small[:, :, 3]
    if (_border(alpha) < 128).mean() > 0.5 and (alpha > 127).any():
        return "transparent", alpha > 127
    rest = _distance_from_plain(lab)
    if (_rim_above(rest) < _PLAIN_TOLERANCE).mean() > _PLAIN_SHARE:
        return "plain", _not_reached_from_border(rest)
    return "busy", None


def _doubtful(plain: Mask, seen: Mask) -> bool:
    """Whether the parser sees a figure that has little to do with what the backdrop leaves.

    Then the backdrop was no plain one: the dark borders of a night scene look alike.
    """
    return 0.015 < float(seen.mean()) < 0.75 and _overlap(plain, seen) < _DOUBT


def _head_share(mask: Mask, box: Box) -> float:
    left, top, right, bottom = box
    return body_plan(mask[top:bottom, left:right]).head / (bottom - top)


def _overlap(first: Mask, second: Mask) -> float:
    """The share that both have of what either has."""
    return float((first & second).sum()) / max(float((first | second).sum()), 1.0)


def _distance_from_plain(lab: Floats) -> Floats:
    """OKLab distance of each pixel from a smooth backdrop fitted to the border."""
    height, width = lab.shape[:2]
    y, x = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
    terms = np.stack([np.ones_like(x), x, y, x * x, y * y], axis=-1)
    rim = _border(np.concatenate([terms, lab], axis=-1))
    places, colors = rim[:, :5], rim[:, 5:]
    weight = np.ones(len(rim))
    solution = np.zeros((5, 3))
    for _ in range(4):
        rooted = np.sqrt(weight)[:, None]
        penalty = np.diag([0.0, 1, 1, 1, 1]) * 0.02 * len(rim) ** 0.5
        left = np.vstack([places * rooted, penalty])
        right = np.vstack([colors * rooted, np.zeros((5, 3))])
        solution = np.linalg.lstsq(left, right, rcond=None)[0]
        miss = np.linalg.norm(places @ solution - colors, axis=1)
        weight = 1 / (1 + (miss / 0.03) ** 2)
    return floats(np.linalg.norm(lab - floats(terms @ solution), axis=2))


def _rim_above(rest: Floats) -> Floats:
    """The outermost pixels but those at the bottom, where a figure may leave the frame."""
    walls = rest[: int(0.9 * rest.shape[0])]
    return np.concatenate([rest[:2].ravel(), walls[:, :2].ravel(), walls[:, -2:].ravel()])


def _not_reached_from_border(rest: Floats) -> Mask:
    """What the backdrop, flooding in from the border, does not reach, less its mixed rim."""
    smooth = cv2.GaussianBlur(rest, (0, 0), 0.6)
    backdrop = (smooth < _PLAIN_TOLERANCE).astype(np.uint8)
    count, found = cv2.connectedComponents(backdrop, connectivity=4)
    labels = np.asarray(found, dtype=np.intp)
    touching = np.zeros(count, dtype=np.bool_)
    touching[np.unique(_border(labels))] = True
    touching[0] = False
    figure = (~touching[labels]).astype(np.uint8)
    return cv2.erode(figure, np.ones((3, 3), np.uint8)) > 0


def _main_part(mask: Mask) -> Mask:
    """The mask without specks: parts under 2 % of the largest go."""
    count, found, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=8)
    labels = np.asarray(found, dtype=np.intp)
    if count <= 2:
        return mask
    areas = np.asarray(stats)[:, cv2.CC_STAT_AREA].copy()
    areas[0] = 0
    return (areas >= 0.02 * areas.max())[labels] & mask


def _border(values: np.ndarray) -> np.ndarray:
    """The outermost two rows and columns, one entry a pixel."""
    flat = values.reshape(*values.shape[:2], -1)
    parts = [flat[:2], flat[-2:], flat[2:-2, :2], flat[2:-2, -2:]]
    rim = np.concatenate([part.reshape(-1, flat.shape[2]) for part in parts])
    return rim if values.ndim == 3 else rim[:, 0]
