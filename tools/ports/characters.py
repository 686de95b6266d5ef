"""Where characters are kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from tools.domain.actor import Actor
from tools.domain.characters import Character, CharacterContent, CharacterName
from tools.domain.paging import Page


class Characters(Protocol):
    async def add(
        self,
        actor: Actor,
        project_id: int,
        content: CharacterContent,
        *,
        bible_base: Mapping[str, Any] | None = None,
    ) -> Character:
        """Raises `NameTakenError`, `NotFoundError` (`PROJECT_NOT_FOUND`)."""
        ...

    async def get(self, actor: Actor, character_id: int) -> Character:
        """Raises `NotFoundError` (`CHARACTER_NOT_FOUND`)."""
        ...

    async def hold(self, actor: Actor, character_id: int) -> Character:
        """The character, locked until the unit of work ends. Raises `NotFoundError`."""
        ...

    async def called(self, actor: Actor, project_id: int | None, name: str) -> list[Character]:
        """Those whose folded name is equal: at most one in a project, any number in a workspace."""
        ...

    async def names(self, actor: Actor, project_id: int | None) -> list[CharacterName]:
        """Every character's name, of one project or of the whole workspace, oldest first."""
        ...

    async def fitting(
        self, actor: Actor, project_id: int | None, name: str, *, limit: int
    ) -> list[CharacterName]:
        """Those whose name, as `fold` writes it, begins with this one; else those that hold it.

        Equal names come first, then the oldest. Without their bible's names.
        """
        ...

    async def page(
        self, actor: Actor, project_id: int | None, *, limit: int, cursor: str | None
    ) -> Page[Character]: ...

    async def save(self, actor: Actor, character: Character, *, expected: int | None) -> Character:
        """Write the changed fields, with the design of the appearance, and raise the version.

        Raises `StaleVersionError` where the stored version is not `expected`, `NameTakenError`.
        """
        ...

    async def note_base(
        self, actor: Actor, character_id: int, bible_base: Mapping[str, Any]
    ) -> None:
        """Keep what the bible says now as seen; not an edit, the version stays."""
        ...

    async def rename_base(self, actor: Actor, project_id: int, before: str, after: str) -> None:
        """The bible calls a character otherwise now; not an edit."""
        ...

    async def note_assessment(
        self,
        actor: Actor,
        character_id: int,
        *,
        consistency_score: float | None,
        echo_assessment: Mapping[str, Any] | None = None,
    ) -> None:
        """Keep the newest score beside the character; not an edit, the version stays."""
        ...

    async def remove(self, actor: Actor, character_id: int) -> None:
        """Raises `NotFoundError`."""
        ...
