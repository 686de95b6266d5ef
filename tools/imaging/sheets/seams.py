"""Where sprites touch: the cheapest cut between them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tools.imaging.picture import Floats, Mask, floats

MOST_PIECES = 24
_COST_MOST = 0.36
_BALANCE = 0.42
_SLACK = 0.3


def seam(cost: Floats) -> tuple[NDArray[np.intp], float]:
    """The cheapest path from top to bottom of `cost` (height x width): a column for each row.

    It moves one column a row at most. The second value is its summed cost.
    """
    height, width = cost.shape
    total = cost.astype(np.float32).copy()
    for row in range(1, height):
        above = total[row - 1]
        best = above.copy()
        best[1:] = np.minimum(best[1:], above[:-1])
        best[:-1] = np.minimum(best[:-1], above[1:])
        total[row] += best
    path = np.empty(height, dtype=np.intp)
    path[-1] = int(np.argmin(total[-1]))
    for row in range(height - 2, -1, -1):
        near = int(path[row + 1])
        low = max(0, near - 1)
        path[row] = low + int(np.argmin(total[row, low : min(width, near + 2)]))
    return path, float(total[-1].min())


def cut_near(mask: Mask, expected: float, slack: float) -> tuple[NDArray[np.intp], float]:
    """The cut through a mask from top to bottom nearest to column `expected`.

    It stays within `slack` columns of it; the second value is how much of the mask it crosses,
    as a share of the height. Ties go to the middle.
    """
    height, width = mask.shape
    low = max(0, int(expected - slack))
    high = min(width, max(low + 1, int(expected + slack) + 1))
    columns = np.arange(low, high)
    away = np.abs(columns - expected) / max(slack, 1.0)
    cost = floats(mask[:, low:high]) + floats(0.02 * away * away)[None]
    path, _ = seam(cost)
    crossed = float(mask[np.arange(height), low + path].sum()) / height
    return low + path, crossed


def pieces(mask: Mask, usual: float | None, known: int | None = None) -> list[Mask]:
    """A blob (height x width) cut from left to right into the figures it is made of.

    The number is the largest for which every cut crosses less than 0.36 of the height and no
    piece is much smaller than the rest; `usual` is the usual width of a figure here, where other
    figures show it, `known` the number where it is known.
    """
    height, width = mask.shape
    if known is not None:
        counts = [known]
    elif usual is not None:
        middle = width / usual
        counts = [n for n in range(int(middle * 1.5) + 1, 1, -1) if n <= MOST_PIECES]
    else:
        counts = list(range(min(MOST_PIECES, max(1, int(width / (0.25 * height)))), 1, -1))
    for count in counts:
        cuts = _cuts(mask, count)
        found = _between(mask, [path for path, _ in cuts])
        if known is not None:
            return found
        areas = [int(piece.sum()) for piece in found]
        balanced = min(areas) > _BALANCE * float(np.median(areas))
        if balanced and all(crossed < _COST_MOST for _, crossed in cuts):
            return found
    return [mask]


def _cuts(mask: Mask, count: int) -> list[tuple[NDArray[np.intp], float]]:
    wide = mask.shape[1] / count
    return [cut_near(mask, wide * index, _SLACK * wide) for index in range(1, count)]


def _between(mask: Mask, paths: list[NDArray[np.intp]]) -> list[Mask]:
    """The mask's pieces left of, between and right of the paths."""
    columns = np.arange(mask.shape[1])[None]
    number = np.zeros(mask.shape, dtype=np.int16)
    for path in paths:
        number += columns >= path[:, None]
    return [mask & (number == index) for index in range(len(paths) + 1)]
