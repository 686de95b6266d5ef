"""Large sheets drawn in several pictures: whole rows each, cut from guides and put together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tools.imaging.picture import Picture


@dataclass(frozen=True, kw_only=True)
class Page:
    """Rows of a sheet that are one picture: the first one's number and how many, from 0."""

    first_row: int
    rows: int
    frames: int
    """How many cells of it hold a frame, from its first."""


def pages_of(
    frame_count: int,
    *,
    columns: int,
    rows: int,
    cell_px: int,
    side_most: int,
    cells_most: int | None = None,
) -> tuple[Page, ...]:
    """As few pages as keep every side within `side_most`, about equally high.

    A page has at most `cells_most` cells, but always a whole row.

    Raises `ValueError` where not even one cell, or one row, fits.
    """
    room = side_most // cell_px
    if room < 1 or columns > room:
        raise ValueError(f"a row of {columns} cells of {cell_px} px is wider than {side_most} px")
    high_most = min(room, max(1, cells_most // columns)) if cells_most else room
    count = -(-rows // high_most)
    pages: list[Page] = []
    first = 0
    for index in range(count):
        high = (rows - first) // (count - index) + bool((rows - first) % (count - index))
        held = min(frame_count, (first + high) * columns) - first * columns
        pages.append(Page(first_row=first, rows=high, frames=held))
        first += high
    return tuple(pages)


def rows_of(sheet: Picture, page: Page, cell_px: int) -> Picture:
    """The page's part of a sheet."""
    return sheet[page.first_row * cell_px : (page.first_row + page.rows) * cell_px]


def stacked(pages: Sequence[Picture]) -> Picture:
    """The sheet again, from its pages from top to bottom."""
    return np.concatenate(pages, axis=0)
