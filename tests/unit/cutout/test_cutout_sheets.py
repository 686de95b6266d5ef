"""Sheets of a user's own picture: whole figures, in its colours, on one ground."""

from __future__ import annotations

import asyncio
import io
from dataclasses import replace

import cv2
import numpy as np
import pytest
from PIL import Image

from tools.backends.cutout.renderer import CutoutRenderer
from tools.backends.cutout.viewing import motion_of
from tools.domain.animation.script import AnimationFrame
from tools.imaging.decoding import decode
from tools.imaging.sheets.packing import sheet_shape
from tools.ports.animating import Sheet, SheetRequest
from tools.ports.rendering import BackendRejectedError

KEY = (0, 255, 0)


def request(picture: bytes, frames: tuple[AnimationFrame, ...]) -> SheetRequest:
    return SheetRequest(
        frames=frames, perspective="side", facing=90.0, cell_px=128, style="pixel",
        key_color="#00ff00", picture=picture,
    )  # fmt: skip


def drawn(request: SheetRequest) -> Sheet:
    return asyncio.run(CutoutRenderer().render_sheet(request))


def cells(sheet: Sheet, count: int) -> list[np.ndarray]:
    drawn_on = Image.open(io.BytesIO(sheet.png)).convert("RGBA")
    ground = Image.new("RGBA", drawn_on.size, (*KEY, 255))
    pixels = np.asarray(Image.alpha_composite(ground, drawn_on).convert("RGB"))
    assert pixels.shape == (sheet.rows * sheet.cell_px, sheet.columns * sheet.cell_px, 3)
    side = sheet.cell_px
    places = [(i // sheet.columns * side, i % sheet.columns * side) for i in range(count)]
    return [pixels[y : y + side, x : x + side] for y, x in places]


def shown(cell: np.ndarray) -> np.ndarray:
    return (cell != KEY).any(axis=2)


def pieces(mask: np.ndarray) -> int:
    return cv2.connectedComponents(mask.astype(np.uint8), connectivity=8)[0] - 1


def idle(count: int = 1) -> tuple[AnimationFrame, ...]:
    return tuple(AnimationFrame(frame_index=i, phase="Idle", duration_ms=100) for i in range(count))


@pytest.fixture(scope="module")
def sprite_strike(figures, strike):
    return cells(drawn(request(figures.sprite(), strike)), len(strike))


def test_no_seam_tears_when_a_sprite_strikes(sprite_strike):
    for cell in sprite_strike:
        assert pieces(shown(cell)) == 1


@pytest.mark.parametrize("view", ["front", "side"])
def test_no_seam_tears_when_a_painted_figure_strikes(figures, strike, view):
    wanted = replace(request(figures.painted(view), strike), style="smooth")
    for cell in cells(drawn(wanted), len(strike)):
        solid = np.abs(cell.astype(int) - KEY).sum(axis=2) > 200
        assert pieces(solid) == 1


def test_a_smooth_sheet_has_the_figures_own_alpha(figures, strike):
    wanted = replace(request(figures.painted("front"), strike), style="smooth")
    alpha = np.asarray(Image.open(io.BytesIO(drawn(wanted).png)).convert("RGBA"))[:, :, 3]
    assert alpha[0, 0] == 0
    assert ((alpha > 0) & (alpha < 255)).any()


def test_a_sprite_keeps_its_own_colours(figures, sprite_strike):
    source = {tuple(c[:3]) for c in decode(figures.sprite()).reshape(-1, 4) if c[3]}
    for cell in sprite_strike:
        assert {tuple(c) for c in cell.reshape(-1, 3)} <= source | {KEY}


def test_a_sprite_keeps_its_own_pixels(sprite_strike):
    for cell in sprite_strike:
        assert (cell.reshape(64, 2, 64, 2, 3) == cell[::2, ::2].reshape(64, 1, 64, 1, 3)).all()


def test_a_figure_at_rest_has_the_pictures_face_and_size(figures):
    cell = cells(drawn(request(figures.sprite(), idle())), 1)[0][::2, ::2]
    source = decode(figures.sprite())[::4, ::4]
    face = np.ascontiguousarray(source[9:21, 11:22, :3])
    assert cv2.matchTemplate(cell, face, cv2.TM_SQDIFF).min() < 16  # rounding of its sums
    here, there = shown(cell), source[:, :, 3] > 0
    assert abs(int(here.sum()) - int(there.sum())) < 0.12 * there.sum()


def test_all_frames_stand_on_one_ground(sprite_strike):
    grounds = {int(np.flatnonzero(shown(cell).any(axis=1))[-1]) for cell in sprite_strike}
    assert max(grounds) - min(grounds) <= 2


def test_a_lifted_figure_leaves_the_ground(figures):
    frames = (*idle(), AnimationFrame(frame_index=1, phase="Idle", duration_ms=90, lift=0.5))
    first, second = (shown(c) for c in cells(drawn(request(figures.sprite(), frames)), 2))
    assert np.flatnonzero(first.any(axis=1))[-1] > np.flatnonzero(second.any(axis=1))[-1] + 8


def test_a_raised_arm_leaves_the_body_behind_it_whole(figures, strike):
    cell = cells(drawn(request(figures.sprite(), strike)), len(strike))[2]
    mask = shown(cell)
    _, labels = cv2.connectedComponents((~mask).astype(np.uint8), connectivity=4)
    rim = {int(v) for side in (labels[0], labels[-1], labels[:, 0], labels[:, -1]) for v in side}
    enclosed = ~mask & ~np.isin(labels, list(rim))
    assert enclosed.sum() <= 0.01 * mask.sum()


def test_the_result_looks_the_way_that_is_asked_for(figures, strike):
    right = cells(drawn(request(figures.sprite(), strike)), len(strike))
    left = cells(drawn(replace(request(figures.sprite(), strike), facing=270.0)), len(strike))
    for one, other in zip(right, left, strict=True):
        assert (one[:, ::-1] == other).all()


def test_a_left_looking_picture_strikes_to_the_right_when_asked(figures, strike):
    wanted = request(figures.sprite(left=True), strike)
    sheet = drawn(wanted)
    assert sheet.parameters["mirrored"] is True
    assert sheet.undrawn == ()


def test_a_picture_from_the_front_says_that_it_cannot_turn(figures):
    sheet = drawn(request(figures.painted("front"), idle()))
    assert any("from the front" in words for words in sheet.undrawn)
    assert CutoutRenderer().sheet_abilities.turns is False


def test_corrected_joints_move_the_bend(figures, strike):
    wanted = request(figures.sprite(), strike)
    higher = replace(wanted, joints={"elbow_r": (52.0, 112.0)})
    assert drawn(higher).png != drawn(wanted).png


def test_an_unknown_joint_is_named(figures):
    wanted = replace(request(figures.sprite(), idle()), joints={"tail": (1.0, 1.0)})
    with pytest.raises(BackendRejectedError, match="tail"):
        drawn(wanted)


def test_the_same_request_gives_the_same_bytes(figures, strike):
    wanted = request(figures.sprite(), strike)
    assert drawn(wanted).png == drawn(wanted).png


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"no picture at all", "not a picture"),
        (b"\x89PNG\r\n\x1a\n", "damaged"),
        (None, "none was given"),
    ],
)
def test_what_is_no_picture_is_refused_in_words(data, words):
    with pytest.raises(BackendRejectedError, match=words):
        drawn(replace(request(b"", idle()), picture=data))


def test_a_blank_picture_cannot_be_moved():
    buffer = io.BytesIO()
    Image.new("RGB", (64, 64), "white").save(buffer, "PNG")
    with pytest.raises(BackendRejectedError, match="blank"):
        drawn(request(buffer.getvalue(), idle()))


@pytest.mark.parametrize("mode", ["CMYK", "L"])
def test_other_colour_spaces_are_moved_too(figures, mode):
    buffer = io.BytesIO()
    picture = Image.open(io.BytesIO(figures.painted("front"))).convert("RGB").convert(mode)
    picture.save(buffer, "JPEG", quality=92)
    (cell,) = cells(drawn(request(buffer.getvalue(), idle())), 1)
    assert shown(cell).sum() > 400


@pytest.mark.parametrize("cell", [32, 1024])
def test_cells_have_bounds(figures, cell):
    with pytest.raises(BackendRejectedError, match="64 to 512"):
        drawn(replace(request(figures.sprite(), idle()), cell_px=cell))


@pytest.mark.parametrize(
    ("count", "shape"), [(1, (1, 1)), (4, (2, 2)), (6, (3, 2)), (8, (4, 2)), (9, (3, 3)),
                         (12, (4, 3)), (16, (4, 4))],
)  # fmt: skip
def test_counts_that_make_a_full_grid_do(count, shape):
    assert sheet_shape(count) == shape


def test_a_profile_moves_in_profile_and_a_front_leans_that_way():
    assert motion_of("side", 90.0, "side", 90.0).yaw == 90.0
    front = motion_of("front", 0.0, "side", 90.0)
    assert 0 < front.yaw < 60
    assert motion_of("front", 0.0, "front", 0.0).undrawn == ()
    assert motion_of("side", 90.0, "side", 270.0).flipped
    assert len(motion_of("side", 90.0, "top_down", 0.0).undrawn) == 2
