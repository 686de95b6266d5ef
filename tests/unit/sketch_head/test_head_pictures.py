"""What someone who sees only the picture can tell: eyes, hair, expression, headwear."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from typing import get_args

import numpy as np
import pytest
from numpy.typing import NDArray

from tools.backends.sketch.head import draw_head
from tools.backends.sketch.head.headwear import WORN_ON_HEAD
from tools.domain.look import Eyes, Garment, GarmentKind, Hair, HairStyle, Look
from tools.domain.staging import Expression, View

Pixels = NDArray[np.uint8]
Draw = Callable[..., Pixels]

GOLD, BLUE = "#e0a020", "#2f7de0"
ODD_EYES = Look(eyes=Eyes(left=BLUE, right=GOLD), hair=Hair(style="short", color="#303034"))
TALL = "-160 -150 320 320"
"""A frame that long hair fits into."""
FACE = "-45 -60 90 90"
EYES = "-40 -46 80 80"
"""A frame from the brows down."""


def bluish(picture: Pixels) -> NDArray[np.bool_]:
    red, _, blue = (picture[..., channel].astype(int) for channel in range(3))
    return (blue - red > 70) & (picture[..., 3] > 200)


def golden(picture: Pixels) -> NDArray[np.bool_]:
    red, green, blue = (picture[..., channel].astype(int) for channel in range(3))
    return (red - blue > 105) & (green > 90) & (red > 150) & (picture[..., 3] > 200)


@pytest.mark.parametrize("expression", get_args(Expression))
def test_each_eye_shows_its_own_colour_on_its_own_side(
    pixels: Draw, expression: Expression
) -> None:
    picture = pixels(draw_head(ODD_EYES, expression, "front"), 160, EYES)[:80]
    left_half, right_half = picture[:, :80], picture[:, 80:]
    assert bluish(right_half).sum() > 120
    assert golden(left_half).sum() > 120
    assert bluish(left_half).sum() < 20
    assert golden(right_half).sum() < 20


@pytest.mark.parametrize("expression", get_args(Expression))
def test_both_eye_colours_can_be_seen_when_the_head_is_small(
    pixels: Draw, expression: Expression
) -> None:
    for view in ("front", "three_quarter"):
        picture = pixels(draw_head(ODD_EYES, expression, view), 312)
        assert bluish(picture).sum() > 20
        assert golden(picture).sum() > 30


def test_mirrored_is_the_flip_except_that_each_eye_keeps_its_colour(pixels: Draw) -> None:
    swapped = ODD_EYES.model_copy(update={"eyes": Eyes(left=GOLD, right=BLUE)})
    for view in get_args(View):
        mirrored = pixels(draw_head(ODD_EYES, "happy", view, mirrored=True))
        plain = pixels(draw_head(swapped, "happy", view))
        moved = np.abs(mirrored.astype(int) - plain[:, ::-1].astype(int)).max(axis=-1) > 50
        assert moved.mean() < 0.004
        left, top, right, bottom = draw_head(ODD_EYES, "happy", view, mirrored=True).extent
        assert draw_head(ODD_EYES, "happy", view).extent == (-right, top, -left, bottom)


@pytest.mark.parametrize("view", get_args(View))
def test_each_hair_style_has_a_silhouette_of_its_own(pixels: Draw, view: View) -> None:
    shapes: dict[HairStyle, NDArray[np.bool_]] = {
        style: pixels(draw_head(Look(hair=Hair(style=style)), "neutral", view), 96, TALL)[..., 3]
        > 128
        for style in get_args(HairStyle)
    }
    for one, two in combinations(shapes, 2):
        overlap = (shapes[one] & shapes[two]).sum() / (shapes[one] | shapes[two]).sum()
        assert overlap < 0.93, (one, two)


def test_the_extent_bounds_what_is_drawn(pixels: Draw) -> None:
    for style in get_args(HairStyle):
        for view in get_args(View):
            drawn = draw_head(Look(hair=Hair(style=style)), "neutral", view)
            rows, columns = np.nonzero(pixels(drawn, 80, TALL)[..., 3] > 128)
            left, top, right, bottom = drawn.extent
            assert left <= columns.min() * 4 - 156
            assert columns.max() * 4 - 160 <= right
            assert top <= rows.min() * 4 - 146
            assert rows.max() * 4 - 150 <= bottom


def test_no_two_expressions_look_alike(pixels: Draw) -> None:
    for view in ("front", "three_quarter", "side"):
        faces = [
            pixels(draw_head(ODD_EYES, expression, view), 80, FACE).astype(int)
            for expression in get_args(Expression)
        ]
        for one, two in combinations(faces, 2):
            assert (np.abs(one - two).max(axis=-1) > 60).sum() > 25


def test_streaks_and_tips_show_in_every_view(pixels: Draw) -> None:
    plain = Hair(style="long_straight", color="#16161c")
    for view in get_args(View):
        dark = pixels(draw_head(Look(hair=plain), "neutral", view), 120)
        for extra in ({"streak": "#1e90ff"}, {"tips": "#1e90ff"}):
            hair = plain.model_copy(update=extra)
            neon = pixels(draw_head(Look(hair=hair), "neutral", view), 120)
            assert bluish(neon).sum() - bluish(dark).sum() > 12, (view, extra)


def _drawn(look: Look, view: View) -> str:
    layers = draw_head(look, "neutral", view)
    return layers.behind_body + layers.behind_head + layers.head + layers.front


@pytest.mark.parametrize("kind", sorted(WORN_ON_HEAD))
def test_everything_worn_on_the_head_shows_in_its_colour(pixels: Draw, kind: GarmentKind) -> None:
    bare = Look(hair=Hair(style="short", color="#303034"), garments=())
    worn = bare.model_copy(update={"garments": (Garment(kind=kind, color="#18b838"),)})
    changed = [view for view in get_args(View) if _drawn(bare, view) != _drawn(worn, view)]
    assert len(changed) >= 3
    picture = pixels(draw_head(worn, "neutral", "front"), 128)
    red, green, blue = (picture[..., channel].astype(int) for channel in range(3))
    assert ((green - red > 50) & (green - blue > 50)).sum() > 4


@pytest.mark.parametrize("kind", ["hat", "witch_hat", "cap", "helmet", "hood"])
def test_hair_does_not_poke_through_what_covers_the_crown(pixels: Draw, kind: GarmentKind) -> None:
    hair = Hair(style="mohawk", color="#1030ff")
    look = Look(hair=hair, garments=(Garment(kind=kind, color="#c8a030"),))
    for view in get_args(View):
        above = pixels(draw_head(look, "neutral", view), 240)[:75]
        assert bluish(above).sum() < 6


def test_an_eyepatch_leaves_a_cybernetic_eye_on_show(pixels: Draw) -> None:
    look = Look(
        eyes=Eyes(left=BLUE, right=GOLD, cybernetic_left=True),
        garments=(Garment(kind="eyepatch", color="#202024"),),
        hair=Hair(style="bald"),
    )
    picture = pixels(draw_head(look, "neutral", "front"), 160, EYES)[:80]
    assert bluish(picture[:, 80:]).sum() > 120
    assert golden(picture[:, :80]).sum() < 20


def test_an_eyepatch_stays_on_its_eye_when_the_head_is_mirrored(pixels: Draw) -> None:
    patched = ODD_EYES.model_copy(update={"garments": (Garment(kind="eyepatch", color="#202024"),)})
    for mirrored in (False, True):
        picture = pixels(draw_head(patched, "neutral", "three_quarter", mirrored), 160, FACE)
        assert golden(picture).sum() > 100
        assert bluish(picture).sum() < 20
