"""Scenes in PostgreSQL."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

from psycopg.errors import UniqueViolation
from psycopg.types.json import Jsonb

from store.conflicts import stale
from store.rows import Connection, Rows
from tools.domain.actor import Actor
from tools.domain.errors import ConflictError, InvalidError, NotFoundError
from tools.domain.paging import Page, after, page_of
from tools.domain.scenes import Scene, SceneContent


class SceneRows(Rows):
    concept = "scenes"

    async def next_number(self, actor: Actor, project_id: int, branch: str) -> int:
        locked = await self._record(
            "lock_project", workspace=actor.workspace, project_id=project_id
        )
        if locked is None:
            raise _unknown_project(project_id)
        row = await self._record("last_number", project_id=project_id, branch=branch)
        assert row is not None
        return (row["last"] or 0) + 1

    async def add(self, actor: Actor, project_id: int, content: SceneContent) -> Scene:
        async with _number_taken(self._connection, content):
            scene = await self._one(
                Scene,
                "add",
                workspace=actor.workspace,
                user=actor.user,
                project_id=project_id,
                **_columns(content),
            )
        if scene is None:
            raise _unknown_project(project_id)
        return scene

    async def get(self, actor: Actor, scene_id: int) -> Scene:
        return await self._found(actor, scene_id, "get")

    async def hold(self, actor: Actor, scene_id: int) -> Scene:
        return await self._found(actor, scene_id, "hold")

    async def at(
        self, actor: Actor, project_id: int, branch: str, scene_number: int
    ) -> Scene | None:
        return await self._one(
            Scene,
            "at",
            workspace=actor.workspace,
            project_id=project_id,
            branch=branch,
            scene_number=scene_number,
        )

    async def with_character(self, actor: Actor, project_id: int, name: str) -> list[Scene]:
        return await self._all(
            Scene,
            "with_character",
            workspace=actor.workspace,
            project_id=project_id,
            cast=Jsonb([name]),
        )

    async def page(
        self,
        actor: Actor,
        *,
        project_id: int | None,
        branch: str | None,
        limit: int,
        cursor: str | None,
    ) -> Page[Scene]:
        after_project, after_number, after_branch = _place(cursor)
        rows = await self._all(
            Scene,
            "page",
            workspace=actor.workspace,
            project_id=project_id,
            branch=branch,
            after_project=after_project,
            after_branch=after_branch,
            after_number=after_number,
            limit=limit,
        )
        return page_of(rows, limit, lambda s: f"{s.project_id} {s.scene_number} {s.branch_name}")

    async def all_of(self, actor: Actor, project_id: int) -> list[Scene]:
        return await self._all(Scene, "all_of", workspace=actor.workspace, project_id=project_id)

    async def branches(self, actor: Actor, project_id: int) -> list[str]:
        rows = await self._records("branches", workspace=actor.workspace, project_id=project_id)
        return [row["branch_name"] for row in rows]

    async def save(self, actor: Actor, scene: Scene, *, expected: int | None) -> Scene:
        async with _number_taken(self._connection, scene):
            saved = await self._one(
                Scene,
                "save",
                workspace=actor.workspace,
                scene_id=scene.id,
                expected=expected,
                **_columns(scene),
            )
        if saved is None:
            raise stale("scene", (await self.get(actor, scene.id)).version, expected)
        return saved

    async def remove(self, actor: Actor, scene_id: int) -> None:
        if not await self._run("remove", workspace=actor.workspace, scene_id=scene_id):
            raise _unknown(scene_id)

    async def _found(self, actor: Actor, scene_id: int, statement: str) -> Scene:
        scene = await self._one(Scene, statement, workspace=actor.workspace, scene_id=scene_id)
        if scene is None:
            raise _unknown(scene_id)
        return scene


def _columns(content: SceneContent) -> dict[str, Any]:
    return {
        "branch": content.branch_name,
        "scene_number": content.scene_number,
        "description": content.description,
        "characters": Jsonb(content.characters),
        "video_path": content.video_path,
        "status": content.status,
        "workflow_data": Jsonb(content.workflow_data),
    }


@asynccontextmanager
async def _number_taken(
    connection: Connection, content: SceneContent
) -> AsyncGenerator[None, None]:
    try:
        async with connection.transaction():
            yield
    except UniqueViolation as error:
        raise ConflictError(
            f"There is a scene {content.scene_number} on the branch "
            f"“{content.branch_name}” already.",
            code="SCENE_NUMBER_TAKEN",
        ) from error


def _place(cursor: str | None) -> tuple[int, int, str]:
    """Project, number and branch that a cursor stands for. Raises `InvalidError`."""
    key = after(cursor)
    if key is None:
        return 0, 0, ""
    numbers = key.split(" ", 2)
    if len(numbers) != 3 or not all(
        n.isascii() and n.isdigit() and len(n) < 10 for n in numbers[:2]
    ):
        raise InvalidError("The cursor is not one that this list gave out.", code="BAD_CURSOR")
    return int(numbers[0]), int(numbers[1]), numbers[2].replace("\x00", "")


def _unknown(scene_id: int) -> NotFoundError:
    return NotFoundError(f"There is no scene {scene_id}.", code="SCENE_NOT_FOUND")


def _unknown_project(project_id: int) -> NotFoundError:
    return NotFoundError(f"There is no project {project_id}.", code="PROJECT_NOT_FOUND")
