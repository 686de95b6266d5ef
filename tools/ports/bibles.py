"""Where bibles are kept."""

from __future__ import annotations

from typing import Protocol

from tools.domain.actor import Actor
from tools.domain.bible import Bible, BibleCharacter, BibleCharacterContent


class Bibles(Protocol):
    async def of_project(self, actor: Actor, project_id: int) -> Bible | None:
        """None where the project has no bible (or is not the actor's)."""
        ...

    async def hold(self, actor: Actor, project_id: int) -> Bible:
        """The bible, begun empty where there is none (version 0), locked until the unit of work
        ends.

        Raises `NotFoundError` (`PROJECT_NOT_FOUND`).
        """
        ...

    async def save(self, actor: Actor, bible: Bible) -> Bible:
        """Write the content of a held bible and raise its version."""
        ...

    async def characters(self, actor: Actor, bible_id: int) -> list[BibleCharacter]:
        """In the order in which they were written."""
        ...

    async def add_character(
        self, actor: Actor, bible_id: int, content: BibleCharacterContent
    ) -> BibleCharacter:
        """Raises `NameTakenError`."""
        ...

    async def save_character(self, actor: Actor, character: BibleCharacter) -> BibleCharacter:
        """Raises `NameTakenError`."""
        ...

    async def remove_character(self, actor: Actor, character_id: int) -> None: ...
