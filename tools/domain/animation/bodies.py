"""What bodies and weapons weigh and reach, and the phrases of the data file found in texts."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

_NEGATIONS = frozenset({"no", "not", "without", "never", "isn't", "lacks", "lacking", "nor"})
_NEGATION_REACH = 2
"""Words between a negation and what it denies, at most ("without any great sword")."""


@dataclass(frozen=True, kw_only=True)
class Weapon:
    """A kind of weapon: its mass, and how far it reaches beyond the hand."""

    name: str
    words: tuple[str, ...]
    kind: str | None
    kg: float
    reach_m: float


@cache
def body_data() -> dict[str, Any]:
    """`data/bodies.toml`, whole."""
    text = files("tools.domain.animation").joinpath("data", "bodies.toml").read_text("utf-8")
    return tomllib.loads(text)


@cache
def weapons() -> tuple[Weapon, ...]:
    """Every weapon that the data knows, the special before the general."""
    return tuple(
        Weapon(
            name=one["name"],
            words=tuple(one["words"]),
            kind=one.get("kind"),
            kg=one["kg"],
            reach_m=one["reach_m"],
        )
        for one in body_data()["weapon"]
    )


def weapon_called(name: str) -> Weapon | None:
    """The weapon of that name, or whose word stands last in it ("rusty iron sword")."""
    said = _plain(name)
    named = [(found, one) for one in weapons() if (found := _last(said, one.words)) is not None]
    return max(named, key=lambda pair: pair[0])[1] if named else None


def weapon_named_in(text: str) -> Weapon | None:
    """The first weapon that a text names and does not deny; the longest name at a place."""
    said = _plain(text)
    found: list[tuple[int, int, Weapon]] = []
    for one in weapons():
        for phrase in one.words:
            at = _found(said, phrase)
            if at is not None:
                found.append((at, -len(phrase), one))
    return min(found, key=lambda hit: hit[:2])[2] if found else None


def phrases_said(text: str, table: Iterable[dict[str, Any]]) -> tuple[str, ...]:
    """What rows of `says`, `phrases` and `unless` find in a text, each once, in table order."""
    said = _plain(text)
    heard: list[str] = []
    for row in table:
        bare = said
        for exception in row.get("unless", ()):
            bare = bare.replace(_plain(exception), " ")
        if any(_found(bare, phrase) is not None for phrase in row["phrases"]):
            heard.append(row["says"])
    return tuple(heard)


def word_said(text: str, words: Iterable[str]) -> bool:
    """Whether a text says one of the words without denying it."""
    said = _plain(text)
    return any(_found(said, word) is not None for word in words)


def _plain(text: str) -> str:
    """Lower case, hyphens and underscores as spaces, one space between words."""
    return " ".join(re.sub(r"[-_‐‑–—]", " ", text.lower().replace("’", "'")).split())


@cache
def _pattern(phrase: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w']){re.escape(_plain(phrase))}(?:s|es)?(?![\w'])")


def _found(said: str, phrase: str) -> int | None:
    """Where the phrase stands, not denied by the words before it."""
    for match in _pattern(phrase).finditer(said):
        clause = re.split(r"[.,;:!?()]|\bbut\b|\bwith\b", said[: match.start()])[-1]
        before = clause.split()[-1 - _NEGATION_REACH :]
        own = phrase.split()[0] in _NEGATIONS
        if own or not _NEGATIONS.intersection(before):
            return match.start()
    return None


def _last(said: str, words: Iterable[str]) -> tuple[int, int] | None:
    ends = [(m.end(), len(m[0])) for word in words for m in _pattern(word).finditer(said)]
    return max(ends) if ends else None
