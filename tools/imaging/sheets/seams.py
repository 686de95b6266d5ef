"""Where sprites touch: the cheapest cut between them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tools.imaging.picture import Floats, Mask, floats

MOST_PIECES = 24
_COST_MOST = 0.36
_LEAST_AREA = 0.5
_LEAST_HEIGHT = 0.6
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


@dataclass(frozen=True, kw_only=True)
class Usual:
    """The usual size of one figure in pixels, as far as it is known."""

    width: float | None = None
    height: float | None = None
    area: float | None = None


def pieces(mask: Mask, usual: Usual) -> list[Mask]:
    """A blob (height x width) cut from left to right into the figures it is made of.

    Of all numbers of figures whose cuts are short, and whose pieces are high and large enough to
    be figures, the one is taken that fits the usual area, or else the largest.
    """
    height, width = mask.shape
    if usual.area is not None:
        middle = float(mask.sum()) / usual.area
        counts = sorted(
            range(2, min(MOST_PIECES, round(middle * 1.4) + 1) + 1), key=lambda n: abs(n - middle)
        )
    elif usual.width is not None:
        middle = width / usual.width
        counts = sorted(range(2, min(MOST_PIECES, round(middle * 1.6) + 1) + 1),
                        key=lambda n: abs(n - middle))  # fmt: skip
    else:
        counts = list(range(min(MOST_PIECES, int(width / (0.3 * height))), 1, -1))
    for count in counts:
        cuts = _cuts(mask, count)
        found = _between(mask, [path for path, _ in cuts])
        if all(crossed < _COST_MOST for _, crossed in cuts) and _are_figures(found, usual):
            return found
    return [mask]


def _are_figures(found: list[Mask], usual: Usual) -> bool:
    """Whether no piece is much lower or smaller than the rest."""
    areas = [int(piece.sum()) for piece in found]
    heights = [int(piece.any(axis=1).sum()) for piece in found]
    area = usual.area or float(np.median(areas))
    return min(areas) > _LEAST_AREA * area and min(heights) > _LEAST_HEIGHT * max(heights)


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
