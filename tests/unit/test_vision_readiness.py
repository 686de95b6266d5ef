"""What is said of the vision model before anything is opened."""

from __future__ import annotations

from api.readiness import vision
from api.settings import Settings


def test_without_a_vision_model_nothing_is_missing() -> None:
    found = vision(Settings())
    assert (found.ok, found.needed) == (True, False)
    assert "rules" in found.detail


def test_a_vision_model_without_its_key_says_what_to_set() -> None:
    found = vision(Settings(vision_model="gemini:small", GEMINI_API_KEY=None))
    assert not found.ok
    assert "GEMINI_API_KEY" in found.advice
    keyed = vision(Settings(vision_model="gemini:small", GEMINI_API_KEY="k"))
    assert (keyed.ok, keyed.detail) == (True, "gemini:small")
