"""Light in words: of the scene, else of the style."""

from __future__ import annotations

import pytest

from tools.domain.definition import lighting_worded
from tools.domain.reading import read_drawing
from tools.domain.staging import Light, Scene


def place(scene: str, style: str = "") -> Scene:
    return read_drawing({}, scene, style).staging.scene


@pytest.mark.parametrize(
    ("style", "light"),
    [
        ("dramatic lighting", "dramatic"), ("photorealistic, softly lit", "soft"),
        ("hard neon rim light over deep blue shadow", "backlit"), ("ink wash", "natural"),
        ("a soft painting", "natural"),
    ],
    ids=["dramatic", "soft", "rim", "none", "not-of-light"],
)  # fmt: skip
def test_a_style_says_how_the_place_is_lit(style: str, light: Light) -> None:
    assert place("on the beach", style).light == light


def test_hour_and_weather_of_a_style_count_where_the_scene_leaves_them_open() -> None:
    assert place("on the beach", "golden hour").time_of_day == "sunset"
    assert place("on the beach at noon", "golden hour").time_of_day == "day"
    assert place("in a neon alley").time_of_day == "night"
    assert place("in a neon alley", "dawn lighting").time_of_day == "dawn"
    assert place("in the forest", "misty light").weather == "fog"
    assert place("in the forest in the rain", "misty light").weather == "rain"


def test_a_style_puts_the_figure_nowhere_else() -> None:
    assert place("", "golden hour on a rooftop").setting == place("").setting


def test_the_scenes_own_light_goes_before_the_styles() -> None:
    assert place("backlit on the beach", "dramatic lighting").light == "backlit"


def test_words_for_light_that_cannot_be_drawn_are_told() -> None:
    drawing = read_drawing({}, "on the beach", "volumetric lighting, dramatic lighting")
    assert drawing.undrawn == ("volumetric",)


def test_a_bare_word_for_light_says_in_a_prompt_that_it_is_light() -> None:
    assert [lighting_worded(said) for said in ("dramatic", "moonlight", "softly lit", "")] == [
        "dramatic lighting", "moonlight", "softly lit", "",
    ]  # fmt: skip
