"""Heads of sprites: every style and hat from every side, eyes in their own colours."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

import numpy as np
import pytest
from numpy.typing import NDArray

from tools.backends.sketch.sprite.head import BEHIND_BODY, head_shapes
from tools.backends.sketch.sprite.head.headwear import WORN_ON_HEAD
from tools.backends.sketch.sprite.palette import palette_of
from tools.backends.sketch.sprite.pixels import Buffer, colored, counted, painted
from tools.backends.sketch.sprite.shapes import Shape
from tools.domain.faces import Expression
from tools.domain.look import Eyes, FaceDetail, Garment, GarmentKind, Hair, HairStyle, Look

FACINGS = (0.0, 45.0, 90.0, 135.0, 180.0, -135.0, -90.0, -45.0)
CELL = 64
ALIKE_LEFT_AND_RIGHT: tuple[HairStyle, ...] = (
    "bob", "long_straight", "twin_tails", "bun", "hime", "bald", "afro",
)  # fmt: skip


def heads(
    look: Look,
    yaw: float,
    *,
    pitch: float = 0.0,
    roll: float = 0.0,
    size: float = 21.0,
    middle: tuple[float, float] = (32.0, 30.0),
    expression: Expression = "neutral",
    sway: tuple[float, float] = (0.0, 0.0),
    blink: float = 0.0,
) -> list[Shape]:
    return head_shapes(
        look, yaw=yaw, pitch=pitch, roll=roll, size_px=size, center=middle,
        expression=expression, sway=sway, blink=blink,
    )  # fmt: skip


def shown(look: Look, yaw: float, **view: object) -> Buffer:
    return painted(heads(look, yaw, **view), CELL)  # pyright: ignore[reportArgumentType]


def pixels_of(buffer: Buffer, ramp: str) -> NDArray[np.bool_]:
    if ramp not in buffer.ramps:
        return np.zeros(buffer.ramp.shape, dtype=np.bool_)
    return buffer.ramp == buffer.ramps.index(ramp)


def dressed(kind: GarmentKind, hair: HairStyle = "short") -> Look:
    return Look(hair=Hair(style=hair), garments=(Garment(kind=kind, color="#3a6ea8"),))


def same(one: Sequence[Shape], two: Sequence[Shape]) -> bool:
    return len(one) == len(two) and all(
        a.ramp == b.ramp and a.order == b.order and np.array_equal(a.outline, b.outline)
        for a, b in zip(one, two, strict=True)
    )


@pytest.mark.parametrize("style", get_args(HairStyle))
def test_every_hair_style_shows_from_every_side(style: HairStyle) -> None:
    look = Look(hair=Hair(style=style, color="#c04040"))
    for yaw in FACINGS:
        hair = int(pixels_of(shown(look, yaw), "hair").sum())
        if style == "bald":
            assert hair == 0
        else:
            assert hair > 40, yaw


def test_every_hair_style_has_a_silhouette_of_its_own() -> None:
    looks = [Look(hair=Hair(style=style)) for style in get_args(HairStyle)]
    seen = {
        b"".join((pixels_of(shown(look, yaw), "hair")).tobytes() for yaw in (0.0, 90.0))
        for look in looks
    }
    assert len(seen) == len(looks)


@pytest.mark.parametrize("kind", sorted(WORN_ON_HEAD))
def test_everything_worn_on_the_head_shows(kind: GarmentKind) -> None:
    front = (0.0, 45.0, -45.0)
    faced = kind in ("glasses", "mask")
    for yaw in front if faced else FACINGS:
        buffer = shown(dressed(kind), yaw)
        assert pixels_of(buffer, kind).sum() > 1 or (kind == "earrings" and abs(yaw) > 90), yaw


def test_garments_of_the_body_are_not_drawn_here() -> None:
    plain = Look(garments=())
    clothed = Look(garments=(Garment(kind="jacket", color="#333333"),))
    assert same(heads(plain, 20.0), heads(clothed, 20.0))


@pytest.mark.parametrize("size", [18.0, 21.0, 26.0, 42.0])
def test_both_eyes_show_their_own_colour_from_the_front(size: float) -> None:
    look = Look(eyes=Eyes(left="#2060e0", right="#20a040"))
    buffer = shown(look, 0.0, size=size)
    left, right = pixels_of(buffer, "eye_left"), pixels_of(buffer, "eye_right")
    assert left.sum() >= 4
    assert left.sum() == right.sum()
    assert np.nonzero(left)[1].min() > 31 > np.nonzero(right)[1].max()


@pytest.mark.parametrize("style", get_args(HairStyle))
def test_the_fringe_never_hides_the_eyes(style: HairStyle) -> None:
    look = Look(hair=Hair(style=style))
    for size in (20.0, 42.0):
        for yaw in (0.0, 45.0, -45.0, 90.0, -90.0):
            buffer = shown(look, yaw, size=size)
            near = "eye_right" if yaw >= 0 else "eye_left"
            assert pixels_of(buffer, near).sum() >= 3, (size, yaw)


@pytest.mark.parametrize("kind", sorted(WORN_ON_HEAD - {"eyepatch"}))
def test_nothing_worn_hides_both_eyes(kind: GarmentKind) -> None:
    for yaw, pitch in ((0.0, 0.0), (0.0, 50.0), (45.0, 0.0), (90.0, 0.0), (-45.0, 30.0)):
        buffer = shown(dressed(kind), yaw, pitch=pitch)
        near = "eye_right" if yaw >= 0 else "eye_left"
        assert pixels_of(buffer, near).sum() >= 2, (yaw, pitch)


def test_a_profile_shows_the_eye_on_its_own_side_only() -> None:
    look = Look(eyes=Eyes(left="#2060e0", right="#20a040"))
    to_the_right, to_the_left = shown(look, 90.0), shown(look, -90.0)
    assert pixels_of(to_the_right, "eye_right").any()
    assert not pixels_of(to_the_right, "eye_left").any()
    assert pixels_of(to_the_left, "eye_left").any()
    assert not pixels_of(to_the_left, "eye_right").any()


@pytest.mark.parametrize("yaw", [135.0, 180.0, -135.0])
def test_from_behind_there_is_no_face(yaw: float) -> None:
    ramps = {shape.ramp for shape in heads(Look(), yaw, expression="surprised")}
    assert not ramps & {"eye_left", "eye_right", "white", "mouth", "blush"}


def test_a_face_from_the_front_is_symmetrical_wherever_it_stands() -> None:
    look = Look(hair=Hair(style="bald"), presentation="feminine")
    for x in (32.0, 32.3, 32.5, 31.8):
        shapes = heads(look, 0.0, middle=(x, 30.2))
        axis = np.floor(x + 0.5)
        buffer = painted(shapes, CELL)
        for ramp in ("eye_left", "mouth"):
            columns = np.nonzero(pixels_of(buffer, ramp))[1] + 0.5
            other = "eye_right" if ramp == "eye_left" else ramp
            mirrored = np.nonzero(pixels_of(buffer, other))[1] + 0.5
            assert sorted(2 * axis - columns) == sorted(mirrored)


@pytest.mark.parametrize("style", ALIKE_LEFT_AND_RIGHT)
@pytest.mark.parametrize("yaw", [0.0, 45.0, 90.0, 160.0])
def test_turned_the_other_way_the_outline_is_mirrored(style: HairStyle, yaw: float) -> None:
    look = Look(hair=Hair(style=style))
    one = pixels_of(shown(look, yaw), "hair") | pixels_of(shown(look, yaw), "skin")
    two = pixels_of(shown(look, -yaw), "hair") | pixels_of(shown(look, -yaw), "skin")
    differing = int((one != two[:, ::-1]).sum())
    assert differing <= 0.04 * one.sum()


def test_the_same_head_is_the_same_shapes() -> None:
    look = dressed("witch_hat", "curly")
    assert same(heads(look, 33.0, sway=(0.1, 0.0)), heads(look, 33.0, sway=(0.1, 0.0)))


def test_another_eye_colour_changes_nothing_but_that_eye() -> None:
    brown, blue = (Look(eyes=Eyes(left=color, right="#5a3d28")) for color in ("#5a3d28", "#2060e0"))
    one, two = shown(brown, 0.0), shown(blue, 0.0)
    assert np.array_equal(one.ramp, two.ramp)
    assert np.array_equal(one.tone, two.tone)
    drawn = [colored(buffer, palette_of(look, counted(buffer), 64))
             for look, buffer in ((brown, one), (blue, two))]  # fmt: skip
    changed = (drawn[0] != drawn[1]).any(axis=2)
    assert changed.any()
    assert not (changed & ~pixels_of(one, "eye_left")).any()


def test_expressions_look_different_at_sixty_four_pixels() -> None:
    look = Look()
    seen = {
        shown(look, 0.0, expression=expression).tone.tobytes()
        + shown(look, 0.0, expression=expression).ramp.tobytes()
        for expression in get_args(Expression)
    }
    assert len(seen) == len(get_args(Expression))


@pytest.mark.parametrize("size", [20.0, 80.0])
def test_shut_eyes_show_no_colour(size: float) -> None:
    ramps = {shape.ramp for shape in heads(Look(), 0.0, size=size, blink=1.0)}
    assert not ramps & {"eye_left", "eye_right", "white"}


@pytest.mark.parametrize("detail", get_args(FaceDetail))
def test_every_mark_of_a_face_shows_at_sixty_four_pixels(detail: FaceDetail) -> None:
    plain, marked = shown(Look(), 0.0), shown(Look(face=(detail,)), 0.0)
    names = [np.array(buffer.ramps, dtype=object)[buffer.ramp] for buffer in (plain, marked)]
    assert (names[0] != names[1]).any() or (plain.tone != marked.tone).any()


def test_an_eyepatch_hides_the_left_eye_unless_that_one_is_of_metal() -> None:
    patch = (Garment(kind="eyepatch", color="#202020"),)
    flesh = shown(Look(garments=patch), 0.0)
    metal = shown(Look(garments=patch, eyes=Eyes(cybernetic_left=True)), 0.0)
    assert pixels_of(flesh, "eye_left").sum() < 2 < pixels_of(flesh, "eye_right").sum()
    assert pixels_of(metal, "eye_right").sum() < 2 < pixels_of(metal, "eye_left").sum()


def test_streaks_and_tips_have_their_own_colours() -> None:
    hair = Hair(style="long_straight", streak="#40c0e0", tips="#e040a0")
    for yaw in FACINGS:
        ramps = set(counted(shown(Look(hair=hair), yaw, middle=(32.0, 20.0))))
        assert {"hair_streak", "hair_tips"} <= {ramp for ramp, _ in ramps}, yaw
    plain = {shape.ramp for shape in heads(Look(hair=Hair(style="long_straight")), 0.0)}
    assert not plain & {"hair_streak", "hair_tips"}


def test_long_hair_lies_behind_the_body_from_the_front_and_before_it_from_behind() -> None:
    look = Look(hair=Hair(style="long_straight"))
    assert any(shape.order <= BEHIND_BODY for shape in heads(look, 0.0))
    assert all(shape.order > BEHIND_BODY for shape in heads(look, 180.0))


def test_long_hair_trails_where_short_hair_stays() -> None:
    def moved(style: HairStyle) -> float:
        look = Look(hair=Hair(style=style))
        still, swung = heads(look, 90.0), heads(look, 90.0, sway=(-0.3, 0.0))
        return max(
            float(np.abs(a.outline - b.outline).max())
            for a, b in zip(still, swung, strict=True)
            if a.outline.shape == b.outline.shape
        )

    assert moved("long_straight") > 4.0
    assert moved("ponytail") > 4.0
    assert moved("bald") == 0.0


def test_a_hat_presses_spikes_flat() -> None:
    bare = shown(Look(hair=Hair(style="spiky")), 0.0)
    worn = shown(dressed("cap", "spiky"), 0.0)
    widths = [np.ptp(np.nonzero(buffer.part >= 0)[1]) for buffer in (bare, worn)]
    assert widths[1] < widths[0]


def test_a_fallen_head_lies_with_its_eyes_on_whole_pixels() -> None:
    buffer = shown(Look(hair=Hair(style="bald")), 0.0, roll=90.0)
    left, right = pixels_of(buffer, "eye_left"), pixels_of(buffer, "eye_right")
    assert left.sum() == right.sum() >= 4
    assert np.nonzero(left)[0].min() > np.nonzero(right)[0].max()


@pytest.mark.parametrize("size", [14.0, 21.0, 42.0, 84.0, 170.0])
def test_heads_of_every_size_and_tilt_are_finite(size: float) -> None:
    looks = (dressed("helmet", "braid"), dressed("headband", "mohawk"), dressed("hood", "afro"))
    for look in looks:
        for yaw, pitch, roll in ((0.0, 60.0, 0.0), (90.0, -40.0, 30.0), (-120.0, 30.0, 180.0)):
            shapes = heads(look, yaw, size=size, pitch=pitch, roll=roll, sway=(0.4, -0.2))
            assert all(np.isfinite(ring).all() for shape in shapes for ring in shape.rings)
            assert all(-2 <= shape.tone <= 2 for shape in shapes)
