"""Whether relationships lead to somebody, and whether both sides know of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tools.domain.bible import BibleCharacterContent
from tools.domain.naming import fold, resolve
from tools.domain.validation.asides import is_group
from tools.domain.validation.production import Finding, Production, step


@dataclass(frozen=True, kw_only=True)
class _Relation:
    """What one key of `relationships` says: whom it names, None where that is nobody."""

    index: int
    entry: BibleCharacterContent
    key: str
    spoken: str
    target: str | None

    @property
    def path(self) -> str:
        return f"$.characters[{self.index}].relationships{step(self.key)}"


def relationships_lead_somewhere(production: Production) -> Iterator[Finding]:
    """A relationship is to another character of the bible."""
    for relation in _relations(production):
        name = relation.entry.name
        if relation.target is None:
            yield Finding(
                rule="relationships_lead_somewhere",
                severity="error",
                path=relation.path,
                message=f"{name} is related to {relation.spoken}, whom the bible does not know.",
                suggestion=_mend(production, relation.spoken),
                character=name,
            )
        elif relation.target == name:
            yield Finding(
                rule="relationships_lead_somewhere",
                severity="warning",
                path=relation.path,
                message=f"{name} is related to {name}.",
                suggestion="Name the other one, or remove the relationship.",
                character=name,
            )


def relationships_are_mutual(production: Production) -> Iterator[Finding]:
    """Who is related to somebody is named there too, in whatever words."""
    relations = [r for r in _relations(production) if r.target is not None]
    known = {(r.entry.name, r.target) for r in relations}
    for relation in relations:
        name, target = relation.entry.name, relation.target
        if target != name and (target, name) not in known:
            yield Finding(
                rule="relationships_are_mutual",
                severity="warning",
                path=relation.path,
                message=f"{name} is related to {target}, {target} is not related to {name}.",
                suggestion=f"Say in {target}'s relationships what {name} is to {target}.",
                character=target,
            )


def _relations(production: Production) -> Iterator[_Relation]:
    for index, entry in enumerate(production.entries):
        for key, value in entry.relationships.items():
            for spoken, target in _targets(production, key, value):
                yield _Relation(index=index, entry=entry, key=key, spoken=spoken, target=target)


def _targets(production: Production, key: str, value: Any) -> list[tuple[str, str | None]]:
    """Whom the key names ("Mara Voss": "an ally"), else whom the value does ("ally": "Mara")."""
    by_key = production.entry_called(key)
    if by_key is not None:
        return [(key, by_key)]
    said = list(_names_in(value))
    named = [(text, production.entry_called(text) or _mentioned(production, text)) for text in said]
    if any(target is not None for _, target in named):
        return [(text, target) for text, target in named if target or _looks_like_a_name(text)]
    if _looks_like_a_name(key):
        return [(key, None)]
    return [(text, None) for text in said if _looks_like_a_name(text)]


def _mentioned(production: Production, text: str) -> str | None:
    padded = f" {fold(text)} "
    found = [name for key, name in production.entry_names.items() if f" {key} " in padded]
    return found[0] if len(found) == 1 else None


def _names_in(value: Any) -> Iterator[str]:
    """The texts that may name somebody: the value, those of a list, and `name` of objects."""
    for held in value if isinstance(value, list) else [value]:
        said = held.get("name") if isinstance(held, dict) else held
        if isinstance(said, str):
            yield said


def _looks_like_a_name(text: str) -> bool:
    """At most four words, the first and the last with a capital (or in a script without), and
    no group's or place's."""
    words = text.split()
    if is_group(text):
        return False
    capital = all(word[0].isupper() or not word[0].islower() for word in (words[:1] + words[-1:]))
    return 0 < len(words) <= 4 and capital and not text.rstrip().endswith((".", "!", "?"))


def _mend(production: Production, spoken: str) -> str:
    near = resolve(spoken, list(production.entry_names.values())).name
    if near is not None:
        return f"Write {near}, if that is who is meant."
    return f"Write {spoken} into the bible, or remove the relationship."
