"""One canvas, pivots, steadiness; palettes, loops, packing and PNG."""

from __future__ import annotations

from io import BytesIO

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from tools.imaging.sheets.canvas import Figure, on_canvas
from tools.imaging.sheets.looping import check_loop, loop_gap
from tools.imaging.sheets.packing import packed
from tools.imaging.sheets.palette_lock import locked
from tools.imaging.sheets.png import fast_png
from tools.imaging.sheets.process import on_one_canvas, post_process
from tools.imaging.sheets.reading import BlankSheetError, read_sheet
from tools.imaging.sheets.steadying import steadied


def block(height: int = 40, width: int = 16, color: tuple[int, int, int] = (200, 40, 40)):
    pixels = np.zeros((height, width, 4), dtype=np.uint8)
    pixels[:] = (*color, 255)
    return pixels


def placed(*offsets: tuple[int, int]) -> list[Figure]:
    return [Figure(pixels=block(), source=(0, 0, 16, 40), offset=o) for o in offsets]


def test_feet_carry_the_pivot_on_the_ground_and_mass_in_the_air() -> None:
    frames = on_canvas(placed((24, 20), (24, 8)), size=(64, 64), airborne=[False, True])
    assert frames[0].pivot == (32.0, 60.0)
    assert frames[1].pivot == (32.0, 28.0)


def test_without_flags_a_jump_is_guessed() -> None:
    frames = on_canvas(placed((24, 20), (24, 20), (24, 6), (24, 20)), size=(64, 64))
    assert [frame.airborne for frame in frames] == [False, False, True, False]
    assert frames[2].trim[3] == 46


def test_jitter_goes_and_travel_stays() -> None:
    jittered = on_canvas(placed((24, 20), (25, 21), (23, 20), (24, 19)), size=(64, 64))
    assert {frame.trim for frame in jittered} == {(24, 20, 40, 60)}
    walking = [(4 + 6 * i, 20) for i in range(5)]
    assert [f.trim[:2] for f in on_canvas(placed(*walking), size=(64, 64))] == walking


@given(
    axes=st.lists(st.floats(0, 200), min_size=1, max_size=16),
    height=st.floats(10, 400),
)
def test_no_frame_moves_further_than_jitter_does(axes: list[float], height: float) -> None:
    limit = max(1.0, 0.05 * height)
    moves = steadied(axes, axes, [False] * len(axes), height)
    assert all(abs(x) <= limit + 0.5 and abs(y) <= limit + 0.5 for x, y in moves)


def test_a_palette_lock_leaves_only_its_colours_and_the_alpha() -> None:
    noise = np.random.default_rng(1).integers(0, 256, (20, 20, 4), dtype=np.uint8)
    noise[noise[:, :, 3] == 0] = 0
    (held,) = locked([noise], ["#ff0000", "#00ff00", "#101020"])
    seen = held[held[:, :, 3] > 0][:, :3]
    allowed = {(255, 0, 0), (0, 255, 0), (16, 16, 32)}
    assert {tuple(int(v) for v in color) for color in seen} <= allowed
    assert (held[:, :, 3] == noise[:, :, 3]).all()
    with pytest.raises(ValueError, match="no colour"):
        locked([noise], ["#12"])


def test_a_loop_closes_where_the_last_step_is_like_the_others() -> None:
    places = [10, 14, 18, 18, 14]
    frames = [f.pixels for f in on_canvas(placed(*[(x, 4) for x in places]), size=(64, 64),
                                          steady=False)]  # fmt: skip
    assert loop_gap(frames) <= 1.0 and check_loop(frames).closes
    broken = [f.pixels for f in on_canvas(placed(*[(4 + 8 * i, 4) for i in range(5)]),
                                          size=(64, 64), steady=False)]  # fmt: skip
    assert loop_gap(broken) > 1.4 and not check_loop(broken).closes
    assert loop_gap(frames[:1]) == 0.0 and loop_gap([frames[0]] * 4) == 0.0


@given(st.integers(1, 9), st.integers(1, 9), st.integers(0, 2**31))
def test_fast_png_is_read_back_the_same_by_pillow(height: int, width: int, seed: int) -> None:
    picture = np.random.default_rng(seed).integers(0, 256, (height, width, 4), dtype=np.uint8)
    with Image.open(BytesIO(fast_png(picture))) as image:
        image.verify()
    with Image.open(BytesIO(fast_png(picture))) as image:
        assert image.mode == "RGBA" and (np.asarray(image) == picture).all()


def test_fast_png_is_read_back_the_same_by_our_reader_and_refuses_nothing_at_all() -> None:
    picture = np.random.default_rng(2).integers(0, 256, (33, 47, 4), dtype=np.uint8)
    assert (read_sheet(fast_png(picture)) == picture).all()
    with pytest.raises(ValueError, match="height x width x 4"):
        fast_png(np.zeros((0, 4, 4), dtype=np.uint8))


def test_frames_pack_into_rows_with_empty_cells_left_over() -> None:
    sheet = packed([block()] * 5, 3)
    assert sheet.shape == (80, 48, 4)
    assert sheet[40:, :32].all() and not sheet[40:, 32:].any()
    with pytest.raises(ValueError, match="one size"):
        packed([block(), block(20)], 2)


def rendered(rows: int, columns: int, present: set[int]) -> np.ndarray:
    sheet = np.zeros((rows * 64, columns * 64, 4), dtype=np.uint8)
    sheet[:] = (255, 0, 255, 255)
    for index in present:
        top, left = index // columns * 64 + 16, index % columns * 64 + 24
        sheet[top : top + 40, left : left + 16] = (40, 90, 60, 255)
    return sheet


def test_a_known_grid_gives_exactly_its_frames_in_place() -> None:
    cut = post_process(rendered(2, 4, set(range(8))), rows=2, columns=4, frame_count=8)
    assert [frame.trim for frame in cut.frames] == [(24, 16, 40, 56)] * 8
    assert cut.canvas == (64, 64) and cut.background == "#ff00ff"


def test_an_empty_cell_is_an_empty_frame_with_a_warning() -> None:
    cut = post_process(
        rendered(2, 4, {0, 1, 2, 4, 5, 6, 7}), rows=2, columns=4, frame_count=8,
        airborne=[False] * 8,
    )  # fmt: skip
    assert len(cut.frames) == 8 and not cut.frames[3].pixels.any()
    assert cut.frames[7].source == (216, 80, 232, 120)
    assert any("empty" in words for words in cut.warnings)
    with pytest.raises(BlankSheetError):
        post_process(rendered(1, 2, set()), rows=1, columns=2, frame_count=2)
    with pytest.raises(ValueError, match="do not fit"):
        post_process(rendered(1, 2, {0}), rows=1, columns=2, frame_count=3)


def test_two_characters_share_one_canvas_and_one_ground() -> None:
    small = post_process(rendered(1, 2, {0, 1}), rows=1, columns=2, frame_count=2)
    tall = np.zeros((96, 160, 4), dtype=np.uint8)
    tall[:] = (255, 0, 255, 255)
    tall[10:80, 30:50] = tall[10:80, 110:130] = (30, 30, 90, 255)
    other = post_process(tall, rows=1, columns=2, frame_count=2)
    first, second = on_one_canvas([small, other])
    assert first.canvas == second.canvas == (80, 96)
    assert {f.pivot[1] for f in (*first.frames, *second.frames)} == {80.0}
    assert first.frames[0].pixels.shape == second.frames[0].pixels.shape == (96, 80, 4)
    assert np.count_nonzero(first.frames[0].trimmed) == np.count_nonzero(small.frames[0].trimmed)
