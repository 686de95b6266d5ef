"""Whether a model drew the sheet that was asked for: every figure whole, in its own cell."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tools.imaging.picture import Picture
from tools.imaging.sheets.backdrop import backdrop_of
from tools.imaging.sheets.keying import cut_out
from tools.imaging.sheets.parts import Parts, bodies, parts_of

_EMPTY = 0.2
"""The share of the usual cell's figure pixels below which a cell holds no figure."""
_FULL = 0.92
"""The share of a sheet from which it is all figure: there is no plain background."""
_ASTRAY = 0.2
"""The share of a figure's pixels that may lie beyond its cell."""
_SECOND = 0.6
"""The share of the usual figure's pixels from which a further part in a cell is another one."""


def fault_of(
    sheet: Picture,
    *,
    rows: int,
    columns: int,
    frame_count: int,
    key: tuple[int, int, int] | None = None,
) -> str | None:
    """What is wrong with a sheet (height x width x 4) of a known grid, as a sentence.

    None where each of the first `frame_count` cells holds one figure and the others none, so that
    the sheet can be cut. Figures may touch, and reach a little into their neighbours' cells.
    """
    figure = cut_out(sheet, backdrop_of(sheet, key), keep_shadows=False).figure
    share = float(figure.mean())
    if share == 0.0:
        return "The sheet is blank."
    if share > _FULL:
        return "The figures do not stand on a plain background."
    parts = parts_of(figure)
    main = bodies(parts)
    inside = _by_cell(parts, main, rows, columns)
    held = inside.sum(axis=0)
    usual = float(np.median(held[:frame_count][held[:frame_count] > 0])) if held.any() else 0.0
    lacking = [index + 1 for index in range(frame_count) if held[index] < _EMPTY * usual]
    if lacking:
        found = frame_count - len(lacking)
        return (
            f"{frame_count} figures were asked for, and {found} cells of the grid of {columns} x "
            f"{rows} hold one: there is none in {_listed(lacking)}."
        )
    extra = [index + 1 for index in range(frame_count, len(held)) if held[index] > _EMPTY * usual]
    if extra:
        return f"{frame_count} figures were asked for, and there are more: in {_listed(extra)}."
    return _astray(inside, columns, rows)


def _by_cell(parts: Parts, main: NDArray[np.intp], rows: int, columns: int) -> NDArray[np.int64]:
    """How many pixels of each figure, a row each, lie in each cell."""
    height, width = parts.labels.shape
    number = np.zeros(parts.count + 1, dtype=np.int64)
    number[main] = np.arange(1, len(main) + 1)
    inside = np.zeros((len(main), rows * columns), dtype=np.int64)
    for index in range(rows * columns):
        row, column = divmod(index, columns)
        down = slice(round(row * height / rows), round((row + 1) * height / rows))
        across = slice(round(column * width / columns), round((column + 1) * width / columns))
        seen = number[parts.labels[down, across].ravel()]
        inside[:, index] = np.bincount(seen, minlength=len(main) + 1)[1:]
    return inside


def _astray(inside: NDArray[np.int64], columns: int, rows: int) -> str | None:
    """A figure between two cells, or two figures in one.

    A part that is as large as several figures is several that touch: cutting tells them apart.
    """
    areas = inside.sum(axis=1)
    usual = float(np.median(areas))
    for own, area in zip(inside, areas, strict=True):
        several = max(1, round(float(area) / usual))
        if np.sort(own)[::-1][:several].sum() < (1 - _ASTRAY) * area:
            cell = int(own.argmax()) + 1
            return (
                f"The figures do not stand in a grid of {columns} x {rows}: "
                f"the one of cell {cell} reaches into its neighbours."
            )
    homes = inside.argmax(axis=1)
    large = areas >= _SECOND * usual
    counts = np.bincount(homes[large], minlength=inside.shape[1])
    if (counts > 1).any():
        return f"There are several figures in {_listed([int(counts.argmax()) + 1])}."
    return None


def _listed(cells: list[int]) -> str:
    words = ", ".join(str(cell) for cell in cells[:6])
    return f"cell{'s' if len(cells) > 1 else ''} {words}{' …' if len(cells) > 6 else ''}"
