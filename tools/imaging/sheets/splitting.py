"""Which pixels of a sheet are which frame: by grid or by parts, whichever explains it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from tools.imaging.picture import Box, Mask, Picture
from tools.imaging.sheets.dividing import divided
from tools.imaging.sheets.lattice import Lattice, best_lattice
from tools.imaging.sheets.lettering import lettering
from tools.imaging.sheets.lines import drawn_lines, line_parts
from tools.imaging.sheets.order import in_rows
from tools.imaging.sheets.parts import Parts, bodies, parts_of

SplitBy = Literal["grid", "parts"]

_SPECK_SHARE = 0.0025
_OWN_CELL = 0.9


@dataclass(frozen=True, kw_only=True)
class Hints:
    """What is known of a sheet beforehand, each part optional; `cell` is width and height."""

    rows: int | None = None
    columns: int | None = None
    frame_count: int | None = None
    cell: tuple[int, int] | None = None


@dataclass(frozen=True, kw_only=True)
class Found:
    """One frame's pixels in the sheet.

    `box` is tight around them, `mask` (as large as the box) says which. `row` and `column` count
    from 0 in reading order; `cell` is the grid's cell where a grid explains the sheet.
    """

    box: Box
    mask: Mask
    row: int
    column: int
    cell: Box | None = None


@dataclass(frozen=True, kw_only=True)
class Split:
    """The frames of a sheet in reading order, and how they were told apart."""

    found: tuple[Found, ...]
    by: SplitBy
    rows: int
    columns: int
    warnings: tuple[str, ...] = ()


def split(figure: Mask, sheet: Picture, hints: Hints | None = None, *, soft: bool = False) -> Split:
    """The frames of a cut-out sheet, left to right, top to bottom.

    `figure` (height x width) is what is no backdrop, `sheet` its colours, `soft` whether its
    edges are not crisp. Lines around cells and
    text beside them are left out. Each figure is a connected part; one that is several touching
    figures is cut. Detached pieces go with their cell's figure where a grid holds, else with the
    nearest. The result is empty where nothing stands out.
    """
    hints = _completed(hints or Hints(), figure.shape)
    warnings: list[str] = []
    lines = drawn_lines(figure, sheet, soft=soft)
    if lines is not None:
        figure = figure & ~lines
        warnings.append("Lines between or around the cells were taken out.")
    parts = parts_of(figure)
    strokes = line_parts(parts) if lines is not None else frozenset[int]()
    anchors = bodies(parts, strokes)
    letters = lettering(parts, anchors, sheet)
    if letters:
        warnings.append("Text beside the cells was taken out.")
    parts, anchors, cut = divided(
        parts,
        np.setdiff1d(anchors, list(letters)),
        sheet,
        rows=hints.rows,
        columns=hints.columns,
        frame_count=hints.frame_count,
    )
    if cut:
        warnings.append(f"{cut} sprites touch their neighbours: they were cut apart.")
    if not len(anchors):
        return Split(found=(), by="parts", rows=0, columns=0, warnings=tuple(warnings))
    lattice = best_lattice(
        figure, parts, anchors,
        rows=hints.rows, columns=hints.columns, frame_count=hints.frame_count,
    )  # fmt: skip
    groups = _gathered(parts, anchors, letters | strokes, lattice, lines)
    found = _found(parts, groups, lattice)
    if hints.frame_count and len(found) != hints.frame_count:
        warnings.append(f"{hints.frame_count} frames were expected, {len(found)} were found.")
    rows = lattice.rows if lattice else max(f.row for f in found) + 1
    columns = lattice.columns if lattice else max(f.column for f in found) + 1
    by: SplitBy = "grid" if lattice else "parts"
    return Split(found=found, by=by, rows=rows, columns=columns, warnings=tuple(warnings))


def _completed(hints: Hints, shape: tuple[int, ...]) -> Hints:
    """Rows and columns from the cell's size, where that is what is known."""
    if hints.cell is None:
        return hints
    wide, high = hints.cell
    return replace(
        hints,
        rows=hints.rows or max(1, round(shape[0] / high)),
        columns=hints.columns or max(1, round(shape[1] / wide)),
    )


def _gathered(
    parts: Parts,
    anchors: NDArray[np.intp],
    letters: frozenset[int],
    lattice: Lattice | None,
    lines: Mask | None,
) -> list[list[int]]:
    """For each figure its parts' numbers, the figure itself first."""
    groups = [[int(anchor)] for anchor in anchors]
    boxes = parts.boxes[anchors].astype(np.float64)
    places = (
        {}
        if lattice is None
        else {lattice.place(*_middle(box)): index for index, box in enumerate(boxes)}
    )
    usual = float(np.median(parts.areas[anchors]))
    taken = {*anchors.tolist(), *letters}
    sizes = boxes[:, 2:] - boxes[:, :2]
    for number in range(1, parts.count + 1):
        if number in taken or parts.areas[number] == 0:
            continue
        box = parts.boxes[number].astype(np.float64)
        nearest, away = _nearest(box, boxes)
        speck = parts.areas[number] < max(2.0, _SPECK_SHARE * usual)
        reach = float(sizes[nearest].max())
        if away > (0.12 if speck else 0.75) * reach:
            continue
        if lines is not None and _is_rest_of_line(parts, number, lines):
            continue
        inside = lattice is not None and _inside(lattice, box)
        owner = places.get(lattice.place(*_middle(box))) if lattice and inside else None
        groups[nearest if owner is None else owner].append(number)
    return groups


def _middle(box: NDArray[np.float64]) -> tuple[float, float]:
    return (float(box[0] + box[2]) / 2, float(box[1] + box[3]) / 2)


def _inside(lattice: Lattice, box: NDArray[np.float64]) -> bool:
    """Whether nine tenths of a box lie in one cell."""
    cell = lattice.box(*lattice.place(*_middle(box)))
    wide = min(cell[2], box[2]) - max(cell[0], box[0])
    high = min(cell[3], box[3]) - max(cell[1], box[1])
    area = float((box[2] - box[0]) * (box[3] - box[1]))
    return wide > 0 and high > 0 and wide * high >= _OWN_CELL * area


def _nearest(box: NDArray[np.float64], boxes: NDArray[np.float64]) -> tuple[int, float]:
    """The nearest of the boxes (n x 4) and the distance between the two."""
    across = np.maximum(0, np.maximum(boxes[:, 0] - box[2], box[0] - boxes[:, 2]))
    down = np.maximum(0, np.maximum(boxes[:, 1] - box[3], box[1] - boxes[:, 3]))
    away = np.hypot(across, down)
    middle = (boxes[:, :2] + boxes[:, 2:]) / 2
    apart = np.hypot(*(middle - np.array(_middle(box))).T)
    index = int(np.lexsort((apart, np.round(away)))[0])
    return index, float(away[index])


def _is_rest_of_line(parts: Parts, number: int, lines: Mask) -> bool:
    """Whether a part hangs on a line that was taken out: a corner or a blurred edge of it."""
    left, top, right, bottom = parts.box(number)
    around = lines[max(0, top - 2) : bottom + 2, max(0, left - 2) : right + 2]
    thin = min(right - left, bottom - top) <= 4
    return bool(around.any()) and (thin or parts.areas[number] < 30)


def _found(
    parts: Parts, groups: Sequence[Sequence[int]], lattice: Lattice | None
) -> tuple[Found, ...]:
    boxes = [parts.bounds(group) for group in groups]
    if lattice is None:
        places = in_rows([parts.box(group[0]) for group in groups])
    else:
        anchors = (parts.boxes[group[0]].astype(np.float64) for group in groups)
        places = [lattice.place(*_middle(anchor)) for anchor in anchors]
    found = [
        Found(
            box=box,
            mask=_mask_of(parts, box, group),
            row=place[0],
            column=place[1],
            cell=lattice.box(*place) if lattice else None,
        )
        for box, group, place in zip(boxes, groups, places, strict=True)
    ]
    return tuple(sorted(found, key=lambda f: (f.row, f.column)))


def _mask_of(parts: Parts, box: Box, group: Sequence[int]) -> Mask:
    labels = parts.labels[box[1] : box[3], box[0] : box[2]]
    return labels == group[0] if len(group) == 1 else np.isin(labels, list(group))
