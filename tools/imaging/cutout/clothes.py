"""Skirts and robes: cloth between hip and hem that both legs move and neither owns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tools.imaging.cutout.bodymap import BodyMap
from tools.imaging.cutout.skeleton import JointName, Place
from tools.imaging.picture import Floats, Mask, floats

_CLOSED_SHARE = 0.8
_LONG, _NARROWER = 0.8, 0.8
_FLARED = 0.78
_HEM_EDGE = 0.12
"""OKLab distance between a short skirt and what is worn or bare below it."""
_SPRITE = 0.5
"""From there legs in profile are as wide as they are long: only what flares is a skirt."""
_WIDE = {"side": 3.7, "front": 4.2, "three_quarter": 3.9, "back": 4.2}
"""The width in radii of a leg from which cloth is no trousers, by view."""


@dataclass(frozen=True, kw_only=True)
class Skirt:
    """The cloth's pixels, and the rows of the map where it begins to swing and ends."""

    mask: Mask
    waist: float
    hem: float


def skirt_of(body: BodyMap, joints: Mapping[JointName, Place], leg: float) -> Skirt | None:
    """The skirt that the figure wears; None for trousers, bare legs and very short skirts."""
    hip = min(joints["hip_l"][1], joints["hip_r"][1])
    ankle = max(joints["ankle_l"][1], joints["ankle_r"][1])
    rows = np.arange(round(hip), round(ankle) + 1)
    middle = joints["pelvis"][0]
    runs = [_run(body.body[row], middle) for row in rows if row < body.mask.shape[0]]
    if body.facing.view == "side" and body.chibi > _SPRITE and not _flares(runs):
        return None
    limit = _WIDE[body.facing.view] * leg * (_FLARED if _flares(runs) else 1.0)
    cloth = [high - low >= limit and closed for low, high, closed in runs]
    hem_index = _last_of_stretch(cloth)
    short = _short_hem(body, rows, runs)
    if hem_index is None or hem_index < (short or 0) or not _is_hem(body, rows, hem_index, middle):
        hem_index = short
    if hem_index is None:
        return None
    mask = np.zeros_like(body.mask)
    waist = round(hip - 0.08 * (ankle - hip))
    for row in range(waist, int(rows[hem_index]) + 1):
        low, high, _ = _run(body.body[row], middle)
        mask[row, int(low) : int(high)] = True
    return Skirt(mask=mask & body.body, waist=float(waist), hem=float(rows[hem_index]) + 1)


def _is_hem(body: BodyMap, rows: NDArray[np.intp], index: int, middle: float) -> bool:
    """Whether cloth that reaches this row may end there: low enough, or stepping inwards."""
    if index < 0.22 * len(rows):
        return False
    return index >= _LONG * len(rows) or _ends(body, int(rows[index]), middle)


def _short_hem(
    body: BodyMap, rows: NDArray[np.intp], runs: list[tuple[float, float, bool]]
) -> int | None:
    """The index of the row at which cloth that closes about both legs ends in another colour.

    Trousers part below the crotch, and boots begin far below it.
    """
    if body.chibi > _SPRITE:
        return None
    best, strongest = None, _HEM_EDGE
    for index in range(round(0.12 * len(rows)), round(0.62 * len(rows))):
        low, high, _ = runs[index - 2]
        below = runs[index + 2]
        if sum(closed for _, _, closed in runs[:index]) < 0.9 * index:
            break
        if below[1] - below[0] > _NARROWER * (high - low):
            continue
        above = _tone(body, int(rows[index - 3]), runs[index - 3])
        under = _tone(body, int(rows[index + 3]), runs[index + 3])
        edge = float(np.linalg.norm(above - under))
        if edge > strongest:
            best, strongest = index, edge
    return best


def _tone(body: BodyMap, row: int, run: tuple[float, float, bool]) -> Floats:
    low, high = int(run[0]), max(int(run[0]) + 1, int(run[1]))
    return floats(np.median(body.lab[row, low:high], axis=0))


def _flares(runs: list[tuple[float, float, bool]]) -> bool:
    """Whether the cloth is wider below than at the hip, all the way closed."""
    count = len(runs)
    if count < 6 or sum(closed for _, _, closed in runs) < _LONG * count:
        return False
    wide = [high - low for low, high, _ in runs]
    upper, lower = wide[: count // 4], wide[count // 2 : round(0.8 * count)]
    return float(np.median(lower)) > 1.12 * float(np.median(upper))


def _ends(body: BodyMap, hem: int, middle: float) -> bool:
    """Whether the outline steps inwards below the hem: that of trousers goes on."""
    step = max(2, round(0.035 * body.height))
    low, high, _ = _run(body.body[max(0, hem - 1)], middle)
    spans: list[float] = []
    for row in body.body[hem + step : hem + 2 * step, int(low) : int(high)]:
        columns = np.flatnonzero(row)
        spans.append(float(columns[-1] + 1 - columns[0]) if columns.size else 0.0)
    return not spans or float(np.median(spans)) < _NARROWER * (high - low)


def _run(row: np.ndarray, middle: float) -> tuple[float, float, bool]:
    """The run about the middle of a row, and whether it holds the middle."""
    columns = np.flatnonzero(row)
    if not columns.size:
        return middle, middle, False
    runs = np.split(columns, np.flatnonzero(np.diff(columns) > 1) + 1)
    near = min(runs, key=lambda run: max(run[0] - middle, middle - run[-1] - 1, 0.0))
    low, high = float(near[0]), float(near[-1]) + 1
    return low, high, low - 1 <= middle <= high + 1


def _last_of_stretch(cloth: list[bool]) -> int | None:
    """The end of the stretch that begins at the hip, small breaks allowed."""
    last: int | None = None
    for index, here in enumerate(cloth):
        if here and sum(cloth[: index + 1]) >= _CLOSED_SHARE * (index + 1):
            last = index
    return last
