"""The lists of names at the end of the system prompt, read defensively."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

MAX_NAMES = 5000
MAX_NAME_LENGTH = 300
FENCE = re.compile(r"```(?:json)?\s*\n(.*?)\n?```\s*$", re.DOTALL)


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """What exists, by name. Everything here is data, whatever it says."""

    project: str | None = None
    projects: tuple[str, ...] = ()
    characters: tuple[str, ...] = ()
    bible_characters: tuple[str, ...] = ()
    scenes: tuple[Mapping[str, Any], ...] = ()
    style_templates: tuple[str, ...] = ()
    character_templates: tuple[str, ...] = ()
    images: tuple[Mapping[str, Any], ...] = ()
    animations: tuple[Mapping[str, Any], ...] = ()
    last_character: str | None = None
    genders: tuple[tuple[str, str], ...] = ()
    """Names with the gender that their definition says, where the block tells it."""


@lru_cache(maxsize=64)
def surroundings_of(prompt: str) -> Surroundings:
    """The surroundings at the end of a system prompt; empty ones where none can be read."""
    match = None
    start = prompt.rfind("```json")
    if start >= 0:
        match = FENCE.match(prompt[start:])
    if match is None:
        return Surroundings()
    try:
        document: object = json.loads(match.group(1))
    except (ValueError, RecursionError):
        return Surroundings()
    if not isinstance(document, dict):
        return Surroundings()
    block = cast("dict[str, Any]", document)
    return Surroundings(
        project=_name(block.get("project")),
        projects=_names(block.get("projects")),
        characters=_names(block.get("characters")),
        bible_characters=_names(block.get("bible_characters")),
        scenes=_objects(block.get("scenes")),
        style_templates=_names(block.get("style_templates")),
        character_templates=_names(block.get("character_templates")),
        images=_objects(block.get("images")),
        animations=_objects(block.get("animations")),
        last_character=_name(_of(block.get("last"), "character")),
        genders=_genders(block.get("genders")),
    )


def _name(value: object) -> str | None:
    if isinstance(value, Mapping):
        value = cast("Mapping[str, Any]", value).get("name")
    if isinstance(value, str) and value.strip():
        return value[:MAX_NAME_LENGTH]
    return None


def _names(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        return ()
    names = (_name(item) for item in cast("list[object]", value)[:MAX_NAMES])
    return tuple(name for name in names if name)


def _genders(value: object) -> tuple[tuple[str, str], ...]:
    if not isinstance(value, Mapping):
        return ()
    pairs = cast("Mapping[object, object]", value).items()
    return tuple((str(name), str(gender).lower()) for name, gender in pairs)[:MAX_NAMES]


def _objects(value: object) -> tuple[Mapping[str, Any], ...]:
    if not isinstance(value, list):
        return ()
    items = cast("list[object]", value)[:MAX_NAMES]
    return tuple(cast("Mapping[str, Any]", item) for item in items if isinstance(item, Mapping))


def _of(value: object, key: str) -> object:
    return cast("Mapping[str, Any]", value).get(key) if isinstance(value, Mapping) else None
