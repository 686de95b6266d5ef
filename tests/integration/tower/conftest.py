"""A studio, and an empty database for an old Tower beside it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from uuid import uuid4

import httpx
import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from api.app import create_app
from api.databases import create_database, dropped_database
from api.settings import Settings
from store.database import Database, open_database
from store.files import AssetFiles
from store.tower import open_tower
from store.tower_pictures import PictureFolder
from tests.integration.tower.old_tower import OldTower
from tools.backends.embedders.embedded import EmbeddedEmbedder
from tools.domain.actor import LOCAL
from tools.domain.tower import TowerReport
from tools.studio.studio import Studio
from tools.studio.tower_import import import_tower

Bring = Callable[..., Awaitable[TowerReport]]


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    async with open_database(database_url) as opened:
        yield opened


@pytest.fixture
def studio(database: Database, tmp_path: Path) -> Studio:
    return Studio(
        store=database.store,
        files=AssetFiles.in_folder(tmp_path / "assets"),
        renderers=(),
        embedder=EmbeddedEmbedder(),
        watch=database.news,
    )


@pytest.fixture
async def client(studio: Studio, settings: Settings) -> AsyncIterator[httpx.AsyncClient]:
    app = create_app(settings)
    app.state.studio = studio
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    base_url = "http://127.0.0.1:8328"
    async with httpx.AsyncClient(transport=transport, base_url=base_url) as http:
        yield http


@pytest.fixture
def old(template_url: str) -> Iterator[OldTower]:
    name = f"tower_{uuid4().hex[:12]}"
    create_database(make_conninfo(template_url, dbname="postgres"), name)
    url = make_conninfo(template_url, dbname=name)
    yield OldTower(url)
    dropped_database(url)


@pytest.fixture
def bring(studio: Studio, old: OldTower) -> Bring:
    async def bring(*, dry_run: bool = False, root: Path | None = None) -> TowerReport:
        async with open_tower(old.url, name="tower") as source:
            pictures = PictureFolder(root)
            return await import_tower(studio, LOCAL, source, pictures, dry_run=dry_run)

    return bring


@pytest.fixture
def ask(database_url: str) -> Callable[[str], list[tuple[object, ...]]]:
    def ask(query: str) -> list[tuple[object, ...]]:
        with psycopg.connect(database_url) as connection:
            return connection.execute(query.encode()).fetchall()

    return ask
