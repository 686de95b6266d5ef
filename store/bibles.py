"""Bibles in PostgreSQL. What is written by id was held, and so checked, before."""

from __future__ import annotations

from typing import Any

from psycopg.types.json import Jsonb

from store.conflicts import name_taken
from store.rows import Rows
from tools.domain.actor import Actor
from tools.domain.bible import Bible, BibleCharacter, BibleCharacterContent, BibleContent
from tools.domain.errors import NotFoundError
from tools.domain.naming import fold


class BibleRows(Rows):
    concept = "bibles"

    async def of_project(self, actor: Actor, project_id: int) -> Bible | None:
        return await self._one(
            Bible, "of_project", workspace=actor.workspace, project_id=project_id
        )

    async def hold(self, actor: Actor, project_id: int) -> Bible:
        owner = {"workspace": actor.workspace, "project_id": project_id}
        await self._run("begin", **owner)
        bible = await self._one(Bible, "hold", **owner)
        if bible is None:
            raise NotFoundError(f"There is no project {project_id}.", code="PROJECT_NOT_FOUND")
        return bible

    async def save(self, actor: Actor, bible: Bible) -> Bible:
        saved = await self._one(Bible, "save", bible_id=bible.id, **_columns(bible))
        assert saved is not None
        return saved

    async def characters(self, actor: Actor, bible_id: int) -> list[BibleCharacter]:
        return await self._all(
            BibleCharacter, "characters", workspace=actor.workspace, bible_id=bible_id
        )

    async def add_character(
        self, actor: Actor, bible_id: int, content: BibleCharacterContent
    ) -> BibleCharacter:
        async with name_taken(self._connection, "character of the bible", content.name):
            character = await self._one(
                BibleCharacter, "add_character", bible_id=bible_id, **_character_columns(content)
            )
        assert character is not None
        return character

    async def save_character(self, actor: Actor, character: BibleCharacter) -> BibleCharacter:
        async with name_taken(self._connection, "character of the bible", character.name):
            saved = await self._one(
                BibleCharacter,
                "save_character",
                character_id=character.id,
                **_character_columns(character),
            )
        assert saved is not None
        return saved

    async def remove_character(self, actor: Actor, character_id: int) -> None:
        await self._run("remove_character", character_id=character_id)


def _columns(bible: BibleContent) -> dict[str, Any]:
    return {
        "title": bible.title,
        "description": bible.description,
        "visual_style": Jsonb(bible.visual_style),
        "world_setting": Jsonb(bible.world_setting),
        "narrative_guidelines": Jsonb(bible.narrative_guidelines),
        "extra": Jsonb(bible.extra),
    }


def _character_columns(character: BibleCharacterContent) -> dict[str, Any]:
    return {
        "name": character.name,
        "name_key": fold(character.name),
        "description": character.description,
        "visual_traits": Jsonb(character.visual_traits),
        "personality_traits": Jsonb(character.personality_traits),
        "relationships": Jsonb(character.relationships),
        "evolution_arc": Jsonb(character.evolution_arc),
        "extra": Jsonb(character.extra),
    }
