"""Frames laid out on one sheet again."""

from __future__ import annotations

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
