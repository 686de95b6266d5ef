"""What preferences set, as a sentence for the user."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tools.domain.provenance import Preferred

_WHOSE = {"request": "As asked", "character": "As kept with the character", "user": "As you prefer"}
_VALUE_CHARACTERS_MOST = 80


def preferences_told(preferences: Sequence[Preferred]) -> list[str]:
    """A sentence for each of those whose word it was, such as `As you prefer: style ink wash.`"""
    told: list[str] = []
    for source, opening in _WHOSE.items():
        said = [f"{_spoken(one.parameter)} {_plain(one.value)}" for one in preferences
                if one.source == source]  # fmt: skip
        if said:
            told.append(f"{opening}: {', '.join(said)}.")
    return told


def _spoken(parameter: str) -> str:
    return parameter.removeprefix("rendering.").replace("_", " ")


def _plain(value: Any) -> str:
    if isinstance(value, list):
        text = " ".join(
            str(one.get("name", one) if isinstance(one, dict) else one) for one in value
        )
    else:
        text = f"{value:g}" if isinstance(value, float) else str(value)
    return text if len(text) <= _VALUE_CHARACTERS_MOST else f"{text[:_VALUE_CHARACTERS_MOST]}…"
