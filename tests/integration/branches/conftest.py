"""The studio on a database of the test's own, without director, worker and renderers."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.app import create_app
from store.database import Database, open_database
from store.files import AssetFiles
from tools.backends.embedders.embedded import EmbeddedEmbedder
from tools.studio.studio import Studio


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
async def client(studio: Studio, settings: Any) -> AsyncIterator[httpx.AsyncClient]:
    app = create_app(settings)
    app.state.studio = studio
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    base_url = "http://127.0.0.1:8328"
    async with httpx.AsyncClient(transport=transport, base_url=base_url) as http:
        yield http
