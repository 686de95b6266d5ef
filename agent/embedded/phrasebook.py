"""What the model knows of tools and of English, read once from the data files."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

PHRASES_PACKAGE = "tools.catalog"
PHRASES_FOLDER = "phrases"


class SlotPhrases(BaseModel):
    """How one argument of a tool is heard: `take` names the way, the rest is its data."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    take: str
    of: tuple[str, ...] = ()
    cues: tuple[str, ...] = ()
    words: Mapping[str, tuple[str, ...]] = Field(default_factory=dict[str, tuple[str, ...]])
    attributes: str = ""
    ask: str = ""
    when: tuple[str, ...] = ()
    needed: str = ""
    one_of: str = ""
    scale: str = ""
    new: bool = False
    keep: bool = False
    bare: bool = False
    alone: bool = False
    """Whether the first of several names that stand in a row is taken alone."""
    assumes: Mapping[str, tuple[str, ...]] = Field(default_factory=dict[str, tuple[str, ...]])
    """Keys that a verb tells where no noun does: what is worn is clothing."""
    newest: str = ""
    """What stands for the newest thing, where the cues say no more."""
    about: tuple[str, ...] = ()
    """Words that may surround the value."""
    otherwise: bool = False
    required: bool = False
    fallback: Mapping[str, tuple[str, ...]] = Field(default_factory=dict[str, tuple[str, ...]])
    """Choices of weaker words, tried where none of `words` is said."""
    several: bool = False
    """Whether several choices may be said at once, each for a call of its own."""
    leads: tuple[str, ...] = ()
    """What may stand before the user's own words without being one of them."""
    trails: tuple[str, ...] = ()
    """What may stand behind them."""
    adds_to: Mapping[str, str] = Field(default_factory=dict[str, str])


@dataclass(frozen=True, kw_only=True)
class ToolPhrases:
    """How people speak of one tool."""

    name: str
    does: str
    examples: tuple[str, ...]
    slots: Mapping[str, SlotPhrases]
    needs: Mapping[str, tuple[str, ...]]
    ask: str
    verbs: frozenset[str]
    objects: frozenset[str]
    destroys: bool
    changes: bool
    makes: str
    family: str
    drops: tuple[str, ...]
    """Cues of words that are part of asking and never of what is asked for."""
    instead: Mapping[str, Any]
    restates: tuple[str, ...]
    """Whole clauses that only say again that it is to be done."""
    offers: Mapping[str, str]
    """Where the surroundings say what an argument may be chosen from."""


@dataclass(frozen=True, kw_only=True)
class Attribute:
    """The nouns and adjectives that tell one key of an object argument."""

    key: str
    nouns: frozenset[str]
    adjectives: frozenset[str]
    keyed: bool = False
    """Whether the noun only names the key, so that the value does without it."""


@dataclass(frozen=True, kw_only=True)
class Phrasebook:
    """All phrase data: tools, acts of conversation, attributes, sample texts, English."""

    tools: Mapping[str, ToolPhrases]
    acts: Mapping[str, tuple[str, ...]]
    attributes: Mapping[str, tuple[Attribute, ...]]
    banks: Mapping[str, tuple[str, ...]]
    landmarks: Mapping[str, tuple[str, ...]]
    things: frozenset[str]
    """Landmarks that `it` may stand for."""
    english: Mapping[str, Any]
    wording: Mapping[str, Any]
    digest: str


@cache
def phrasebook() -> Phrasebook:
    """The phrase data of every tool family that is installed."""
    digest = hashlib.sha256()
    tools: dict[str, ToolPhrases] = {}
    attributes: dict[str, tuple[Attribute, ...]] = {}
    banks: dict[str, list[str]] = {}
    landmarks: dict[str, tuple[str, ...]] = {}
    things: set[str] = set()
    for source in _tool_files():
        raw = source.read_bytes()
        digest.update(raw)
        document = tomllib.loads(raw.decode("utf-8"))
        family = source.name.removesuffix(".toml")
        for name, entry in document.get("tools", {}).items():
            tools[name] = _tool(name, entry, family)
        for name, keys in document.get("attributes", {}).items():
            attributes[name] = tuple(_attribute(key, words) for key, words in keys.items())
        for name, texts in document.get("banks", {}).items():
            banks.setdefault(name, []).extend(texts)
        for name, words in document.get("landmarks", {}).items():
            landmarks[name] = tuple(words)
        things.update(document.get("things", ()))
    acts, english, wording = (_own(name, digest) for name in ("acts", "english", "wording"))
    return Phrasebook(
        tools=tools,
        acts={name: tuple(entry["examples"]) for name, entry in acts["acts"].items()},
        attributes=attributes,
        banks={name: tuple(texts) for name, texts in banks.items()},
        landmarks=landmarks,
        things=frozenset(things),
        english=english,
        wording=wording,
        digest=digest.hexdigest(),
    )


def _tool_files() -> Iterator[Traversable]:
    folder = files(PHRASES_PACKAGE).joinpath(PHRASES_FOLDER)
    found = [entry for entry in folder.iterdir() if entry.name.endswith(".toml")]
    yield from sorted(found, key=lambda entry: entry.name)


def _own(name: str, digest: Any) -> dict[str, Any]:
    raw = files("agent.embedded").joinpath(f"{name}.toml").read_bytes()
    if name != "wording":
        digest.update(raw)
    return tomllib.loads(raw.decode("utf-8"))


def _tool(name: str, entry: Mapping[str, Any], family: str) -> ToolPhrases:
    needs = dict(entry.get("needs", {}))
    ask = str(needs.pop("ask", ""))
    return ToolPhrases(
        name=name,
        does=str(entry.get("does", "")),
        examples=tuple(entry.get("examples", ())),
        slots={
            slot: SlotPhrases(name=slot, **data) for slot, data in entry.get("slots", {}).items()
        },
        needs={group: tuple(names) for group, names in needs.items()},
        ask=ask,
        verbs=frozenset(entry.get("verbs", ())),
        objects=frozenset(entry.get("objects", ())),
        destroys=bool(entry.get("destroys", False)),
        changes=bool(entry.get("changes", False)),
        makes=str(entry.get("makes", "")),
        family=family,
        drops=tuple(entry.get("drops", ())),
        instead=dict(entry.get("instead", {})),
        restates=tuple(entry.get("restates", ())),
        offers=dict(entry.get("offers", {})),
    )


def _attribute(key: str, words: Mapping[str, Any]) -> Attribute:
    return Attribute(
        key=key,
        nouns=frozenset(words.get("nouns", ())),
        adjectives=frozenset(words.get("adjectives", ())),
        keyed=bool(words.get("keyed", False)),
    )
