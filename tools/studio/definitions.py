"""A character as the bible and its own record define it, for whoever draws it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tools.domain.actor import Actor
from tools.domain.bible import Bible, BibleCharacter
from tools.domain.characters import CHARACTER_FIELDS, Character
from tools.domain.definition import definition_of
from tools.domain.naming import fold
from tools.studio.studio import Studio


async def defined_character(
    studio: Studio, actor: Actor, character_id: int
) -> tuple[Character, dict[str, Any]]:
    """Raises `NotFoundError` where the character is gone."""
    character, bible, entry = await _looked_up(studio, actor, character_id)
    return character, definition_of(bible, entry, character)


async def defined_as(
    studio: Studio, actor: Actor, character_id: int, version: Mapping[str, Any]
) -> dict[str, Any]:
    """The definition that a kept version of the character gives."""
    character, bible, entry = await _looked_up(studio, actor, character_id)
    kept = {name: version[name] for name in CHARACTER_FIELDS if name in version}
    return definition_of(bible, entry, character.model_copy(update=kept))


async def _looked_up(
    studio: Studio, actor: Actor, character_id: int
) -> tuple[Character, Bible | None, BibleCharacter | None]:
    async with studio.store.read(actor) as work:
        character = await work.characters.get(actor, character_id)
        bible = await work.bibles.of_project(actor, character.project_id)
        written = await work.bibles.characters(actor, bible.id) if bible else []
    entry = next((c for c in written if fold(c.name) == fold(character.bible_name)), None)
    return character, bible, entry
