"""A story beside the arcs of its characters, and what words make of one of them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.analysis.made_up import KAI, character, entry, scene
from tools.domain.analysis.story.alignment import ArcAlignment, aligned
from tools.domain.analysis.story.arc_findings import arc_findings
from tools.domain.analysis.story.deeds import said_of
from tools.domain.analysis.story.evolution import Proposal, narrated, proposed
from tools.domain.analysis.story.steps import steps_of
from tools.domain.analysis.story.words import stem

ARC = {
    "from": "a blade for hire",
    "to": "a man who chooses whom he protects",
    "beats": ["refuses a paid kill", "puts the katana down"],
}
NAME = "Kai Nakamura"


def arc_of(*scenes: Any, **arc: Any) -> ArcAlignment:
    (found,) = aligned([entry(evolution_arc=arc or ARC)], scenes)
    return found


def statuses(found: ArcAlignment) -> list[str]:
    return [step.status for step in found.steps]


def test_an_arc_is_read_from_its_start_over_its_beats_to_its_end() -> None:
    assert [step.path for step in steps_of(ARC)] == ["from", "beats[0]", "beats[1]", "to"]
    numbered = {"stage_2": "second", "stage_1": "first", "stages": [{"what": "third"}, "  "]}
    assert [step.text for step in steps_of(numbered)] == ["third", "first", "second"]


@pytest.mark.parametrize(
    ("one", "other"),
    [("refuses", "refused"), ("lends", "lent"), ("chooses", "choosing"), ("puts", "lays")],
)
def test_forms_of_a_word_are_one(one: str, other: str) -> None:
    assert stem(one) == stem(other)


def test_each_step_is_shown_where_the_words_are() -> None:
    found = arc_of(
        scene(1, "Kai, a blade for hire, waits.", NAME),
        scene(2, "He refused the paid kill.", NAME),
        scene(3, "Kai lays down his katana.", NAME),
        scene(4, "He is a man who has chosen whom he will protect.", NAME),
    )
    assert statuses(found) == ["shown"] * 4
    assert [step.scene_number for step in found.steps] == [1, 2, 3, 4]
    assert all(step.share is not None and step.share >= 0.5 for step in found.steps)


def test_a_step_before_its_time_is_out_of_order_and_one_that_is_not_told_is_missing() -> None:
    found = arc_of(
        scene(1, "He puts the katana down.", NAME),
        scene(2, "Kai, a blade for hire, waits.", NAME),
        scene(3, "He refuses a paid kill.", NAME),
    )
    assert statuses(found) == ["shown", "shown", "out_of_order", "missing"]


@pytest.mark.parametrize(
    ("told", "against"),
    [
        ("Kai accepts the paid kill.", "“accepts” against “refuses”"),
        ("Kai never refuses a paid kill.", "the scene denies it"),
    ],
)
def test_a_scene_that_says_the_opposite_contradicts_the_step(told: str, against: str) -> None:
    found = arc_of(scene(1, told, NAME), beats=["refuses a paid kill"])
    assert statuses(found) == ["contradicted"]
    assert found.steps[0].against == against


def test_a_step_told_without_the_character_says_in_which_scene() -> None:
    found = arc_of(
        scene(1, "Rain.", NAME), scene(2, "Somebody refuses the paid kill.", "Mara Voss"),
        beats=["refuses a paid kill"],
    )  # fmt: skip
    assert statuses(found) == ["elsewhere"]
    assert found.steps[0].scene_number == 2


def test_words_that_many_scenes_have_weigh_less() -> None:
    common = [scene(n, "The katana again.", NAME) for n in range(2, 9)]
    found = arc_of(scene(1, "The katana.", NAME), *common, beats=["sells the katana"])
    assert statuses(found) == ["missing"]


def test_findings_give_the_coverage_and_what_to_write() -> None:
    arc = arc_of(scene(1, "He refuses a paid kill.", NAME))
    found = list(arc_findings([arc], "main", {NAME: 1}))
    coverage = next(one for one in found if one.code == "ARC_PARTLY_SHOWN")
    assert coverage.figures["arc_coverage"].value == 0.25
    missing = next(one for one in found if one.code == "ARC_STEP_MISSING")
    assert missing.action is not None
    assert missing.action.args == {"description": "a blade for hire", "characters": [NAME]}
    more = arc_of(
        scene(1, "Kai, a blade for hire.", NAME), scene(2, "He refuses a paid kill.", NAME)
    )
    again = list(arc_findings([more], "main", {NAME: 1}))
    assert again[0].figures["arc_coverage"].value == 0.5


def test_an_arc_of_somebody_in_no_scene_has_not_begun() -> None:
    found = list(arc_findings([arc_of()], "main", {}))
    assert [one.code for one in found] == ["ARC_NOT_BEGUN"]


OTHERS = {"Mara Voss": "female", "Genzo Arakida": "male"}


@pytest.mark.parametrize(
    ("text", "edits"),
    [
        ("Kai dyes his hair silver.", ["silver hair"]),
        ("Kai cuts his hair short and wears a red coat.", ["hair short", "red coat"]),
        ("He no longer wears gloves.", ["remove the gloves"]),
        ("Kai waits. Mara wears a green coat. She dyes her hair blue.", []),
        ("Mara laughs. Kai wears a blue coat.", ["blue coat"]),
        ("He walks along the red bridge under a blue sky.", []),
    ],
)
def test_a_clause_speaks_of_whom_it_names(text: str, edits: list[str]) -> None:
    assert [said.edit for said in said_of(NAME, "male", text, OTHERS)] == edits


def proposal(text: str) -> Proposal:
    someone = character(description="A bodyguard.")
    return proposed(someone, ARC, [narrated(text, someone)], OTHERS)


def test_a_narrative_becomes_a_patch_with_a_reason_for_each_field() -> None:
    found = proposal("Kai dyes his hair silver. Later he puts the katana down.")
    assert found.patch["appearance"] == {"hair": "short silver hair"}
    assert found.patch["description"] == "A bodyguard. Puts the katana down."
    assert {reason.path for reason in found.reasons} == {"/appearance/hair", "/description"}
    assert found.reached is not None
    assert (found.reached.place, found.reached.of) == (3, 4)
    assert found.new_design


def test_a_narrative_that_says_nothing_of_looks_changes_nothing() -> None:
    found = proposal("Kai waits for the train.")
    assert (found.patch, found.changes, found.reasons) == ({}, [], [])
    assert not found.new_design


def test_later_scenes_override_earlier_ones_and_are_named() -> None:
    someone = character()
    scenes = [scene(1, "Kai dyes his hair red."), scene(2, "Kai dyes his hair white.")]
    found = proposed(someone, {}, scenes, OTHERS)
    assert found.patch == {"appearance": {"hair": KAI["hair"].replace("black", "white")}}
    assert [reason.scene_number for reason in found.reasons] == [1, 2]
