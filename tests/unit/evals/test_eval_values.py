"""Arguments match as the contract for evaluation files says."""

from __future__ import annotations

from functools import partial

import pytest

from evals.known import meant
from evals.values import ordinal, value_matches

CAST = ("Kai Nakamura", "Mara Voss", "Yuki Mori", "Yuki Tanabe", "Zoë Brightwater")
MEANS = [partial(meant, names=CAST, tool="get_character")]
MEANS_STRICTLY = [partial(meant, names=CAST, tool="delete_character")]


@pytest.mark.parametrize(
    ("expected", "made"),
    [
        ("silver  Bob", "Silver bob "),
        (3, 3.0),
        (0.9, "0.9"),
        (["a", "b"], ["A", "b"]),
        ({"hair": "silver bob"}, {"Hair": "Silver Bob"}),
        ({"hair": {"contains": ["silver"]}}, {"hair": "a silver bob"}),
        ({"contains": ["silver", "BOB"]}, {"hair": "silver  bob"}),
        ({"contains": ["灰"]}, {"title": "灰の浪人"}),
        ({"contains": "red"}, "dark red"),
        ({"any": ["last", None]}, None),
        ({"any": ["last", None]}, "LAST"),
        ({"any": [True]}, True),
        ({"any": ["a", "b"], "contains": ["b"]}, "b"),
        ({"absent": True}, None),
        ({"absent": False}, "given"),
    ],
)
def test_equal_values_and_holding_matchers_match(expected: object, made: object) -> None:
    assert value_matches(expected, made)


@pytest.mark.parametrize(
    ("expected", "made"),
    [
        ("silver bob", "silver"),
        (3, 4),
        (1, True),
        (True, 1),
        (0.9, "ninety"),
        (["a", "b"], ["b", "a"]),
        ({"hair": "silver"}, {"hair": "silver", "eyes": "blue"}),
        ({"contains": ["silver", "bob"]}, {"hair": "silver"}),
        ({"contains": ["x"]}, None),
        ({"any": ["a", "b"]}, "c"),
        ({"any": ["a", "b"], "contains": ["b"]}, "a"),
        ({"absent": True}, "given"),
        ("word", None),
        (None, "word"),
    ],
)
def test_other_values_do_not(expected: object, made: object) -> None:
    assert not value_matches(expected, made)


@pytest.mark.parametrize("made", ["kai nakamura", "Kai", "KAI", "nakamura", "Kay"])
def test_a_name_matches_by_what_the_tool_would_resolve_it_to(made: str) -> None:
    assert value_matches("Kai Nakamura", made, meanings=MEANS)


@pytest.mark.parametrize("made", ["Mara", "Yuki", "Ka1kai", "", "Nobody"])
def test_a_name_of_somebody_else_or_of_nobody_does_not(made: str) -> None:
    assert not value_matches("Kai Nakamura", made, meanings=MEANS)


def test_an_ambiguous_name_matches_only_itself() -> None:
    assert value_matches("Yuki", "yuki", meanings=MEANS)
    assert not value_matches("Yuki Mori", "Yuki", meanings=MEANS)


def test_accents_do_not_tell_names_apart_but_do_tell_words_apart() -> None:
    assert value_matches("Zoë Brightwater", "zoe", meanings=MEANS)
    assert not value_matches("Zoë", "Zoe")


def test_tools_that_destroy_take_no_misspelt_name() -> None:
    assert value_matches("Kai Nakamura", "kai", meanings=MEANS_STRICTLY)
    assert not value_matches("Kai Nakamura", "Kay", meanings=MEANS_STRICTLY)


def test_a_bible_entry_is_found_by_whole_words_only_for_it_may_be_a_new_one() -> None:
    means = [partial(meant, names=CAST, tool="write_bible_character")]
    assert value_matches("Kai Nakamura", "kai", meanings=means)
    assert not value_matches("Kai Nakamura", "Ka", meanings=means)
    assert not value_matches("Kai Nakamura", "Kay", meanings=means)


def test_an_unknown_name_is_expected_as_given() -> None:
    assert value_matches("Kenji", "kenji", meanings=MEANS)


def test_characters_compare_as_a_set_of_names() -> None:
    wanted = ["Kai Nakamura", "Mara Voss"]
    assert value_matches(wanted, ["mara", "Kai"], meanings=MEANS, as_set=True)
    assert not value_matches(wanted, ["mara", "Kai", "Yuki Mori"], meanings=MEANS, as_set=True)
    assert not value_matches(wanted, ["mara"], meanings=MEANS, as_set=True)


def test_one_name_equals_a_list_of_that_name() -> None:
    assert value_matches("Mara Voss", ["Mara"], meanings=MEANS)
    assert not value_matches("Mara Voss", ["Mara", "Kai"], meanings=MEANS)


def test_contains_looks_into_what_a_name_stands_for_too() -> None:
    assert value_matches({"contains": ["Nakamura"]}, ["Kai"], meanings=MEANS)


@pytest.mark.parametrize(
    ("spoken", "number"), [(4, 4), ("animation 4", 4), ("anim-4", 4), (["4", "anim-12"], [4, 12])]
)
def test_an_animation_is_its_number(spoken: object, number: object) -> None:
    assert ordinal(spoken) == number
