"""Lists where the bible keeps objects: older documents write arcs, traits and relations so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_UNDER: Mapping[str, str] = {"evolution_arc": "stages", "personality_traits": "traits"}
"""The key that a field's list goes under."""
_WHO = ("name", "character", "with")
_WORDS = ("type", "relationship", "relation", "description")


def as_object(field: str, value: Any) -> Any:
    """A list as the object that means the same; whatever else it is, unchanged.

    `["naive", "king"]` is the arc `{"stages": ["naive", "king"]}`, and
    `[{"name": "Kai", "type": "rival"}]` the relationships `{"Kai": "rival"}`; a relation that says
    more keeps the rest as an object. A list of relations that do not say with whom stays one.
    """
    if not isinstance(value, list):
        return value
    if field in _UNDER:
        return {_UNDER[field]: value} if value else {}
    if field != "relationships":
        return value
    found: dict[str, Any] = {}
    for one in value:
        who = _who(one)
        if who is None or one[who] in found:
            return value
        found[one[who]] = _said({key: said for key, said in one.items() if key != who})
    return found


def _who(relation: Any) -> str | None:
    """The key that says with whom."""
    if not isinstance(relation, Mapping):
        return None
    return next((key for key in _WHO if isinstance(relation.get(key), str)), None)


def _said(relation: dict[str, Any]) -> Any:
    if len(relation) == 1 and isinstance(alone := next(iter(relation.values())), str):
        return alone if next(iter(relation)) in _WORDS else relation
    return relation
