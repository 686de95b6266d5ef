"""An asset store that speaks S3, and the ledger on a database of the test's own."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import boto3
import httpx
import pytest
from moto.server import ThreadedMotoServer

from api.app import create_app
from api.databases import copied_database, dropped_database
from store.assets import PostgresAssetLedger
from store.database import Database, open_database
from store.files import AssetFiles
from tools.backends.embedders.embedded import EmbeddedEmbedder
from tools.studio.studio import Studio


@pytest.fixture(scope="session")
def s3_address() -> Iterator[str]:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def s3_environment(s3_address: str, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The variables that a provider's tools read."""
    variables = {
        "AWS_ENDPOINT_URL": s3_address,
        "AWS_ACCESS_KEY_ID": "AKIAONLYATEST",
        "AWS_SECRET_ACCESS_KEY": "not-for-anybodys-eyes",
        "AWS_REGION": "us-east-1",
    }
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    return variables


@pytest.fixture
def s3(s3_environment: dict[str, str]) -> Iterator[Any]:
    client = boto3.client(
        "s3", endpoint_url=s3_environment["AWS_ENDPOINT_URL"], region_name="us-east-1"
    )
    yield client
    client.close()


@pytest.fixture
def bucket(s3: Any) -> str:
    name = f"assets-{uuid4().hex[:12]}"
    s3.create_bucket(Bucket=name)
    return name


@pytest.fixture(scope="session")
def database_url(template_url: str) -> Iterator[str]:
    """One database for these tests: copying and opening one takes longer than most of them."""
    url = copied_database(template_url, f"assets_{uuid4().hex[:12]}")
    yield url
    dropped_database(url)


@pytest.fixture(scope="session")
async def opened_database(database_url: str) -> AsyncIterator[Database]:
    async with open_database(database_url) as opened:
        yield opened


@pytest.fixture
async def database(opened_database: Database) -> Database:
    """Empty for every test."""
    async with opened_database.pool.connection() as connection:
        await connection.execute(
            "truncate projects, threads, runs, animations, assets, asset_puts, asset_owner cascade"
        )
    return opened_database


@pytest.fixture
def ledger(database: Database) -> PostgresAssetLedger:
    return PostgresAssetLedger(database.pool)


@pytest.fixture
def files(
    request: pytest.FixtureRequest, tmp_path: Path, ledger: PostgresAssetLedger
) -> AssetFiles:
    """A folder, or the same on S3 where a test asks for it (`both_stores`)."""
    url = None
    if getattr(request, "param", "folder") == "s3":
        url = f"s3://{request.getfixturevalue('bucket')}/kept/here"
    return AssetFiles.at(url, folder=tmp_path / "assets", ledger=ledger)


@pytest.fixture
def studio(database: Database, files: AssetFiles) -> Studio:
    return Studio(
        store=database.store,
        files=files,
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
