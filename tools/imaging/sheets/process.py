"""Stage 7: a sheet that a backend rendered on a known grid into the frames of an animation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from tools.imaging.picture import Picture
from tools.imaging.sheets.backdrop import backdrop_of
from tools.imaging.sheets.canvas import Frame, grown, on_canvas
from tools.imaging.sheets.cutting import (
    CutSheet,
    cell_size,
    described,
    figures_of,
    frames_locked,
)
from tools.imaging.sheets.keying import Cutout, cut_out
from tools.imaging.sheets.reading import BlankSheetError
from tools.imaging.sheets.splitting import Found, Hints, Split, split

_UNFITTING = "The sprites do not fit the grid: the cells were cut as such."


def post_process(
    sheet: Picture,
    *,
    rows: int,
    columns: int,
    frame_count: int,
    key: tuple[int, int, int] | None = None,
    palette: Sequence[str] = (),
    airborne: Sequence[bool] | None = None,
    steady: bool = True,
) -> CutSheet:
    """Exactly `frame_count` frames of a sheet (height x width x 4) on a known grid, in order.

    `key` is the colour that was asked for, `palette` (`#rrggbb`) the DNA's, `airborne` a flag for
    each frame, from its script (without: guessed). A frame's place in its cell is travel that is
    meant; `steady` takes jitter out of sheets that are not exact. The cells of an exact sheet are
    cut as they are: nothing in them is a line, a text or a shadow. Where the parts of another
    sheet do not fit the grid its cells are, too, with a warning; an empty cell is an empty frame,
    with a warning. Raises `BlankSheetError`, and `ValueError` for a count or flags that do
    not fit.
    """
    if not 1 <= frame_count <= rows * columns:
        raise ValueError(f"{frame_count} frames do not fit a grid of {rows} x {columns}")
    if airborne is not None and len(airborne) != frame_count:
        raise ValueError(f"{len(airborne)} flags for {frame_count} frames")
    backdrop = backdrop_of(sheet, key)
    cutout = cut_out(sheet, backdrop, keep_shadows=not steady)
    hints = Hints(rows=rows, columns=columns, frame_count=frame_count)
    if steady:
        found = split(cutout.figure, sheet, hints, soft=cutout.edges != "crisp")
        if not found.found:
            raise BlankSheetError
        if not _fits(found, rows, columns, frame_count):
            warnings = (*found.warnings, _UNFITTING)
            found = replace(_by_cells(cutout, rows, columns, frame_count), warnings=warnings)
    else:
        found = _by_cells(cutout, rows, columns, frame_count)
    seen = [one.row * columns + one.column for one in found.found]
    flags = None if airborne is None else [airborne[index] for index in seen]
    frames = on_canvas(
        figures_of(found, cutout), size=cell_size(found), airborne=flags, steady=steady
    )
    whole = _with_empty(frames, seen, frame_count)
    missing = frame_count - len(seen)
    extra = (f"{missing} cells are empty: their frames are, too.",) if missing else ()
    return described(frames_locked(whole, palette), found, backdrop, cutout, extra=extra)


def on_one_canvas(sheets: Sequence[CutSheet]) -> tuple[CutSheet, ...]:
    """The characters of one animation on canvases of one size.

    Canvases grow, transparent, at the sides and the top, so that ground lines stay at one height
    and middles in the middle; nothing is scaled.
    """
    if not sheets:
        return ()
    wide = max(sheet.canvas[0] for sheet in sheets)
    below = [sheet.canvas[1] - _ground(sheet) for sheet in sheets]
    above = max(_ground(sheet) for sheet in sheets)
    size = (wide, above + max(below))
    return tuple(
        replace(
            sheet,
            canvas=size,
            frames=tuple(
                grown(frame, (wide - sheet.canvas[0]) // 2, above - _ground(sheet), size)
                for frame in sheet.frames
            ),
        )
        for sheet in sheets
    )


def _ground(sheet: CutSheet) -> int:
    """The usual row of the feet; the canvas's bottom where nobody stands."""
    feet = [frame.pivot[1] for frame in sheet.frames if not frame.airborne]
    return round(float(np.median(feet))) if feet else sheet.canvas[1]


def _fits(found: Split, rows: int, columns: int, frame_count: int) -> bool:
    """Whether every frame was found in its own cell of the known grid."""
    places = [one.row * columns + one.column for one in found.found]
    known = (found.rows, found.columns) == (rows, columns) and found.by == "grid"
    return known and len(set(places)) == len(places) and max(places) < frame_count


def _by_cells(cutout: Cutout, rows: int, columns: int, frame_count: int) -> Split:
    """What each cell of the grid holds, cut at its borders."""
    height, width = cutout.figure.shape
    cells: list[Found] = []
    for index in range(frame_count):
        row, column = divmod(index, columns)
        left, right = round(column * width / columns), round((column + 1) * width / columns)
        top, bottom = round(row * height / rows), round((row + 1) * height / rows)
        own = cutout.figure[top:bottom, left:right]
        if not own.any():
            continue
        down, across = np.flatnonzero(own.any(axis=1)), np.flatnonzero(own.any(axis=0))
        inner = np.s_[down[0] : down[-1] + 1, across[0] : across[-1] + 1]
        box = (
            left + int(across[0]),
            top + int(down[0]),
            left + int(across[-1]) + 1,
            top + int(down[-1]) + 1,
        )
        cell = (left, top, right, bottom)
        cells.append(Found(box=box, mask=own[inner], row=row, column=column, cell=cell))
    if not cells:
        raise BlankSheetError
    return Split(found=tuple(cells), by="grid", rows=rows, columns=columns)


def _with_empty(
    frames: Sequence[Frame], seen: Sequence[int], frame_count: int
) -> tuple[Frame, ...]:
    """The frames with empty ones where a cell holds nothing, numbered from 0."""
    if len(frames) == frame_count:
        return tuple(frames)
    by_place = dict(zip(seen, frames, strict=True))
    whole: list[Frame] = []
    for index in range(frame_count):
        known = by_place.get(index)
        whole.append(replace(known or _emptied(frames[0]), index=index))
    return tuple(whole)


def _emptied(like: Frame) -> Frame:
    return replace(
        like, pixels=np.zeros_like(like.pixels), source=(0, 0, 0, 0), trim=(0, 0, 0, 0), cell=None
    )
