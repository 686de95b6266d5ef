"""Characters in PostgreSQL."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from psycopg.types.json import Jsonb

from store.conflicts import name_taken, stale
from store.rows import Rows
from tools.domain.actor import Actor
from tools.domain.characters import Character, CharacterContent, CharacterName
from tools.domain.design import design_of
from tools.domain.errors import NotFoundError
from tools.domain.naming import fold
from tools.domain.paging import Page, after_number, page_of


class CharacterRows(Rows):
    concept = "characters"

    async def add(
        self,
        actor: Actor,
        project_id: int,
        content: CharacterContent,
        *,
        bible_base: Mapping[str, Any] | None = None,
    ) -> Character:
        async with name_taken(self._connection, "character", content.name):
            character = await self._one(
                Character,
                "add",
                workspace=actor.workspace,
                user=actor.user,
                project_id=project_id,
                bible_base=_json_or_null(bible_base),
                **_columns(content),
            )
        if character is None:
            raise NotFoundError(f"There is no project {project_id}.", code="PROJECT_NOT_FOUND")
        return character

    async def get(self, actor: Actor, character_id: int) -> Character:
        return await self._found(actor, character_id, "get")

    async def hold(self, actor: Actor, character_id: int) -> Character:
        return await self._found(actor, character_id, "hold")

    async def called(self, actor: Actor, project_id: int | None, name: str) -> list[Character]:
        return await self._all(
            Character,
            "called",
            workspace=actor.workspace,
            project_id=project_id,
            name_key=fold(name),
        )

    async def names(self, actor: Actor, project_id: int | None) -> list[CharacterName]:
        return await self._all(
            CharacterName, "names", workspace=actor.workspace, project_id=project_id
        )

    async def fitting(
        self, actor: Actor, project_id: int | None, name: str, *, limit: int
    ) -> list[CharacterName]:
        key = fold(name)
        for pattern in (f"{_literal(key)}%", f"%{_literal(key)}%"):
            found = await self._all(
                CharacterName,
                "fitting",
                workspace=actor.workspace,
                project_id=project_id,
                name_key=key,
                pattern=pattern,
                limit=limit,
            )
            if found:
                return found
        return []

    async def page(
        self, actor: Actor, project_id: int | None, *, limit: int, cursor: str | None
    ) -> Page[Character]:
        rows = await self._all(
            Character,
            "page",
            workspace=actor.workspace,
            project_id=project_id,
            after=after_number(cursor),
            limit=limit,
        )
        return page_of(rows, limit, lambda character: character.id)

    async def save(self, actor: Actor, character: Character, *, expected: int | None) -> Character:
        async with name_taken(self._connection, "character", character.name):
            saved = await self._one(
                Character,
                "save",
                workspace=actor.workspace,
                character_id=character.id,
                image_path=character.image_path,
                template_id=character.template_id,
                template_version=character.template_version,
                style_template_id=character.style_template_id,
                style_template_version=character.style_template_version,
                bible_base=_json_or_null(character.bible_base),
                expected=expected,
                **_columns(character),
            )
        if saved is None:
            raise stale("character", (await self.get(actor, character.id)).version, expected)
        return saved

    async def note_base(
        self, actor: Actor, character_id: int, bible_base: Mapping[str, Any]
    ) -> None:
        await self._run(
            "note_base",
            workspace=actor.workspace,
            character_id=character_id,
            bible_base=_json_or_null(bible_base),
        )

    async def rename_base(self, actor: Actor, project_id: int, before: str, after: str) -> None:
        await self._run(
            "rename_base",
            workspace=actor.workspace,
            project_id=project_id,
            before=before,
            after=after,
        )

    async def note_assessment(
        self,
        actor: Actor,
        character_id: int,
        *,
        consistency_score: float | None,
        echo_assessment: Mapping[str, Any] | None = None,
    ) -> None:
        await self._run(
            "note_assessment",
            workspace=actor.workspace,
            character_id=character_id,
            consistency_score=consistency_score,
            echo_assessment=_json_or_null(echo_assessment),
        )

    async def remove(self, actor: Actor, character_id: int) -> None:
        if not await self._run("remove", workspace=actor.workspace, character_id=character_id):
            raise _unknown(character_id)

    async def _found(self, actor: Actor, character_id: int, statement: str) -> Character:
        character = await self._one(
            Character, statement, workspace=actor.workspace, character_id=character_id
        )
        if character is None:
            raise _unknown(character_id)
        return character


def _columns(content: CharacterContent) -> dict[str, Any]:
    return {
        "name": content.name,
        "name_key": fold(content.name),
        "description": content.description,
        "design": design_of(content.appearance),
        "appearance": Jsonb(content.appearance),
        "generation_prompts": Jsonb(content.generation_prompts),
        "rendering": Jsonb(content.rendering),
        "generation_preferences": Jsonb(content.generation_preferences),
        "extra": Jsonb(content.extra),
    }


def _json_or_null(document: Mapping[str, Any] | None) -> Jsonb | None:
    return None if document is None else Jsonb(dict(document))


def _unknown(character_id: int) -> NotFoundError:
    return NotFoundError(f"There is no character {character_id}.", code="CHARACTER_NOT_FOUND")


def _literal(text: str) -> str:
    """The text as a pattern of LIKE that only it fits."""
    return re.sub(r"([\\%_])", r"\\\1", text)
