"""Shadows on the ground: the backdrop, only darker, in a patch under a figure."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from tools.imaging.picture import Floats, Mask, Picture, floats
from tools.imaging.sheets.backdrop import Backdrop
from tools.imaging.sheets.parts import parts_of

_LEAST_LIGHT, _MOST_LIGHT = 0.3, 0.985
_DARK_ENOUGH = 0.92
_DARKEST_BACKDROP = 60
_OFF_LINE = 10.0
_LEAST_SHARE = 0.003
_SAMPLES, _STRIDE = 12_000, 7
_WIDER, _BOTTOM, _LOWEST = 1.2, 0.68, 0.94
_WIDER_LYING, _BOTTOM_LYING, _LOWEST_LYING = 1.0, 0.4, 0.88
_USUAL_SHARE = 0.34
_FAINT, _FADING_PX = 0.88, 14
_BEYOND = 0.12
"""Share of its width by which a shadow reaches further than the feet on it."""


def cast_shadows(sheet: Picture, backdrop: Backdrop, apart: Mask) -> Mask | None:
    """The pixels (height x width) that are backdrop in shadow; None where there are none.

    A shadow multiplies the backdrop's colour by one factor in all channels. It is a patch, no
    line: where it is narrower than 4 pixels it is a soft dark edge. It lies at the bottom of what
    it belongs to, wider than high, and open to the backdrop; armour on white, or hair the key's
    colour, is not.
    """
    if float(backdrop.color.max()) < _DARKEST_BACKDROP or backdrop.kind == "checkers":
        return None
    some = np.flatnonzero(apart.reshape(-1)[::_STRIDE]) * _STRIDE
    some = some[:: max(1, len(some) // _SAMPLES)]
    if float(_shaded(sheet, backdrop, some)[0].sum()) < _LEAST_SHARE * len(some):
        return None
    places = np.flatnonzero(apart)
    dark, light = _shaded(sheet, backdrop, places)
    candidate = np.zeros(apart.shape, dtype=np.uint8)
    candidate.reshape(-1)[places[dark]] = 1
    patches = _opened(candidate)
    if not patches.any():
        return None
    lights = np.ones(apart.shape, dtype=np.float32)
    lights.reshape(-1)[places] = light
    beyond = 0.0 if backdrop.saturated else _BEYOND
    shade = _on_the_ground(_grown(patches, candidate), lights, apart, beyond)
    return _with_faint_rims(shade, candidate, lights) if shade.any() else None


def _with_faint_rims(shade: Mask, candidate: NDArray[np.uint8], light: Floats) -> Mask:
    """The shadows with their fading edges, as far as these hang on them."""
    faint = candidate & (light > _FAINT).view(np.uint8)
    grown = shade.view(np.uint8)
    for _ in range(_FADING_PX):
        wider = np.asarray(cv2.dilate(grown, np.ones((3, 3), np.uint8)), dtype=np.uint8)
        grown = grown | (wider & faint)
    return grown > 0


def drawn_shadows(picture: Picture) -> Mask | None:
    """Shadows of a see-through sheet: wide patches of half-transparent black at the bottom."""
    alpha = picture[:, :, 3]
    faint = (alpha > 0) & (alpha < 190) & (picture[:, :, :3].max(axis=2) < 40)
    if not faint.any():
        return None
    candidate = faint.astype(np.uint8)
    patches = _opened(candidate)
    if not patches.any():
        return None
    light = floats(1 - floats(alpha) / 255)
    shade = _on_the_ground(_grown(patches, candidate), light, alpha > 0, 0.0)
    return shade if shade.any() else None


def _shaded(sheet: Picture, backdrop: Backdrop, places: NDArray[np.intp]) -> tuple[Mask, Floats]:
    """Which pixels (n) are the backdrop's colour, darker; and their light as a share of its."""
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
    return dark, floats(light)


def _opened(candidate: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The candidates without what is thinner than a patch."""
    kernel = np.ones((2, 4), np.uint8)
    return np.asarray(cv2.morphologyEx(candidate, cv2.MORPH_OPEN, kernel), dtype=np.uint8)


def _grown(patches: NDArray[np.uint8], candidate: NDArray[np.uint8]) -> Mask:
    """The patches with the candidates that hang on them within 6 pixels."""
    grown = patches
    for _ in range(6):
        wider = np.asarray(cv2.dilate(grown, np.ones((3, 3), np.uint8)), dtype=np.uint8)
        grown = wider & candidate
    return grown > 0


def _on_the_ground(shade: Mask, light: NDArray[np.float32], apart: Mask, beyond: float) -> Mask:
    """Of the patches those that lie like shadows.

    Patches that feet part are one: they are joined along the ground first.
    """
    figures = parts_of(apart)
    beside = np.asarray(cv2.dilate((~apart).view(np.uint8), np.ones((3, 3), np.uint8))) > 0
    kept = np.zeros_like(shade)
    waiting: list[tuple[tuple[slice, slice], Mask]] = []
    bodies = hits = 0
    least = 0.25 * float(np.median(figures.areas[1:])) if figures.count else 0.0
    for number in range(1, figures.count + 1):
        left, top, right, bottom = figures.box(number)
        box = (slice(top, bottom), slice(left, right))
        own = shade[box] & (figures.labels[box] == number)
        bodies += int(figures.areas[number] > least)
        if not own.any():
            continue
        found = _shadow_of(own, light[box], beside[box], apart[box], beyond)
        kept[box] |= found
        if found.any():
            hits += 1
        else:
            waiting.append((box, own))
    if beyond and hits < _USUAL_SHARE * bodies:
        return np.zeros_like(shade)
    if waiting and hits >= _USUAL_SHARE * bodies:
        for box, own in waiting:
            kept[box] |= _shadow_of(own, light[box], beside[box], apart[box], 0.0, lying=True)
    return kept


def _shadow_of(
    own: Mask, light: Floats, beside: Mask, apart: Mask, least: float, *, lying: bool = False
) -> Mask:
    """The shadow among the patches of one part; all are its box (height x width).

    Under a figure that is `lying` on a sheet of shadows it may begin higher and stick out less.
    """
    height, width = own.shape
    wider = _WIDER_LYING if lying else _WIDER
    middle, lowest = (_BOTTOM_LYING, _LOWEST_LYING) if lying else (_BOTTOM, _LOWEST)
    along = np.ones((1, max(3, width // 4)), np.uint8)
    joined = parts_of(np.asarray(cv2.morphologyEx(own.view(np.uint8), cv2.MORPH_CLOSE, along)) > 0)
    found = np.zeros_like(own)
    for number in range(1, joined.count + 1):
        left, top, right, bottom = joined.box(number)
        patch = own & (joined.labels == number)
        wide = right - left > wider * (bottom - top)
        low = (top + bottom) / 2 > middle * height and bottom > lowest * height
        alone = bottom - top > 0.9 * height
        others = np.flatnonzero((apart & ~own)[top:bottom].any(axis=0))
        beyond = right - left
        if others.size:
            beyond = max(0, int(others[0]) - left) + max(0, right - 1 - int(others[-1]))
        sticks_out = beyond >= least * (right - left)
        open_to = float((beside & patch).sum()) > 0.35 * (right - left)
        dark = patch.any() and float(np.percentile(light[patch], 20)) < _DARK_ENOUGH
        if wide and (low or alone) and sticks_out and open_to and dark:
            found |= patch
    return found
