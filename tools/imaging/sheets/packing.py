"""Frames laid out on one sheet again."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from tools.imaging.picture import Picture


def packed(frames: Sequence[Picture], columns: int) -> Picture:
    """The frames (all of one size) in rows of `columns`, left to right, top to bottom.

    Cells that are left over are transparent. Raises `ValueError` without frames, for frames of
    different sizes, or for less than one column.
    """
    if not frames or columns < 1 or any(f.shape != frames[0].shape for f in frames):
        raise ValueError("frames of one size and at least one column are needed")
    height, width = frames[0].shape[:2]
    rows = -(-len(frames) // columns)
    sheet = np.zeros((rows * height, columns * width, 4), dtype=np.uint8)
    for index, frame in enumerate(frames):
        top, left = index // columns * height, index % columns * width
        sheet[top : top + height, left : left + width] = frame
    return sheet


def sheet_shape(count: int) -> tuple[int, int]:
    """Columns and rows for so many cells: full where it can be, not higher than wide."""
    for rows in range(math.isqrt(count), 1, -1):
        if count % rows == 0 and count // rows <= 2 * rows:
            return count // rows, rows
    columns = count if count <= 3 else math.ceil(math.sqrt(count))
    return columns, math.ceil(count / columns)
