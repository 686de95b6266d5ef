"""Strokes that look like writing, for signs and boards; they spell nothing."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from tools.backends.sketch.setting.sheet import Point, Sheet


def draw_glyphs(
    sheet: Sheet,
    box: Sequence[Point],
    count: int,
    color: str,
    rng: Random,
    width: float,
    *,
    across: bool = False,
) -> None:
    """`count` characters in a box (low left, top left, top right, low right), down or across."""
    (left, low), (_, top), (right, _) = box[0], box[1], box[2]
    left, right = min(left, right), max(left, right)
    strokes: list[list[Point]] = []
    for index in range(count):
        if across:
            step = (right - left) / count
            x0, x1 = left + step * (index + 0.14), left + step * (index + 0.86)
            y0, y1 = top + (low - top) * 0.16, low - (low - top) * 0.16
        else:
            step = (low - top) / count
            y0, y1 = top + step * (index + 0.16), top + step * (index + 0.86)
            x0, x1 = left + (right - left) * 0.2, right - (right - left) * 0.2
        strokes += _character(x0, y0, x1, y1, rng)
    sheet.lines(strokes, color, width, 0.95)


def _character(x0: float, y0: float, x1: float, y1: float, rng: Random) -> list[list[Point]]:
    wide, tall = x1 - x0, y1 - y0
    middle = (x0 + x1) / 2
    bars = [
        [(x0, y0 + tall * share), (x1, y0 + tall * share)]
        for share in rng.sample((0.05, 0.35, 0.62, 0.95), 2)
    ]
    stem = x0 + wide * rng.choice((0.12, 0.5, 0.88))
    strokes = [*bars, [(stem, y0), (stem, y1)]]
    kind = rng.randrange(4)
    if kind == 0:
        strokes.append([(middle, y0 + tall * 0.3), (x0, y1)])
    elif kind == 1:
        strokes += [[(middle, y0 + tall * 0.4), (x0, y1)], [(middle, y0 + tall * 0.4), (x1, y1)]]
    elif kind == 2:
        strokes.append([(x0, y0 + tall * 0.35), (x0, y1), (x1, y1), (x1, y0 + tall * 0.35)])
    else:
        strokes.append([(x1, y0 + tall * 0.4), (x0 + wide * 0.3, y1)])
    return strokes
