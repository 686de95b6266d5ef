"""A model's suggestions beside those that the rules make."""

from __future__ import annotations

from typing import Any

import pytest

from tools.domain.animation.constraints import interaction_of
from tools.domain.animation.dna import CharacterDNA, DualCharacterDNA, ResponderSuggestion
from tools.domain.animation.dna_reading import dna_from_definition
from tools.domain.animation.suggestion_merging import SUGGESTED_MOST, merged_suggestions
from tools.domain.animation.suggestions import suggestions_for

KNIGHT = dna_from_definition({"name": "Bor", "description": "A knight with a sword"})
GHOST = dna_from_definition({"name": "Boo", "description": "A ghost with no arms"})


def ruled(responder: CharacterDNA = KNIGHT) -> tuple[ResponderSuggestion, ...]:
    pair = DualCharacterDNA(
        instigator=KNIGHT, responder=responder, interaction=interaction_of(KNIGHT, responder)
    )
    return suggestions_for("heavy_attack", pair)


def said(action: str, kind: str, *, recommended: bool = False) -> dict[str, Any]:
    return {"action": action, "kind": kind, "reason": "It is quick.", "recommended": recommended}


def test_a_sound_suggestion_leads_and_may_be_recommended() -> None:
    merged = merged_suggestions(ruled(), [said("Cape Feint", "dodge", recommended=True)], KNIGHT)
    assert merged[0].action == "Cape Feint"
    assert [one.action for one in merged if one.recommended] == ["Cape Feint"]


@pytest.mark.parametrize("marks", [(True, True), (False, False)])
def test_exactly_one_is_recommended_whatever_the_model_marks(marks: tuple[bool, bool]) -> None:
    model = [
        said("Feint", "dodge", recommended=marks[0]),
        said("Duck", "dodge", recommended=marks[1]),
    ]
    merged = merged_suggestions(ruled(), model, KNIGHT)
    assert sum(one.recommended for one in merged) == 1


def test_what_the_body_cannot_do_is_not_offered() -> None:
    merged = merged_suggestions(ruled(GHOST), [said("Shield Wall", "block")], GHOST)
    assert "block" not in {one.kind for one in merged}
    assert len(merged) >= 3


def test_the_row_of_the_action_is_always_there() -> None:
    many = [said(f"Dodge {number}", "dodge") for number in range(10)]
    merged = merged_suggestions(ruled(), many, KNIGHT)
    assert len(merged) == SUGGESTED_MOST
    assert {one.kind for one in ruled()[:2]} <= {one.kind for one in merged}


@pytest.mark.parametrize(
    "broken", [{}, {"action": 5}, said("", "dodge"), said("Fly", "teleport"), {"kind": "dodge"}]
)
def test_nonsense_leaves_the_rules_suggestions(broken: dict[str, Any]) -> None:
    assert merged_suggestions(ruled(), [broken], KNIGHT) == ruled()
