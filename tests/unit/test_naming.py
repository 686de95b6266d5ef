"""Names as people say them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.domain.naming import fold, resolve

CAST = ["Kai Nakamura", "Mara Voss", "Zoë O’Hara", "Aoi 葵", "Ярослав", "Al"]


@pytest.mark.parametrize(
    ("spoken", "meant"),
    [
        ("kai nakamura", "Kai Nakamura"),
        ("Kai", "Kai Nakamura"),
        ("nakamura", "Kai Nakamura"),
        ("zoe ohara", "Zoë O’Hara"),
        ("ЯРОСЛАВ", "Ярослав"),
        ("葵", "Aoi 葵"),
        ("Nakamra", "Kai Nakamura"),
        ("Mraa", "Mara Voss"),
    ],
)
def test_a_name_is_found_by_what_people_type(spoken: str, meant: str) -> None:
    assert resolve(spoken, CAST).name == meant


def test_a_destroying_tool_takes_no_misspelt_name() -> None:
    assert resolve("Nakamra", CAST, lenient=False).name is None


def test_two_that_fit_are_listed_and_none_is_chosen() -> None:
    found = resolve("Kai", ["Kai Nakamura", "Kai Tanaka", "Mara"])
    assert found.name is None
    assert found.ambiguous
    assert found.candidates == ("Kai Nakamura", "Kai Tanaka")


def test_two_that_are_one_edit_away_are_ambiguous() -> None:
    assert resolve("Nera", ["Mera", "Vera"]).ambiguous


def test_an_equal_name_wins_over_a_longer_one() -> None:
    assert resolve("Kai", ["Kai", "Kai Nakamura"]).name == "Kai"


def test_an_unknown_name_gets_the_nearest_first() -> None:
    found = resolve("Markus Voss", CAST)
    assert found.name is None
    assert found.candidates[0] == "Mara Voss"


def test_two_letters_are_never_one_edit_away_from_anything() -> None:
    assert resolve("Bl", CAST).name is None


def test_dakuten_are_no_accents() -> None:
    assert fold("がく") != fold("かく")


@given(st.text(max_size=30))
def test_folding_twice_changes_nothing(name: str) -> None:
    assert fold(fold(name)) == fold(name)


@given(st.lists(st.text(min_size=1, max_size=12), max_size=8), st.text(max_size=12))
def test_whatever_is_said_the_answer_is_one_of_the_names_or_none(
    names: list[str], spoken: str
) -> None:
    found = resolve(spoken, names)
    assert found.name is None or found.name in names
    assert set(found.candidates) <= set(names)
