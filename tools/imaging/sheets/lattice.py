"""Even grids that could explain a sheet, and how well each does."""

from __future__ import annotations

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
    down = [_Axis.of(n, height, boxes[:, 1], boxes[:, 3], boxes[:, 3]) for n in _counts(rows)]
    middles = (boxes[:, 0] + boxes[:, 2]) / 2
    across = [_Axis.of(n, width, boxes[:, 0], boxes[:, 2], middles) for n in _counts(columns)]
    least = max(len(bodies), frame_count or 0)
    most = 10**6 if rows and columns else 6 * len(bodies) + 8
    scored: list[tuple[float, Lattice]] = []
    for row in (axis for axis in down if axis is not None):
        for column in (axis for axis in across if axis is not None):
            if not least <= row.count * column.count <= most:
                continue
            penalty = _penalty(row, column)
            if penalty is not None:
                lattice = Lattice(rows=row.count, columns=column.count, height=height, width=width)
                scored.append((penalty, lattice))
    return min(scored, key=lambda entry: entry[0])[1] if scored else None


def _counts(known: int | None) -> list[int]:
    return [known] if known else list(range(1, MOST_LINES + 1))


@dataclass(frozen=True, kw_only=True)
class _Axis:
    """One direction divided into `count` bands, and the band (n) of each figure.

    `spread` is the deviation of the figures' places in their bands, `spilt` the share of figures
    that reach over their band, `lost` the number of bands without a figure.
    """

    count: int
    band: NDArray[np.intp]
    spread: float
    spilt: float
    lost: int

    @classmethod
    def of(
        cls,
        count: int,
        full: int,
        low: NDArray[np.float64],
        high: NDArray[np.float64],
        places: NDArray[np.float64],
    ) -> _Axis | None:
        """None where a band is too small or a figure is not inside of one."""
        size = full / count
        if size < _LEAST_CELL:
            return None
        band = np.minimum(((low + high) / 2 / size).astype(np.intp), count - 1)
        out = np.maximum(band * size - low, high - (band + 1) * size)
        if (out > (1 - _INSIDE) * (high - low)).any():
            return None
        return cls(
            count=count,
            band=band,
            spread=float((places / size - band).std()) if count > 1 else 0.0,
            spilt=float((out > 0).mean()),
            lost=count - len(np.unique(band)),
        )


def _penalty(row: _Axis, column: _Axis) -> float | None:
    """How badly a grid explains the figures; None where two of them share a cell."""
    order = row.band * column.count + column.band
    figures = len(order)
    if len(np.unique(order)) < figures:
        return None
    cells = row.count * column.count
    gaps = int(order.max()) + 1 - figures
    empty = (gaps + column.count * row.lost + 2 * row.count * column.lost) / cells
    unfilled = 1 - figures / cells
    spread, spilt = row.spread + column.spread, row.spilt + column.spilt
    return spread + 0.8 * empty + 0.3 * spilt + 0.15 * unfilled
