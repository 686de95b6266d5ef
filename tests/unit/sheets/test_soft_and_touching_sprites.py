"""Antialiased edges come back as drawn; sprites that touch are counted; shadows go."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from tests.unit.sheets.drawn_sheets import CELL, KEY, Drawn, figure, saved, sheet_of
from tools.imaging.sheets.backdrop import backdrop_of
from tools.imaging.sheets.cutting import CutSheet, cut_sheet
from tools.imaging.sheets.keying import cut_out

WALK = 6


def antialiased(index: int) -> NDArray[np.float32]:
    """A walker, turned a little, with exact coverage: CELL x CELL x 4, straight colour."""
    large = np.kron(figure(index), np.ones((8, 8, 1), dtype=np.uint8))
    middle = large.shape[1] / 2
    turn = cv2.getRotationMatrix2D((middle, middle), 7.0, 1.0)
    turned = cv2.warpAffine(large, turn, large.shape[1::-1], flags=cv2.INTER_NEAREST)
    weighted = turned.astype(np.float32)
    weighted[:, :, :3] *= weighted[:, :, 3:] / 255
    small = np.asarray(cv2.resize(weighted, (CELL, CELL), interpolation=cv2.INTER_AREA))
    small[:, :, :3] /= np.maximum(small[:, :, 3:] / 255, 1e-6)
    return small.astype(np.float32)


@pytest.mark.parametrize("key", [KEY, (0, 255, 0), (0, 0, 255), (0, 200, 255), (255, 255, 255)])
def test_an_antialiased_edge_gets_its_alpha_and_its_outline_colour_back(
    key: tuple[int, int, int],
) -> None:
    truth = np.hstack([antialiased(index) for index in range(WALK)])
    alpha = truth[:, :, 3:] / 255
    sheet = np.full(truth.shape, 255, dtype=np.uint8)
    sheet[:, :, :3] = np.rint(truth[:, :, :3] * alpha + np.array(key) * (1 - alpha))
    cutout = cut_out(sheet, backdrop_of(sheet, key))
    found = cutout.picture.astype(np.float32)
    edge = (alpha[:, :, 0] > 0.02) & (alpha[:, :, 0] < 0.98)
    assert cutout.edges == "soft"
    assert np.abs(found[edge][:, 3] - truth[edge][:, 3]).mean() / 255 < 0.03
    seen = edge & (alpha[:, :, 0] > 0.15) & (found[:, :, 3] > 12)
    assert np.abs(found[seen][:, :3] - truth[seen][:, :3]).mean() < 6
    whole = alpha[:, :, 0] >= 0.98
    assert (found[whole][:, 3] > 250).mean() > 0.98


def test_what_was_jpeg_is_told_from_what_is_blurred() -> None:
    drawn = sheet_of()
    assert cut_sheet(saved(drawn.pixels, "JPEG", quality=70)).edges == "lossy"
    blurred = np.asarray(cv2.GaussianBlur(drawn.pixels, (0, 0), 1.0), dtype=np.uint8)
    assert cut_sheet(saved(blurred)).edges == "soft"


def touching(counts: list[int]) -> Drawn:
    """Rows of so many figures, each as near its left neighbour as it goes."""
    pixels = np.empty((len(counts) * CELL, max(counts) * CELL, 3), dtype=np.uint8)
    pixels[:] = KEY
    truth = np.zeros(pixels.shape[:2], dtype=np.int32)
    number = 0
    for row, count in enumerate(counts):
        taken = truth[row * CELL : (row + 1) * CELL]
        at = 0
        for _ in range(count):
            drawn = figure(number)
            own = drawn[:, :, 3] > 0
            while at and not (taken[:, at - 1 : at - 1 + CELL][own] > 0).any():
                at -= 1
            number += 1
            taken[:, at : at + CELL][own] = number
            pixels[row * CELL : (row + 1) * CELL, at : at + CELL][own] = drawn[own][:, :3]
            at = min(at + CELL, pixels.shape[1] - CELL)
    return Drawn(pixels=pixels, truth=truth)


def right(cut: CutSheet, drawn: Drawn) -> bool:
    """Whether the frames are the figures, in order, each to nine tenths (IoU)."""
    if len(cut.frames) != drawn.count:
        return False
    for number, frame in enumerate(cut.frames, 1):
        seen = np.zeros(drawn.truth.shape, dtype=bool)
        left, top, right_end, bottom = frame.source
        a, b, c, d = frame.trim
        seen[top:bottom, left:right_end] = frame.pixels[b:d, a:c, 3] >= 128
        own = drawn.truth == number
        if (seen & own).sum() < 0.9 * (seen | own).sum():
            return False
    return True


@pytest.mark.parametrize("counts", [[4, 4], [6, 6, 3], [5, 1], [2, 2, 2], [7]])
def test_rows_of_sprites_that_all_touch_are_counted(counts: list[int]) -> None:
    drawn = touching(counts)
    cut = cut_sheet(drawn.png())
    assert right(cut, drawn)
    assert any("touch" in words for words in cut.warnings)
    assert right(cut_sheet(drawn.png(), frame_count=sum(counts)), drawn)
    assert right(cut_sheet(drawn.png(), rows=len(counts), columns=max(counts)), drawn)


def test_a_shadow_under_a_lying_figure_goes_where_the_others_have_one() -> None:
    drawn = sheet_of(key=(255, 255, 255))
    lying = np.ascontiguousarray(np.rot90(figure(7)))
    cell = np.s_[CELL:, 3 * CELL : 4 * CELL]
    shift = CELL - 10 - int(np.flatnonzero(lying[:, :, 3].any(axis=1))[-1])
    lying = np.roll(lying, shift, axis=0)
    drawn.truth[cell] = np.where(lying[:, :, 3] > 0, 8, 0)
    drawn.pixels[cell] = np.where(lying[:, :, 3:] > 0, lying[:, :, :3], 255)
    dark = np.zeros(drawn.truth.shape, dtype=np.float32)
    for index in range(8):
        place = (index % 4 * CELL + 48, index // 4 * CELL + 87)
        cv2.ellipse(dark, place, (26, 6), 0, 0, 360, 0.4, -1)
    dark = np.asarray(cv2.GaussianBlur(dark, (0, 0), 1.5))
    shaded = drawn.pixels * (1 - dark[:, :, None])
    pixels = np.where((drawn.truth > 0)[:, :, None], drawn.pixels, shaded).astype(np.uint8)
    assert right(cut_sheet(saved(pixels)), drawn)
