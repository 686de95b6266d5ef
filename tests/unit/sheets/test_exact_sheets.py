"""Sheets whose cells are as they should be are cut as they are."""

from __future__ import annotations

import numpy as np

from tools.imaging.sheets.process import post_process

KEY = (255, 0, 255)
SIDE = 64


def carrying_planks(count: int = 4):
    """Figures in a row who each hold two long thin planks at the same heights."""
    sheet = np.zeros((SIDE, SIDE * count, 4), dtype=np.uint8)
    sheet[:] = (*KEY, 255)
    for index in range(count):
        left = index * SIDE
        sheet[16:60, left + 24 : left + 40] = (120, 60, 40, 255)
        for top in (4, 30):
            sheet[top : top + 2, left + 4 : left + 60] = (24, 20, 30, 255)
    return sheet


def test_what_looks_like_a_line_between_cells_stays_in_an_exact_sheet() -> None:
    sheet = carrying_planks()
    guessed = post_process(sheet, rows=1, columns=4, frame_count=4, key=KEY)
    assert any("Lines" in warning for warning in guessed.warnings)
    cut = post_process(sheet, rows=1, columns=4, frame_count=4, key=KEY, steady=False)
    assert cut.warnings == ()
    for frame in cut.frames:
        left, top, right, bottom = frame.trim
        assert (right - left, bottom - top) == (56, 56)
        assert int((frame.pixels[:, :, 3] > 0).sum()) == 44 * 16 + 2 * 40 + 2 * 56
