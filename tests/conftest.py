"""Real parts for every test: a PostgreSQL of the session, databases copied from a template."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from hypothesis import settings as hypothesis_settings

hypothesis_settings.register_profile("default", deadline=None)
hypothesis_settings.register_profile("ci", deadline=None, derandomize=True)
hypothesis_settings.load_profile("ci" if os.environ.get("CI") else "default")

_FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@pytest.fixture(scope="session")
def template_url() -> Iterator[str]:
    """An upgraded database that nobody connects to; tests copy it."""
    import asyncio

    from api.databases import create_database
    from store.embedded import EmbeddedPostgres
    from store.schema import upgrade

    home = Path(tempfile.mkdtemp(prefix="echo-test-"))
    home.chmod(0o755)
    server = EmbeddedPostgres(home, settings={**_FAST, "max_connections": "300"})
    maintenance = server.start()
    create_database(maintenance, "template_echo")
    url = server.url("template_echo")

    async def prepare() -> None:
        await upgrade(url)

    runner = asyncio.Runner()
    try:
        runner.run(prepare())
        yield url
    finally:
        runner.close()
        server.stop("immediate")
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture
def database_url(template_url: str) -> Iterator[str]:
    """A database of the test's own."""
    from api.databases import copied_database, dropped_database

    url = copied_database(template_url, f"test_{uuid4().hex[:12]}")
    yield url
    dropped_database(url)


@pytest.fixture
def settings(tmp_path: Path):
    """Small pictures, quick leases, a data directory of the test's own."""
    from api.settings import Settings

    return Settings(
        data_dir=tmp_path, picture_side_px=128, lease_s=1.0, render_workers=1, model="embedded"
    )


@pytest.fixture
async def service(settings, database_url: str) -> AsyncIterator[object]:
    """Everything open, as in the service itself: director, worker, listener."""
    from api.wiring import open_service

    async with open_service(settings, url=database_url) as opened:
        yield opened


@pytest.fixture
def studio(service):
    return service.studio


@pytest.fixture
def store(service):
    return service.studio.store


@pytest.fixture
async def client(service, settings) -> AsyncIterator[httpx.AsyncClient]:
    """An HTTP client on the application, without a network between."""
    from api.app import create_app

    app = create_app(settings, service=service)
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8328") as http,
    ):
        yield http


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The browser's tests come last: Playwright keeps an event loop running in this thread."""
    items.sort(key=lambda item: "browser" in item.path.parts)
