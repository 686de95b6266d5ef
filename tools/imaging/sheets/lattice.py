"""Even grids that could explain a sheet, and how well each does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tools.imaging.picture import Box, Mask
from tools.imaging.sheets.parts import Parts

MOST_LINES = 40
_LEAST_CELL = 8
_INSIDE = 0.93


@dataclass(frozen=True, kw_only=True)
class Lattice:
    """`rows` x `columns` equal cells over a whole sheet of `height` x `width` pixels."""

    rows: int
    columns: int
    height: int
    width: int

    @property
    def cell(self) -> tuple[float, float]:
        """Width and height of a cell in pixels."""
        return (self.width / self.columns, self.height / self.rows)

    def place(self, x: float, y: float) -> tuple[int, int]:
        """The row and column of a point."""
        wide, high = self.cell
        row = min(self.rows - 1, max(0, int(y / high)))
        return (row, min(self.columns - 1, max(0, int(x / wide))))

    def box(self, row: int, column: int) -> Box:
        wide, high = self.cell
        return (
            round(column * wide),
            round(row * high),
            round((column + 1) * wide),
            round((row + 1) * high),
        )


def best_lattice(
    mask: Mask,
    parts: Parts,
    bodies: NDArray[np.intp],
    *,
    rows: int | None = None,
    columns: int | None = None,
    frame_count: int | None = None,
) -> Lattice | None:
    """The grid that explains the figures; None where none does.

    It does when every figure lies in a cell of its own (93 % of its height and width) and the
    sprites sit alike in their cells. Among these the one wins whose figures lie most alike, and
    which leaves the fewest cells empty. Known `rows`, `columns` and `frame_count` narrow it.
    """
    height, width = mask.shape
    boxes = parts.boxes[bodies].astype(np.float64)
    scored: list[tuple[float, Lattice]] = []
    for lattice in _candidates(height, width, len(bodies), rows, columns, frame_count):
        penalty = _penalty(lattice, boxes)
        if penalty is not None:
            scored.append((penalty, lattice))
    return min(scored, key=lambda entry: entry[0])[1] if scored else None


def _candidates(
    height: int,
    width: int,
    figures: int,
    rows: int | None,
    columns: int | None,
    frame_count: int | None,
) -> Iterator[Lattice]:
    least = max(figures, frame_count or 0)
    for r in [rows] if rows else range(1, MOST_LINES + 1):
        for c in [columns] if columns else range(1, MOST_LINES + 1):
            if r * c < least or min(height / r, width / c) < _LEAST_CELL:
                continue
            if not (rows and columns) and r * c > 6 * figures + 8:
                continue
            yield Lattice(rows=r, columns=c, height=height, width=width)


def _penalty(lattice: Lattice, boxes: NDArray[np.float64]) -> float | None:
    """How badly a grid explains the figures' boxes (n x 4); None where it does not at all."""
    wide, high = lattice.cell
    middle_x, middle_y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    column, row = np.floor(middle_x / wide), np.floor(middle_y / high)
    if len(np.unique(row * lattice.columns + column)) < len(boxes):
        return None
    sizes = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
    out_x = np.maximum(column * wide - boxes[:, 0], boxes[:, 2] - (column + 1) * wide)
    out_y = np.maximum(row * high - boxes[:, 1], boxes[:, 3] - (row + 1) * high)
    if (out_x > (1 - _INSIDE) * sizes[0]).any() or (out_y > (1 - _INSIDE) * sizes[1]).any():
        return None
    spread_x = float((middle_x / wide - column).std()) if lattice.columns > 1 else 0.0
    spread_y = float((boxes[:, 3] / high - row).std()) if lattice.rows > 1 else 0.0
    empty = _empty_before_last(lattice, row, column) / (lattice.rows * lattice.columns)
    spilt = float((out_x > 0).mean() + (out_y > 0).mean())
    unfilled = 1 - len(boxes) / (lattice.rows * lattice.columns)
    return spread_x + spread_y + 0.8 * empty + 0.3 * spilt + 0.15 * unfilled


def _empty_before_last(
    lattice: Lattice, row: NDArray[np.float64], column: NDArray[np.float64]
) -> float:
    """Empty cells that a later figure follows, and whole empty rows or columns (twice)."""
    order = row * lattice.columns + column
    gaps = float(order.max()) + 1 - len(order)
    lost_rows = lattice.rows - len(np.unique(row))
    lost_columns = lattice.columns - len(np.unique(column))
    return gaps + 2 * lattice.columns * lost_rows * 0.5 + 2 * lattice.rows * lost_columns
