"""No read walks through a whole large table, whichever way PostgreSQL plans its statements."""

from __future__ import annotations

import base64
from collections.abc import AsyncGenerator, AsyncIterator, Iterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import psycopg
import pytest
from psycopg import sql

from api.app import create_app
from api.databases import copied_database, dropped_database
from api.settings import Settings
from api.wiring import open_renderers
from evals.bench.crowd import Crowd, gather
from evals.bench.reading import addresses, reading_paths, things
from store.database import Connections, Database, open_database
from store.files import AssetFiles
from tools.backends.embedders.embedded import EmbeddedEmbedder
from tools.studio.studio import Studio

CHARACTERS = 4000
LARGE = (
    *("characters", "character_consistency_scores", "character_references", "pictures"),
    *("picture_embeddings", "runs", "events", "revisions", "messages", "assets", "asset_links"),
)
_SCANS = "select relname, seq_scan from pg_stat_user_tables where relname = any(%s)"


class Caller:
    """An HTTP client on the application that speaks as the bench's does."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self._http = http

    async def post(self, path: str, body: Any) -> Any:
        answer = await self._http.post(path, json=body)
        assert answer.status_code < 400, f"{path}: {answer.text[:300]}"
        return answer.json()

    async def get(self, path: str) -> bytes:
        answer = await self._http.get(path)
        assert answer.status_code < 400, f"{path}: {answer.text[:300]}"
        return answer.content


@dataclass
class Place:
    """A database with many characters, and one of each thing that can be asked for in it."""

    url: str
    crowd: Crowd
    things: Mapping[str, str] | None = None


@pytest.fixture(scope="module")
def place(template_url: str) -> Iterator[Place]:
    url = copied_database(template_url, f"test_{uuid4().hex[:12]}")
    yield Place(url=url, crowd=gather(url, CHARACTERS))
    dropped_database(url)


class Watched:
    """An application and the sequential scans that each request to it begins."""

    def __init__(self, caller: Caller, database: Database) -> None:
        self.caller = caller
        self._database = database

    async def scanned(self) -> dict[str, int]:
        """Sequential scans of large tables so far, of both connections."""
        pool = self._database.pool
        async with pool.connection() as one, pool.connection() as other:
            await other.execute("select pg_stat_force_next_flush()")
            await one.execute("select pg_stat_force_next_flush()")
            found = await one.execute(_SCANS, (list(LARGE),))
            return dict(await found.fetchall())

    async def begun_by(self, path: str, body: Any = None) -> dict[str, int]:
        """The large tables that this request scanned."""
        before = await self.scanned()
        await (self.caller.get(path) if body is None else self.caller.post(path, body))
        after = await self.scanned()
        return {table: n - before[table] for table, n in after.items() if n > before[table]}


@asynccontextmanager
async def watched(url: str, folder: Path, settings: Settings) -> AsyncGenerator[Watched]:
    async with AsyncExitStack() as stack:
        renderers = stack.enter_context(open_renderers(settings))
        database = await stack.enter_async_context(open_database(url, Connections(pool=2)))
        app = create_app(settings)
        app.state.studio = Studio(
            store=database.store,
            files=AssetFiles.in_folder(folder / "assets"),
            renderers=renderers,
            embedder=EmbeddedEmbedder(),
            watch=database.news,
        )
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
        base_url = "http://127.0.0.1:8328"
        http = httpx.AsyncClient(transport=transport, base_url=base_url)
        yield Watched(Caller(await stack.enter_async_context(http)), database)


@pytest.fixture(params=["force_custom_plan", "force_generic_plan"])
async def watching(
    place: Place, tmp_path: Path, settings: Settings, request: pytest.FixtureRequest
) -> AsyncIterator[Watched]:
    """Statements are planned for their parameters, or once for all of them: sessions do both."""
    with psycopg.connect(place.url, autocommit=True) as connection:
        database = sql.Identifier(connection.info.dbname)
        wanted = sql.SQL("alter database {} set plan_cache_mode = {}")
        connection.execute(wanted.format(database, sql.Literal(request.param)))
    async with watched(place.url, tmp_path, settings) as opened:
        yield opened


async def test_reads_and_lists_begin_no_scan_of_a_large_table(
    watching: Watched, place: Place
) -> None:
    place.things = place.things or await things(watching.caller, place.crowd)
    asked = addresses(reading_paths(), place.things)
    assert len(asked) > 40
    scans = {path: await watching.begun_by(address) for path, address in asked.items()}
    assert {path: tables for path, tables in scans.items() if tables} == {}


async def test_names_and_pages_of_the_whole_workspace_begin_no_scan_either(
    watching: Watched, place: Place
) -> None:
    project, name = place.crowd.project_id, place.crowd.character
    last = base64.urlsafe_b64encode(str(place.crowd.character_id).encode()).decode()
    status, characters = "/api/anime/echo/character-status", "/api/anime/characters"
    analytics = "/api/anime/analytics"
    asked = [
        *(
            f"{status}?character_name={name}&project_id={project}",
            f"{status}?character_name={name}",
        ),
        *(f"{status}?character_name=number {place.crowd.character_id}&project_id={project}",),
        *(f"{status}?character_name=number {place.crowd.character_id}",),
        *(characters, f"{characters}?limit=200&cursor={last}"),
        f"{characters}?project_id={project}&limit=200&cursor={last}",
        *(
            f"{analytics}/{what}"
            for what in ("generations", "characters", "quality", "preferences")
        ),
    ]
    scans = {path: await watching.begun_by(path) for path in asked}
    assert {path: tables for path, tables in scans.items() if tables} == {}


async def test_an_order_and_a_search_begin_no_scan(watching: Watched, place: Place) -> None:
    project, name = place.crowd.project_id, place.crowd.character
    order = {"project_id": project, "character": name, "scene_description": "walks"}
    search = {"project_id": project, "query": "a red coat"}
    assert await watching.begun_by("/api/generate", order) == {}
    assert await watching.begun_by("/api/anime/references/search", search) == {}
    assert (
        await watching.begun_by("/api/anime/references/search", search | {"project_id": None}) == {}
    )
