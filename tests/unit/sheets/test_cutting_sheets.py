"""Anybody's sheet becomes clean frames, in order."""

from __future__ import annotations

from io import BytesIO

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw

from tests.unit.sheets.drawn_sheets import KEY, Drawn, saved, sheet_of
from tools.imaging.decoding import (
    DamagedPictureError,
    NotAPictureError,
    PictureTooLargeError,
)
from tools.imaging.sheets.cutting import CutSheet, cut_sheet
from tools.imaging.sheets.reading import AnimatedSheetError, BlankSheetError, SheetTooSmallError


def overlaps(cut: CutSheet, truth: np.ndarray) -> list[float]:
    """Each frame's overlap (IoU) with the true figure of its number."""
    found = []
    for number, frame in enumerate(cut.frames, 1):
        seen = np.zeros(truth.shape, dtype=bool)
        left, top, right, bottom = frame.source
        a, b, c, d = frame.trim
        seen[top:bottom, left:right] = frame.pixels[b:d, a:c, 3] >= 128
        own = truth == number
        found.append(float((seen & own).sum() / (seen | own).sum()))
    return found


def assert_cut(cut: CutSheet, drawn: Drawn, least: float = 0.98) -> None:
    assert len(cut.frames) == drawn.count
    assert np.mean(overlaps(cut, drawn.truth)) >= least
    assert min(overlaps(cut, drawn.truth)) >= 0.9


@pytest.mark.parametrize(
    "key", [KEY, (231, 24, 250), (0, 255, 0), (255, 255, 255), (120, 120, 128), (0, 0, 0)]
)
def test_a_sheet_on_any_flat_colour_is_cut_exactly(key: tuple[int, int, int]) -> None:
    drawn = sheet_of(key=key)
    cut = cut_sheet(drawn.png(), key=KEY)
    assert overlaps(cut, drawn.truth) == [1.0] * 8
    assert cut.edges == "crisp" and cut.split_by == "grid" and (cut.rows, cut.columns) == (2, 4)


def test_a_transparent_sheet_keeps_its_alpha() -> None:
    drawn = sheet_of()
    alpha = np.where(drawn.truth > 0, 255, 0).astype(np.uint8)
    assert_cut(cut_sheet(saved(np.dstack([drawn.pixels, alpha]))), drawn, 1.0)


def test_noise_gradients_and_jpeg_do_not_hurt() -> None:
    grain = np.random.default_rng(3)
    drawn = sheet_of()
    noisy = drawn.pixels + grain.normal(0, 6, drawn.pixels.shape)
    assert_cut(cut_sheet(saved(np.clip(noisy, 0, 255).astype(np.uint8))), drawn)
    assert_cut(cut_sheet(saved(drawn.pixels, "JPEG", quality=70)), drawn, 0.97)
    slope = np.linspace(-30, 30, drawn.pixels.shape[1])[None, :, None] * np.array([1, 1, -0.6])
    bright = np.where((drawn.truth > 0)[:, :, None], drawn.pixels, np.array([200, 60, 190]) + slope)
    cut = cut_sheet(saved(bright.astype(np.uint8)))
    assert cut.backdrop == "gradient"
    assert_cut(cut, drawn)


def test_soft_edges_are_unmixed_and_leave_no_halo() -> None:
    drawn = sheet_of()
    soft = np.asarray(cv2.GaussianBlur(drawn.pixels, (0, 0), 0.8), dtype=np.uint8)
    cut = cut_sheet(saved(soft))
    assert cut.edges == "soft"
    assert_cut(cut, drawn, 0.96)
    for frame in cut.frames:
        rim = frame.pixels[(frame.pixels[:, :, 3] > 60) & (frame.pixels[:, :, 3] < 200)]
        pink = (rim[:, 0] > 150) & (rim[:, 2] > 150) & (rim[:, 1] < 90)
        assert pink.mean() < 0.06


def test_checkers_that_pretend_transparency_go() -> None:
    drawn = sheet_of()
    y, x = np.mgrid[: drawn.truth.shape[0], : drawn.truth.shape[1]]
    squares = np.where(((y // 8 + x // 8) % 2)[:, :, None], 255, 204)
    pixels = np.where((drawn.truth > 0)[:, :, None], drawn.pixels, squares).astype(np.uint8)
    cut = cut_sheet(saved(pixels))
    assert cut.backdrop == "checkers"
    assert_cut(cut, drawn)


def test_uneven_spacing_is_read_left_to_right_and_top_to_bottom() -> None:
    shifts = [(0, 3), (12, 0), (3, 2), (15, 5), (9, 1), (1, 4), (14, 0), (4, 2)]
    drawn = sheet_of(shifts=shifts, cell=120)
    assert_cut(cut_sheet(drawn.png()), drawn, 1.0)


def test_lines_and_text_are_left_out() -> None:
    drawn = sheet_of(cell=124)
    image = Image.fromarray(drawn.pixels)
    pen = ImageDraw.Draw(image)
    for index in range(8):
        x, y = index % 4 * 124, index // 4 * 124
        pen.rectangle((x + 1, y + 1, x + 122, y + 122), outline=(20, 20, 24))
        pen.text((x + 24, y + 104), f"walk {index + 1}", fill=(0, 0, 0))
    cut = cut_sheet(saved(np.asarray(image)))
    assert_cut(cut, drawn, 1.0)
    assert any("Text" in words for words in cut.warnings)
    assert any("Lines" in words for words in cut.warnings)


def test_shadows_on_the_ground_go_unless_they_are_kept() -> None:
    drawn = sheet_of()
    dark = np.zeros(drawn.truth.shape, dtype=np.float32)
    for index in range(8):
        cv2.ellipse(dark, (index % 4 * 96 + 48, index // 4 * 96 + 88), (26, 5), 0, 0, 360, 0.4, -1)
    shaded = drawn.pixels * (1 - dark[:, :, None])
    pixels = np.where((drawn.truth > 0)[:, :, None], drawn.pixels, shaded).astype(np.uint8)
    cut = cut_sheet(saved(pixels))
    assert_cut(cut, drawn)
    assert any("Shadows" in words for words in cut.warnings)
    assert np.mean(overlaps(cut_sheet(saved(pixels), keep_shadows=True), drawn.truth)) < 0.95


def test_touching_sprites_are_cut_apart_with_a_warning() -> None:
    shifts = [(0, 0), (-47, 0), (-94, 0), (-141, 0)]
    drawn = sheet_of(count=4, shifts=shifts)
    cut = cut_sheet(drawn.png())
    assert any("touch" in words for words in cut.warnings)
    assert_cut(cut, drawn, 0.95)


def test_empty_cells_at_the_end_are_no_frames() -> None:
    drawn = sheet_of(count=6)
    cut = cut_sheet(drawn.png())
    assert_cut(cut, drawn, 1.0)
    assert (cut.rows, cut.columns) == (2, 4)


def test_a_detached_piece_belongs_to_its_figure() -> None:
    drawn = sheet_of()
    for index in range(8):
        x, y = index % 4 * 96, index // 4 * 96
        drawn.pixels[y + 30 : y + 44, x + 82 : x + 87] = (220, 230, 240)
        drawn.truth[y + 30 : y + 44, x + 82 : x + 87] = index + 1
    assert_cut(cut_sheet(drawn.png()), drawn, 1.0)


def test_a_count_that_is_not_found_is_said() -> None:
    cut = cut_sheet(sheet_of(count=6).png(), frame_count=7)
    assert "7 frames were expected, 6 were found." in cut.warnings


def test_colour_under_no_alpha_is_zero() -> None:
    for frame in cut_sheet(sheet_of().png()).frames:
        assert not frame.pixels[frame.pixels[:, :, 3] == 0].any()


def test_a_key_coloured_hole_is_seen_through_and_white_eyes_stay() -> None:
    drawn = sheet_of()
    drawn.pixels[40:46, 46:50] = KEY
    assert cut_sheet(drawn.png()).frames[0].pixels[42, 47, 3] == 0
    white = sheet_of(key=(255, 255, 255))
    white.pixels[24:27, 44:47] = 255
    cut = cut_sheet(white.png(), steady=False)
    assert cut.frames[0].pixels[25, 45, 3] == 255


def _animation() -> bytes:
    frames = [Image.fromarray(sheet_of(count=2, columns=2).pixels)]
    frames.append(frames[0].transpose(Image.Transpose.FLIP_LEFT_RIGHT))
    buffer = BytesIO()
    frames[0].save(buffer, "GIF", save_all=True, append_images=frames[1:])
    return buffer.getvalue()


def _huge() -> bytes:
    buffer = BytesIO()
    Image.new("1", (9000, 9000)).save(buffer, "PNG")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "error", "words"),
    [
        (b"not a picture", NotAPictureError, "not a picture"),
        (sheet_of(count=2).png()[:400], DamagedPictureError, "damaged"),
        (saved(np.zeros((1, 1, 3), np.uint8)), SheetTooSmallError, "1x1"),
        (saved(np.full((64, 64, 3), 90, np.uint8)), BlankSheetError, "blank"),
        (saved(np.zeros((64, 64, 4), np.uint8)), BlankSheetError, "blank"),
        (_animation(), AnimatedSheetError, "animation of 2 frames"),
        (_huge(), PictureTooLargeError, "50 megapixels"),
    ],
    ids=["words", "cut off", "one pixel", "one colour", "see-through", "moving", "huge"],
)
def test_what_is_no_sheet_is_refused_with_a_sentence(
    data: bytes, error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        cut_sheet(data)


def test_a_cmyk_sheet_is_cut() -> None:
    drawn = sheet_of(key=(255, 255, 255))
    buffer = BytesIO()
    Image.fromarray(drawn.pixels).convert("CMYK").save(buffer, "TIFF")
    assert_cut(cut_sheet(buffer.getvalue()), drawn)
