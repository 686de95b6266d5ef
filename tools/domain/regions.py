"""Which regions of a picture an edit of the appearance names, and which it changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from tools.domain.editing.wording import denies_details
from tools.domain.look import Look
from tools.domain.reading.mention import Mention
from tools.domain.reading.mentions import read_mentions
from tools.domain.reading.outfit import pieces_of, slot_of
from tools.domain.reading.sources import Source, appearance_sources

Region = Literal[
    "hair", "eyes", "skin", "face", "torso", "legs", "feet", "accessories", "prop", "silhouette"
]

_SLOTS: dict[str, tuple[Region, ...]] = {
    "top": ("torso",),
    "outer": ("torso",),
    "whole": ("torso", "legs"),
    "legs": ("legs",),
    "feet": ("feet",),
}
_TORSO: frozenset[Region] = frozenset({"torso"})
_LONG = frozenset({"trench_coat", "lab_coat", "cloak", "cape"})
_FACTS: dict[str, tuple[Region, ...]] = {
    "build": ("silhouette",),
    "height": ("silhouette",),
    "centimetres": ("silhouette",),
    "age": ("silhouette", "face"),
    "years": ("silhouette", "face"),
}


def regions_named(edit: str | Mapping[str, Any]) -> frozenset[Region]:
    """The regions that words ("make his jacket red") or a patch of the appearance name.

    A patch names what its values say ({"style": "red jacket"}: torso), and by its key alone
    where they say nothing that can be drawn.
    """
    if isinstance(edit, str):
        reading = read_mentions(edit)
        if not reading.mentions:
            details = read_mentions(edit, ("outfit", "outfit")).mentions
            on_cloth = details or denies_details(edit)
            return _of_facts(reading.facts) | (_TORSO if on_cloth else frozenset())
        return _of_mentions(reading.mentions) | _of_facts(reading.facts)
    named: frozenset[Region] = frozenset()
    for source in appearance_sources(edit):
        named |= _of_source(source)
    return named


def regions_changed(before: Look, after: Look) -> frozenset[Region]:
    """The regions in which two looks are drawn differently."""
    changed: set[Region] = set()
    if before.hair != after.hair:
        changed.add("hair")
    if before.eyes != after.eyes:
        changed.add("eyes")
    if before.skin != after.skin:
        changed.update(("skin", "face"))
    if before.face != after.face:
        changed.add("face")
    if before.prop != after.prop:
        changed.add("prop")
    if (before.build, before.height) != (after.build, after.height):
        changed.add("silhouette")
    if (before.presentation, before.age) != (after.presentation, after.age):
        changed.update(("silhouette", "face"))
    for garment in set(before.garments) ^ set(after.garments):
        changed.update(_of_kind(garment.kind))
    return frozenset(changed)


def _of_source(source: Source) -> frozenset[Region]:
    if source.field == "gender":
        return frozenset({"silhouette", "face"})
    if source.field != "text":
        return frozenset(_FACTS[source.field])
    reading = read_mentions(source.text, source.head)
    named = _of_mentions(reading.mentions) | _of_facts(reading.facts)
    if not named and source.head is not None:
        return _of_mentions([Mention(*source.head)])
    return named


def _of_mentions(mentions: Iterable[Mention]) -> frozenset[Region]:
    return frozenset(region for mention in mentions for region in _of_mention(mention))


def _of_mention(mention: Mention) -> tuple[Region, ...]:
    if mention.family == "hair":
        return ("hair",)
    if mention.role == "eye":
        return ("eyes",)
    if mention.role == "skin":
        return ("skin", "face")
    if mention.role == "face":
        return ("face",)
    if mention.role == "prop":
        return ("prop",)
    if mention.value == "outfit":
        return ("torso", "legs")
    return tuple(
        region for piece in pieces_of(mention, "neutral") for region in _of_kind(piece.kind)
    )


def _of_kind(kind: str) -> tuple[Region, ...]:
    return ("torso", "legs") if kind in _LONG else _SLOTS.get(slot_of(kind), ("accessories",))


def _of_facts(facts: Iterable[tuple[str, str]]) -> frozenset[Region]:
    return frozenset(region for role, _ in facts for region in _FACTS.get(role, ()))
