"""What a request was understood to mean."""

from __future__ import annotations

import pytest

from tools.domain.generations import ImageOrder
from tools.domain.queues import BATCH, DELEGATED, PERSON_WAITS, priority_said
from tools.domain.requirements import requirements_of, words_for

KAI = {"name": "Kai Nakamura", "appearance": {"hair": "black hair with blue streaks"}}


def order(scene: str, **said: object) -> ImageOrder:
    given = {"seed": 1, "width": 64, "height": 64, **said}
    return ImageOrder(character="Kai Nakamura", scene_description=scene, **given)


def test_the_seeds_scene_is_understood() -> None:
    said = requirements_of(order("standing confidently in neon alley", style="ink"), KAI)
    assert (said.staging["setting"], said.staging["pose"]) == ("neon_alley", "standing")
    assert {"setting", "pose"}.isdisjoint(said.left_open)
    assert "weather" in said.left_open
    assert "neon alley" in said.sentence


def test_another_scene_is_understood_otherwise() -> None:
    said = requirements_of(order("sitting on a rooftop in the rain"), KAI)
    staging = {name: said.staging[name] for name in ("pose", "setting", "weather")}
    assert staging == {"pose": "sitting", "setting": "rooftop", "weather": "rain"}


def test_words_that_nothing_can_be_made_of_are_named() -> None:
    said = requirements_of(order("beside a flibbertigibbet"), KAI)
    assert "flibbertigibbet" in said.undrawn
    assert "flibbertigibbet" in said.sentence


def test_the_names_of_companions_are_no_words_that_cannot_be_drawn() -> None:
    said = requirements_of(order("beside Yuki Sato and a gnork", companions=("Yuki Sato",)), KAI)
    assert said.undrawn == ["gnork"]


def test_a_proposal_fills_what_is_open_and_contradicts_nothing() -> None:
    asked = order("sitting in a forest")
    words = words_for(asked, KAI, {"weather": "rain", "pose": "running", "setting": "beach"})
    extended = requirements_of(order(f"sitting in a forest, {words}"), KAI)
    staging = {name: extended.staging[name] for name in ("pose", "setting", "weather")}
    assert staging == {"pose": "sitting", "setting": "forest", "weather": "rain"}


@pytest.mark.parametrize(
    "proposed", [{"weather": "plasma"}, {"weather": 3}, {"lens": "35mm"}, {"weather": "x" * 99}]
)
def test_a_proposal_that_the_reading_does_not_find_again_is_left(proposed) -> None:
    assert words_for(order("sitting in a forest"), KAI, proposed) == ""


@pytest.mark.parametrize(
    ("said", "priority"),
    [("high", PERSON_WAITS), (" Low ", BATCH), ("normal", DELEGATED), (5, 5), ("7", 7),
     (999, PERSON_WAITS), (-999, BATCH), ("whenever", None), (None, None), ("", None)],
)  # fmt: skip
def test_a_priority_is_a_word_or_a_number(said, priority) -> None:
    assert priority_said(said) == priority
