"""Branches of a story in PostgreSQL."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from store.conflicts import name_taken
from store.rows import Rows
from tools.domain.actor import Actor
from tools.domain.branches import Branch
from tools.domain.errors import NotFoundError
from tools.domain.naming import fold
from tools.domain.paging import Page, after, page_of
from tools.domain.scenes import MAIN_BRANCH, Scene


class BranchRows(Rows):
    concept = "branches"

    async def lock(self, actor: Actor, project_id: int) -> None:
        found = await self._record("lock", workspace=actor.workspace, project_id=project_id)
        if found is None:
            raise NotFoundError(f"There is no project {project_id}.", code="PROJECT_NOT_FOUND")

    async def copy(self, actor: Actor, project_id: int, *, name: str, source: str) -> Branch:
        async with name_taken(self._connection, "branch", name):
            row = await self._record(
                "add",
                project_id=project_id,
                name=name,
                name_key=fold(name),
                source=source,
                user=actor.user,
            )
        assert row is not None
        copied = await self._record(
            "copy",
            user=actor.user,
            run_id=actor.run_id,
            project_id=project_id,
            branch_id=row["id"],
            name=name,
            source=source,
        )
        assert copied is not None
        return Branch.model_validate(row | copied)

    async def page(
        self, actor: Actor, project_id: int, *, limit: int, cursor: str | None
    ) -> Page[Branch]:
        rows = await self._all(
            Branch,
            "page",
            workspace=actor.workspace,
            project_id=project_id,
            main=MAIN_BRANCH,
            after=(after(cursor) or "").replace("\x00", ""),
            limit=limit,
        )
        return page_of(rows, limit, lambda branch: branch.name)

    async def bases(self, actor: Actor, project_id: int) -> dict[str, str | None]:
        rows = await self._records("bases", workspace=actor.workspace, project_id=project_id)
        return {row["name"]: row["base_name"] for row in rows}

    async def copied(
        self, actor: Actor, project_id: int, name: str
    ) -> dict[int, tuple[int, int, Mapping[str, Any]]]:
        rows = await self._records(
            "copied", workspace=actor.workspace, project_id=project_id, name=name
        )
        return {
            row["scene_number"]: (row["source_id"], row["source_version"], row["document"])
            for row in rows
        }

    async def scenes(self, actor: Actor, project_id: int, name: str) -> list[Scene]:
        return await self._all(
            Scene, "scenes", workspace=actor.workspace, project_id=project_id, name=name
        )
