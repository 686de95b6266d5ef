"""Where the branches of a story are kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from tools.domain.actor import Actor
from tools.domain.branches import Branch
from tools.domain.paging import Page
from tools.domain.scenes import Scene


class Branches(Protocol):
    async def lock(self, actor: Actor, project_id: int) -> None:
        """No scene gets a number and no branch is made beside the unit of work.

        Raises `NotFoundError` (`PROJECT_NOT_FOUND`).
        """
        ...

    async def copy(self, actor: Actor, project_id: int, *, name: str, source: str) -> Branch:
        """A new branch with the scenes of `source` as they are now. Raises `NameTakenError`."""
        ...

    async def page(
        self, actor: Actor, project_id: int, *, limit: int, cursor: str | None
    ) -> Page[Branch]:
        """By name; the main branch is always there, others with a scene or once made."""
        ...

    async def bases(self, actor: Actor, project_id: int) -> dict[str, str | None]:
        """What each branch was copied from, None where from nothing."""
        ...

    async def copied(
        self, actor: Actor, project_id: int, name: str
    ) -> dict[int, tuple[int, int, Mapping[str, Any]]]:
        """By scene number the scene's id, version and document when the branch was made."""
        ...

    async def scenes(self, actor: Actor, project_id: int, name: str) -> list[Scene]:
        """All scenes of one branch, by number."""
        ...
