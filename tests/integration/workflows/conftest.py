"""The studio on a database of the test's own, and servers that know the nodes of one graph."""

from __future__ import annotations

import dataclasses
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.app import create_app
from api.routes import workflows
from store.database import Database, open_database
from store.files import AssetFiles
from tools.backends.embedders.embedded import EmbeddedEmbedder
from tools.domain.workflows import Workflow
from tools.ports.rendering import BackendDownError
from tools.studio.studio import Studio


class Servers:
    """Rendering servers whose nodes are these; they may be away."""

    def __init__(self, nodes: set[str]) -> None:
        self.nodes = nodes
        self.away = False

    async def problems(self, workflow: Workflow) -> list[str]:
        if self.away:
            raise BackendDownError("No ComfyUI server answers: http://x:8188 cannot be reached.")
        kinds = {node["class_type"] for node in workflow.graph.values()}
        return [f"No server has the node {kind}." for kind in sorted(kinds - self.nodes)]


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
def servers() -> Servers:
    return Servers(
        {
            "KSampler",
            "CheckpointLoaderSimple",
            "EmptyLatentImage",
            "CLIPTextEncode",
            "VAEDecode",
            "SaveImage",
        }
    )


@pytest.fixture
def checking(studio: Studio, servers: Servers) -> Studio:
    """The studio, with servers to ask."""
    return dataclasses.replace(studio, workflow_check=servers)


@pytest.fixture
async def serving(settings: Any) -> AsyncIterator[Callable[[Studio], httpx.AsyncClient]]:
    """A client on the application with the given studio."""
    app = create_app(settings)
    if not any(getattr(r, "path", "") == "/api/workflows" for r in app.router.routes):
        app.include_router(workflows.router)
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    base_url = "http://127.0.0.1:8328"
    async with httpx.AsyncClient(transport=transport, base_url=base_url) as http:

        def on(studio: Studio) -> httpx.AsyncClient:
            app.state.studio = studio
            return http

        yield on
