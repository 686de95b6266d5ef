"""What Echo Brain is told: JSON of bounded size, without keys that servers take for orders."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, cast

TEXT_CHARACTERS_MOST = 4_000
_ENTRIES_MOST = 40
_DEPTH_MOST = 5
_TOTAL_CHARACTERS = 16_000
_ORDERS = frozenset({"request_type"})


class _Budget:
    """How many characters may still be told."""

    def __init__(self, characters: int) -> None:
        self.left = characters

    def cut(self, text: str) -> str:
        kept = text[: max(0, min(TEXT_CHARACTERS_MOST, self.left))]
        self.left -= len(kept)
        return _whole(kept)


def bounded(data: Mapping[str, Any]) -> dict[str, Any]:
    """The data with long texts, long lists and deep nesting cut; what is no JSON becomes text."""
    return _object(data, _Budget(_TOTAL_CHARACTERS), _DEPTH_MOST)


def _object(data: Mapping[Any, Any], budget: _Budget, depth: int) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    for key, value in list(data.items())[:_ENTRIES_MOST]:
        name = _whole(str(key)[:100])
        if budget.left <= 0:
            break
        if name.casefold() not in _ORDERS:
            budget.left -= len(name)
            kept[name] = _value(value, budget, depth)
    return kept


def _value(value: Any, budget: _Budget, depth: int) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return value if abs(value) < 2**63 else None
    if isinstance(value, float):
        return round(value, 4) if math.isfinite(value) else None
    if isinstance(value, str):
        return budget.cut(value)
    if depth <= 0:
        return None
    if isinstance(value, Mapping):
        return _object(cast("Mapping[Any, Any]", value), budget, depth - 1)
    if isinstance(value, Sequence | set | frozenset) and not isinstance(value, bytes):
        listed = list(cast("Sequence[Any]", value))[:_ENTRIES_MOST]
        return [_value(one, budget, depth - 1) for one in listed if budget.left > 0]
    return budget.cut(str(value)) if not isinstance(value, bytes) else None


def _whole(text: str) -> str:
    """Without halves of surrogate pairs, which cannot be sent."""
    return text.encode("utf-8", "replace").decode()
