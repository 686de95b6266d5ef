"""A project's bible: how its world looks, what its stories obey, who lives in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict

BIBLE_FIELDS = ("title", "description", "visual_style", "world_setting", "narrative_guidelines")
BIBLE_CHARACTER_FIELDS = (
    "name", "description", "visual_traits", "personality_traits", "relationships", "evolution_arc",
)  # fmt: skip


class BibleContent(BaseModel):
    """What people write of a bible. `extra` keeps unknown keys of imported documents."""

    model_config = ConfigDict(frozen=True)

    title: str = ""
    description: str = ""
    visual_style: dict[str, Any] = {}
    world_setting: dict[str, Any] = {}
    narrative_guidelines: dict[str, Any] = {}
    extra: dict[str, Any] = {}


class Bible(BibleContent):
    """A project's bible as kept; its version counts the changes of its characters too."""

    id: int
    project_id: int
    version: int
    created_at: datetime
    updated_at: datetime


class BibleCharacterContent(BaseModel):
    """What the bible says of one character; `relationships` maps a name to words."""

    model_config = ConfigDict(frozen=True)

    name: str
    description: str = ""
    visual_traits: dict[str, Any] = {}
    personality_traits: dict[str, Any] = {}
    relationships: dict[str, Any] = {}
    evolution_arc: dict[str, Any] = {}
    extra: dict[str, Any] = {}


class BibleCharacter(BibleCharacterContent):
    """One character of a bible as kept."""

    id: int
    created_at: datetime
    updated_at: datetime


def bible_document(
    bible: BibleContent, characters: Sequence[BibleCharacterContent]
) -> dict[str, Any]:
    """The whole bible as one document: what export writes and every revision holds."""
    return {
        **_flat(bible, BIBLE_FIELDS),
        "characters": [bible_character_document(character) for character in characters],
    }


def bible_character_document(character: BibleCharacterContent) -> dict[str, Any]:
    """A character as it stands in the bible's document; unknown keys stand beside the known."""
    return _flat(character, BIBLE_CHARACTER_FIELDS)


def _flat(content: BaseModel, fields: Sequence[str]) -> dict[str, Any]:
    written: Mapping[str, Any] = content.model_dump(include={*fields, "extra"})
    known = {field: written[field] for field in fields}
    return known | {key: value for key, value in written["extra"].items() if key not in known}
