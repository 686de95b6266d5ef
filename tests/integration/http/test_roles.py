"""What each role may do: a viewer reads, an editor works, an owner deletes whole projects."""

from __future__ import annotations

from typing import Any

from psycopg import sql

from tests.integration.http.belongings import furnish
from tests.integration.http.doors import door, named
from tests.integration.http.test_strangers import private, seen_by_its_owner
from tests.integration.http.walking import requests
from tools.domain.actor import Actor


async def test_a_viewer_walks_every_operation_and_changes_nothing(
    service: Any, settings: Any
) -> None:
    async with door(service, settings) as keyed:
        owner, viewer = await keyed("first"), await keyed("first", "viewer")
        things = await furnish(owner, service.studio, _owner(), "Quillfeather")
        document = (await owner.get("/openapi.json")).json()
        before = await seen_by_its_owner(document, things, owner)
        rows = await _rows(service)
        refused: list[str] = []
        for asked in private(requests(document, things)):
            got = await asked.by(viewer)
            assert got.status_code < 500, f"{asked.operation}: {got.text}"
            assert asked.method != "get" or got.status_code != 403, f"{asked.operation}: {got.text}"
            if got.status_code == 403:
                assert got.json()["code"] == "FORBIDDEN"
                refused.append(asked.operation)
        assert len(refused) > 40
        assert {
            "POST /api/chat/threads",
            "POST /api/chat/threads/{thread_id}/messages",
            "POST /api/generate",
            "POST /api/assets",
            "DELETE /api/anime/projects/{project_id}",
        } <= set(refused)
        assert await _rows(service) == rows
        assert await seen_by_its_owner(document, things, owner) == before


async def test_an_editor_works_and_only_an_owner_deletes_a_project(
    service: Any, settings: Any
) -> None:
    async with door(service, settings) as keyed:
        owner, editor = await keyed("first"), await keyed("first", "editor")
        made = await editor.post("/api/anime/projects", json={"title": "Rain"})
        assert (made.status_code, made.json()["created_by"]) == (201, named("editor"))
        address = f"/api/anime/projects/{made.json()['id']}"
        assert (await editor.put(address, json={"synopsis": "wet"})).status_code == 200
        refused = await editor.delete(address)
        assert (refused.status_code, refused.json()["code"]) == (403, "FORBIDDEN")
        assert (await owner.delete(address)).status_code == 204


async def _rows(service: Any) -> dict[str, int]:
    """How many rows each table has, but for those of the machinery."""
    counts: dict[str, int] = {}
    async with service.database.pool.connection() as connection:
        tables = await connection.execute(
            "select relname from pg_class where relkind = 'r' "
            "and relnamespace = 'public'::regnamespace and relname not like 'procrastinate%'"
        )
        for (table,) in await tables.fetchall():
            statement = sql.SQL("select count(*) from {}").format(sql.Identifier(table))
            [counts[table]] = await (await connection.execute(statement)).fetchone()
    return counts


def _owner() -> Actor:
    return Actor(workspace="first", user=named("owner"))
