"""Shadows on the ground: the backdrop, only darker, in a patch under a figure."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from tools.imaging.picture import Mask, Picture, floats
from tools.imaging.sheets.backdrop import Backdrop

_LEAST_LIGHT, _MOST_LIGHT = 0.3, 0.985
_DARKEST_BACKDROP = 60
_OFF_LINE = 10.0
_ROUGH = 14.0


def cast_shadows(sheet: Picture, backdrop: Backdrop, apart: Mask) -> Mask | None:
    """The pixels (height x width) that are backdrop in shadow; None where there are none.

    A shadow multiplies the backdrop's colour by one factor in all channels. It is a patch, no
    line: narrower than 5 pixels it is a soft dark edge. On white or grey, where armour has the
    same colours, a patch must be wider than high, smooth, and touch the backdrop.
    """
    if float(backdrop.color.max()) < _DARKEST_BACKDROP or backdrop.kind == "checkers":
        return None
    places = np.flatnonzero(apart)
    pixels = floats(sheet.reshape(-1, 4)[places, :3])
    behind = (
        backdrop.color[None]
        if backdrop.surface is None
        else floats(backdrop.surface.reshape(-1, 3)[places])
    )
    light = (pixels * behind).sum(axis=1) / np.maximum((behind * behind).sum(axis=1), 1.0)
    off = np.abs(pixels - light[:, None] * behind).max(axis=1)
    limit = _OFF_LINE + 3 * backdrop.noise
    dark = (light > _LEAST_LIGHT) & (light < _MOST_LIGHT) & (off < limit)
    if float(dark.sum()) < 0.003 * len(places):
        return None
    candidate = np.zeros(apart.shape, dtype=np.uint8)
    candidate.reshape(-1)[places[dark]] = 1
    patches = cv2.morphologyEx(candidate, cv2.MORPH_OPEN, np.ones((4, 5), np.uint8))
    if not patches.any():
        return None
    shade = _grown(patches, candidate)
    if not backdrop.saturated:
        shade = _on_the_ground(shade, sheet, apart)
    return shade if shade.any() else None


def drawn_shadows(picture: Picture) -> Mask | None:
    """Shadows of a see-through sheet: flat patches of half-transparent black."""
    alpha = picture[:, :, 3]
    faint = (alpha > 0) & (alpha < 190) & (picture[:, :, :3].max(axis=2) < 40)
    if not faint.any():
        return None
    candidate = faint.astype(np.uint8)
    patches = cv2.morphologyEx(candidate, cv2.MORPH_OPEN, np.ones((3, 7), np.uint8))
    if not patches.any():
        return None
    return _wide(_grown(patches, candidate))


def _grown(patches: NDArray[np.uint8], candidate: NDArray[np.uint8]) -> Mask:
    """The patches with the candidates that hang on them within 6 pixels."""
    grown = patches
    for _ in range(6):
        grown = cv2.bitwise_and(cv2.dilate(grown, np.ones((3, 3), np.uint8)), candidate)
    return grown > 0


def _wide(shade: Mask) -> Mask:
    count, found, stats, _ = cv2.connectedComponentsWithStats(shade.astype(np.uint8))
    boxes = np.asarray(stats)
    keep = boxes[:, cv2.CC_STAT_WIDTH] > 1.3 * boxes[:, cv2.CC_STAT_HEIGHT]
    keep[0] = False
    return keep[np.asarray(found)] if count > 1 else shade & False


def _on_the_ground(shade: Mask, sheet: Picture, apart: Mask) -> Mask:
    """Of the patches, the smooth ones that border the backdrop and are wider than high."""
    count, found, stats, _ = cv2.connectedComponentsWithStats(shade.astype(np.uint8))
    labels, boxes = np.asarray(found), np.asarray(stats)
    grey = cv2.cvtColor(sheet, cv2.COLOR_RGBA2GRAY)
    rough = cv2.morphologyEx(grey, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))
    beside = cv2.dilate((~apart).astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    kept = np.zeros_like(shade)
    for index in range(1, count):
        x, y, w, h, area = (int(v) for v in boxes[index])
        box = np.s_[y : y + h, x : x + w]
        own = labels[box] == index
        core = cv2.erode(own.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
        smooth = bool(core.any()) and float(np.median(rough[box][core])) < _ROUGH
        open_side = float(beside[box][own].sum()) > 0.5 * (w + h) * 0.5
        if w >= 1.2 * h and smooth and open_side and area > 0.25 * w * h:
            kept[box] |= own
    return kept
