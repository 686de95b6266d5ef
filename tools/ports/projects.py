"""Where projects are kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from tools.domain.actor import Actor
from tools.domain.paging import Page
from tools.domain.projects import Project


class Projects(Protocol):
    async def add(
        self, actor: Actor, *, title: str, synopsis: str, metadata: Mapping[str, Any]
    ) -> Project:
        """Raises `NameTakenError`."""
        ...

    async def get(self, actor: Actor, project_id: int) -> Project:
        """Raises `NotFoundError` (`PROJECT_NOT_FOUND`)."""
        ...

    async def page(self, actor: Actor, *, limit: int, cursor: str | None) -> Page[Project]: ...

    async def titles(self, actor: Actor) -> dict[str, int]:
        """Every project's title and id, oldest first."""
        ...

    async def save(self, actor: Actor, project: Project, *, expected: int | None) -> Project:
        """Write the changed fields and raise the version.

        Raises `StaleVersionError` where the stored version is not `expected`, `NameTakenError`.
        """
        ...

    async def remove(self, actor: Actor, project_id: int) -> None:
        """Raises `NotFoundError`."""
        ...
