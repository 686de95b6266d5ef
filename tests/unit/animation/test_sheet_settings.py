"""Which sheets are asked for, and on which colour they are drawn."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.domain.animation.facings import facings_of
from tools.domain.animation.key_color import key_color_for
from tools.domain.animation.kinds import Directions, Perspective

COLORS = st.integers(0, 0xFFFFFF).map(lambda value: f"#{value:06x}")


@pytest.mark.parametrize("perspective", ["side", "front", "top_down", "isometric"])
@pytest.mark.parametrize("directions", [1, 4, 8])
def test_a_responder_faces_the_instigator_in_every_direction(
    perspective: Perspective, directions: Directions
) -> None:
    own = facings_of(perspective, directions)
    other = facings_of(perspective, directions, responder=True)
    assert len(set(own)) == len(own) == directions
    assert [(facing + 180) % 360 for facing in own] == list(other)


def test_from_the_side_the_instigator_faces_right_and_in_isometric_views_along_the_tiles() -> None:
    assert facings_of("side", 1) == (90,)
    assert facings_of("isometric", 4) == (45, 135, 225, 315)
    assert facings_of("top_down", 4) == (0, 90, 180, 270)


def test_the_usual_key_is_magenta_unless_something_of_the_figure_is() -> None:
    assert key_color_for([]) == "#ff00ff"
    assert key_color_for(["#202020", "#c09070"]) == "#ff00ff"
    assert key_color_for(["#f010e0"]) == "#00ff00"


@given(st.lists(COLORS, max_size=16))
def test_the_key_is_never_a_colour_of_the_figure_while_another_is_free(palette: list[str]) -> None:
    key = key_color_for(palette)
    everything = {"#ff00ff", "#00ff00", "#00ffff", "#ffff00"}
    assert key in everything
    assert key not in palette or everything <= set(palette)
