"""Projects in PostgreSQL."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from psycopg.types.json import Jsonb

from store.conflicts import name_taken, stale
from store.rows import Rows
from tools.domain.actor import Actor
from tools.domain.errors import NotFoundError
from tools.domain.naming import fold
from tools.domain.paging import Page, after_number, page_of
from tools.domain.projects import Project


class ProjectRows(Rows):
    concept = "projects"

    async def add(
        self, actor: Actor, *, title: str, synopsis: str, metadata: Mapping[str, Any]
    ) -> Project:
        async with name_taken(self._connection, "project", title):
            project = await self._one(
                Project,
                "add",
                workspace=actor.workspace,
                user=actor.user,
                title=title,
                name_key=fold(title),
                synopsis=synopsis,
                metadata=Jsonb(dict(metadata)),
            )
        assert project is not None
        return project

    async def get(self, actor: Actor, project_id: int) -> Project:
        project = await self._one(Project, "get", workspace=actor.workspace, project_id=project_id)
        if project is None:
            raise _unknown(project_id)
        return project

    async def page(self, actor: Actor, *, limit: int, cursor: str | None) -> Page[Project]:
        rows = await self._all(
            Project, "page", workspace=actor.workspace, after=after_number(cursor), limit=limit
        )
        return page_of(rows, limit, lambda project: project.id)

    async def titles(self, actor: Actor) -> dict[str, int]:
        rows = await self._records("titles", workspace=actor.workspace)
        return {row["title"]: row["id"] for row in rows}

    async def save(self, actor: Actor, project: Project, *, expected: int | None) -> Project:
        async with name_taken(self._connection, "project", project.title):
            saved = await self._one(
                Project,
                "save",
                workspace=actor.workspace,
                project_id=project.id,
                title=project.title,
                name_key=fold(project.title),
                synopsis=project.synopsis,
                status=project.status,
                metadata=Jsonb(project.metadata),
                expected=expected,
            )
        if saved is None:
            raise stale("project", (await self.get(actor, project.id)).version, expected)
        return saved

    async def remove(self, actor: Actor, project_id: int) -> None:
        if not await self._run("remove", workspace=actor.workspace, project_id=project_id):
            raise _unknown(project_id)


def _unknown(project_id: int) -> NotFoundError:
    return NotFoundError(f"There is no project {project_id}.", code="PROJECT_NOT_FOUND")
