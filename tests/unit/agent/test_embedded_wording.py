"""Answers are worded from the results, by their shape, and say no more than these."""

from __future__ import annotations

from typing import Any

import pytest

from agent.embedded.turns import Call
from agent.embedded.wording import said_of


@pytest.mark.parametrize(
    ("result", "said"),
    [
        (
            {
                "character": {
                    "name": "Kai",
                    "description": "A guard.",
                    "appearance": {"hair": "black"},
                }
            },
            "Kai. A guard. Appearance: hair black.",
        ),
        (
            {"character": {"name": "Juno", "appearance": {"hair": "green hair"}}, "created": True},
            "Juno is created. Appearance: green hair.",
        ),
        (
            {
                "character": "Kai",
                "changed": {"appearance.style": {"before": "a vest", "after": "a coat"}},
            },
            "Kai: style is now a coat (before: a vest).",
        ),
        ({"deleted": "Mara"}, "Mara is deleted."),
        ({"characters": [{"name": "Kai"}, {"name": "Mara"}]}, "2 characters: Kai and Mara."),
        ({"scenes": []}, "There are no scenes."),
        (
            {"message": "Here is Kai.", "score": 0.913, "verdict": "needs_review"},
            "Here is Kai. Score 0.91, verdict: needs review.",
        ),
        (
            {"message": "Here is Kai.", "score": None, "similarity": 0.5},
            "Here is Kai. Similarity 0.50 (uncalibrated).",
        ),
        (
            {"message": "Here is Kai: consistency 1.00.", "score": 0.999, "similarity": 0.98},
            "Here is Kai: consistency 1.00.",
        ),
        ({"message": "Here is Kai.", "undrawn": ["monocle"]}, "Here is Kai. Not drawn: monocle."),
        ({"something": {"nobody": 3, "knew": [1, 2], "before": True}}, None),
        ("plain words", "Plain words."),
        (None, "Done."),
    ],
)
def test_a_result_is_said_by_its_shape(result: Any, said: str | None) -> None:
    words = said_of([Call("any_tool", {}, result, answered=True)])
    assert words == said if said is not None else words


def test_a_failure_names_the_candidates_in_a_question() -> None:
    result = {"error": "UNKNOWN", "message": "There is no Zed.", "candidates": ["Zoe", "Zeb"]}
    words = said_of([Call("any_tool", {}, result, failed=True, answered=True)])
    assert words == "There is no Zed. Did you mean Zoe or Zeb?"


def test_several_results_are_said_in_their_order() -> None:
    calls = [Call("a", {}, {"deleted": "Kai"}), Call("b", {}, {"deleted": "Mara"})]
    assert said_of(calls) == "Kai is deleted. Mara is deleted."
