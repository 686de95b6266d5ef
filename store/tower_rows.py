"""What was brought from old Tower databases, in PostgreSQL: many rows a statement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from psycopg import sql
from psycopg.errors import UniqueViolation
from psycopg.types.json import Jsonb

from store.rows import Rows
from tools.domain.actor import Actor
from tools.domain.bible import Bible
from tools.domain.errors import ConflictError, NotFoundError
from tools.domain.tower import Kind

_TABLES: dict[Kind, str] = {
    "project": "projects",
    "character": "characters",
    "scene": "scenes",
    "bible": "project_bibles",
    "bible_character": "bible_characters",
    "score": "character_consistency_scores",
    "style_template": "style_templates",
    "preference": "user_preferences",
}


class TowerRows(Rows):
    concept = "tower_rows"

    async def known(
        self, actor: Actor, source: str, kind: Kind, keys: Sequence[str]
    ) -> dict[str, dict[str, Any]]:
        rows = await self._records(
            "known", workspace=actor.workspace, source=source, kind=kind, keys=list(keys)
        )
        return {row["legacy_key"]: row for row in rows}

    async def remember(
        self, actor: Actor, source: str, kind: Kind, rows: Sequence[Mapping[str, Any]]
    ) -> None:
        await self._run(
            "remember", workspace=actor.workspace, source=source, kind=kind, rows=_json(rows)
        )

    async def digests(self, actor: Actor, kind: Kind, ids: Sequence[int]) -> dict[int, str]:
        rows = await self._records(f"digests_{kind}", workspace=actor.workspace, ids=list(ids))
        return {row["id"]: row["digest"] for row in rows}

    async def hold(self, actor: Actor, kind: Kind, ids: Sequence[int]) -> None:
        statement = sql.SQL("select id from {} where id = any(%s) order by id for no key update")
        await self._connection.execute(
            statement.format(sql.Identifier(_TABLES[kind])), (list(ids),)
        )

    async def numbers(self, kind: Kind, count: int) -> list[int]:
        rows = await self._records("numbers", table=_TABLES[kind], count=count)
        return [row["id"] for row in rows]

    async def taken(
        self, actor: Actor, kind: Kind, wanted: Sequence[tuple[int, str]]
    ) -> dict[tuple[int, str], int]:
        rows = await self._records(
            f"taken_{kind}",
            workspace=actor.workspace,
            scopes=[scope for scope, _ in wanted],
            keys=[key for _, key in wanted],
        )
        return {(row["scope"], row["name_key"]): row["id"] for row in rows}

    async def scene_numbers(
        self, actor: Actor, wanted: Sequence[tuple[int, str, int]]
    ) -> dict[tuple[int, str, int], int]:
        rows = await self._records(
            "scene_numbers",
            projects=[project for project, _, _ in wanted],
            branches=[branch for _, branch, _ in wanted],
            numbers=[number for _, _, number in wanted],
        )
        return {
            (row["project_id"], row["branch_name"], row["scene_number"]): row["id"] for row in rows
        }

    async def last_scene(self, actor: Actor, project_id: int, branch: str) -> int:
        row = await self._record("last_scene", project_id=project_id, branch=branch)
        assert row is not None
        return row["last"]

    async def add(self, actor: Actor, kind: Kind, rows: Sequence[Mapping[str, Any]]) -> None:
        await self._write("add", actor, kind, rows)

    async def change(self, actor: Actor, kind: Kind, rows: Sequence[Mapping[str, Any]]) -> None:
        await self._write("change", actor, kind, rows)

    async def alone(self, actor: Actor, source: str) -> None:
        if await self._record("workspace", workspace=actor.workspace) is None:
            raise NotFoundError(
                f"There is no workspace “{actor.workspace}”. Make a key for it first.",
                code="WORKSPACE_NOT_FOUND",
            )
        await self._run("alone", workspace=actor.workspace, source=source)

    async def bible(self, actor: Actor, bible_id: int) -> Bible:
        bible = await self._one(Bible, "bible", workspace=actor.workspace, bible_id=bible_id)
        assert bible is not None
        return bible

    async def designs(self, actor: Actor, character_ids: Sequence[int]) -> dict[int, str]:
        rows = await self._records("designs", ids=list(character_ids))
        return {row["id"]: row["design"] for row in rows}

    async def _write(
        self, how: str, actor: Actor, kind: Kind, rows: Sequence[Mapping[str, Any]]
    ) -> None:
        if rows:
            try:
                await self._run(
                    f"{how}_{kind}", workspace=actor.workspace, user=actor.user, rows=_json(rows)
                )
            except UniqueViolation as error:
                raise ConflictError(
                    "Somebody wrote here while the import went on; nothing was brought. Run it "
                    "again.",
                    code="CHANGED_MEANWHILE",
                ) from error


def _json(rows: Sequence[Mapping[str, Any]]) -> Jsonb:
    return Jsonb([dict(row) for row in rows])
