"""Colour words: tones move a colour the way they say."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as some

from tools.domain.reading import named_colors
from tools.domain.reading.colors import hex_of
from tools.domain.reading.data_files import load_data

NAMES = sorted(load_data("colors")["names"])
TONES = sorted(load_data("colors")["tones"])


def brightness(color: str | None) -> float:
    assert color is not None
    red, green, blue = (int(color[at : at + 2], 16) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_light_is_lighter_and_dark_is_darker():
    for name in NAMES:
        plain = brightness(hex_of((), (name,)))
        assert brightness(hex_of(("light",), (name,))) >= plain - 1, name
        assert brightness(hex_of(("dark",), (name,))) <= plain + 1, name


@given(
    some.lists(some.sampled_from(TONES), max_size=3),
    some.lists(some.sampled_from(NAMES), min_size=1, max_size=2),
    some.sampled_from(["hair", "eyes", "skin", "cloth"]),
)
@settings(max_examples=120, deadline=None)
def test_any_colour_phrase_is_a_colour(tones: list[str], names: list[str], family: str):
    color = hex_of(tuple(tones), tuple(names), family)
    assert color is not None
    assert len(color) == 7
    int(color[1:], 16)


def test_black_stays_black_however_dark():
    assert brightness(hex_of(("dark",), ("black",))) < 30


def test_electric_blue_streaks_are_vivid():
    color = hex_of(("electric",), ("neon blue",), "hair")
    assert color is not None
    assert int(color[5:7], 16) - int(color[1:3], 16) > 150


def test_a_palette_may_be_names_or_codes():
    assert named_colors(["#FF00aa", "deep teal", "nonsense"])[0] == "#ff00aa"
    assert len(named_colors(["#FF00aa", "deep teal", "nonsense"])) == 2
