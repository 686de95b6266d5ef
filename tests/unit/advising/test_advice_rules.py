"""What of a foreign adviser's words is taken."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.domain.advice import PROMPT_CHARACTERS_MOST, held, object_in, plain, share

ORIGINAL = "Kai Nakamura, silver hair, walking through the neon alley"
KEEP = ("Kai Nakamura", "silver hair")


def _held(refined: str) -> str | None:
    return held(refined, original=ORIGINAL, keep=KEEP)


def test_better_words_that_keep_what_must_stay_are_taken():
    refined = "Kai Nakamura, wind-blown silver hair, walking, neon alley at night, rain"
    assert _held(refined) == refined


@pytest.mark.parametrize(
    "refined",
    [
        "Kai Nakamura, golden hair, neon alley",
        "Kai Nakamuras, silver hair",
        "silver haired Kai Nakamura",
        "",
        "   \n ",
    ],
)
def test_a_prompt_that_lost_what_must_stay_is_not_taken(refined: str):
    assert _held(refined) is None


def test_what_must_stay_may_change_its_case_and_spacing():
    assert _held("KAI  NAKAMURA with Silver\nHair") == "KAI NAKAMURA with Silver Hair"


@pytest.mark.parametrize(
    "more",
    [
        "<lora:other:1>",
        "embedding:bad",
        "(masterpiece:1.9)",
        "{red|blue}",
        "[from:to:0.5]",
        "see https://example.org",
        "`code`",
        "a\\b",
    ],
)
def test_what_an_image_model_takes_for_more_than_words_is_not_taken(more: str):
    assert _held(f"Kai Nakamura, silver hair, {more}") is None


def test_what_the_user_wrote_that_way_may_stay():
    original = "<lora:kai:0.8> Kai Nakamura (silver hair:1.2)"
    assert held(original, original=original, keep=KEEP) == original


def test_a_prompt_of_more_than_the_limit_is_not_taken():
    base = "Kai Nakamura, silver hair, "
    assert _held(base + "x" * (PROMPT_CHARACTERS_MOST - len(base))) is not None
    assert _held(base + "x" * (PROMPT_CHARACTERS_MOST - len(base) + 1)) is None


def test_hidden_and_reversing_characters_are_taken_out():
    assert plain("a\u202eb\x00c\x1b[31md\u200b\ne", most=50) == "abc[31md e"


def test_a_long_text_is_cut_at_a_word():
    cut = plain("one two three four", most=10)
    assert cut == "one two…"


@given(st.text(max_size=300), st.integers(2, 50))
def test_plain_text_is_one_printable_line_within_the_limit(text: str, most: int):
    line = plain(text, most=most)
    assert len(line) <= most
    assert "\n" not in line
    assert "\x00" not in line


@given(st.text(max_size=200))
def test_whatever_is_held_keeps_what_must_stay(text: str):
    taken = _held(text + " Kai Nakamura silver hair " + text)
    assert taken is None or "Kai Nakamura silver hair" in taken


@pytest.mark.parametrize(
    "text",
    [
        '{"quality": 0.5}',
        'Sure! Here it is:\n```json\n{"quality": 0.5, "remarks": "ok"}\n```\nAnything else?',
        'First {"thought": {"deep": 1}} then {"quality": 0.5}',
        '{"result": {"quality": 0.5}}',
        '{ broken {"quality": 0.5}',
    ],
)
def test_an_object_is_found_wherever_it_stands(text: str):
    found = object_in(text, ("quality",))
    assert found is not None
    assert found["quality"] == 0.5


@pytest.mark.parametrize("text", ["", "{", "{}" * 1000, "[" * 5000, '{"a":' * 5000, "no object"])
def test_text_without_an_object_has_none(text: str):
    assert object_in(text, ("quality",)) is None


@pytest.mark.parametrize(
    ("value", "figure"),
    [
        (0, 0.0),
        (1, 1.0),
        ("0.7", 0.7),
        (7, None),
        (-0.1, None),
        (math.nan, None),
        ("high", None),
        (True, None),
        (None, None),
        (10**400, None),
        ([0.5], None),
    ],
)
def test_only_a_share_is_a_figure(value: object, figure: float | None):
    assert share(value) == figure
