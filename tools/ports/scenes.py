"""Where scenes are kept."""

from __future__ import annotations

from typing import Protocol

from tools.domain.actor import Actor
from tools.domain.paging import Page
from tools.domain.scenes import Scene, SceneContent


class Scenes(Protocol):
    async def next_number(self, actor: Actor, project_id: int, branch: str) -> int:
        """One more than the branch's last; the project is locked, so two do not get the same.

        Raises `NotFoundError` (`PROJECT_NOT_FOUND`).
        """
        ...

    async def add(self, actor: Actor, project_id: int, content: SceneContent) -> Scene:
        """Raises `ConflictError` (`SCENE_NUMBER_TAKEN`), `NotFoundError` (`PROJECT_NOT_FOUND`)."""
        ...

    async def get(self, actor: Actor, scene_id: int) -> Scene:
        """Raises `NotFoundError` (`SCENE_NOT_FOUND`)."""
        ...

    async def hold(self, actor: Actor, scene_id: int) -> Scene:
        """The scene, locked until the unit of work ends. Raises `NotFoundError`."""
        ...

    async def at(
        self, actor: Actor, project_id: int, branch: str, scene_number: int
    ) -> Scene | None: ...

    async def with_character(self, actor: Actor, project_id: int, name: str) -> list[Scene]:
        """The scenes in which the name stands, locked until the unit of work ends."""
        ...

    async def page(
        self,
        actor: Actor,
        *,
        project_id: int | None,
        branch: str | None,
        limit: int,
        cursor: str | None,
    ) -> Page[Scene]:
        """By project, branch and number."""
        ...

    async def all_of(self, actor: Actor, project_id: int) -> list[Scene]:
        """By branch and number."""
        ...

    async def branches(self, actor: Actor, project_id: int) -> list[str]: ...

    async def save(self, actor: Actor, scene: Scene, *, expected: int | None) -> Scene:
        """Write the changed fields and raise the version.

        Raises `StaleVersionError`, `ConflictError` (`SCENE_NUMBER_TAKEN`).
        """
        ...

    async def remove(self, actor: Actor, scene_id: int) -> None:
        """Raises `NotFoundError`."""
        ...
