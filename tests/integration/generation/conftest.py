"""A stage without workers of its own: what is ordered is drawn when the test says so."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from api.app import create_app
from api.databases import copied_database, dropped_database
from api.sample import load_sample
from api.settings import Settings
from api.wiring import Service, open_renderers, open_service
from graph.generation.build import build_generation
from graph.generation.drive import GenerationDrive
from graph.sheet.build import build_sheet
from graph.sheet.state import GRAPH_VERSION as SHEET_VERSION
from store.leases import PostgresLeases
from tests.integration.generation.painters import Painter
from tools.domain.actor import LOCAL
from tools.domain.generations import Generation
from tools.ports.rendering import Renderer
from tools.studio.generation import get_generation
from tools.studio.studio import Studio

_KEPT = ("runs", "projects", "threads", "revisions", "asset_links", "assets", "asset_puts")
_EMPTY = ";".join(f"delete from {table}" for table in (*_KEPT, "procrastinate_jobs"))
"""Row by row: emptying whole tables waits for those who look for lost runs meanwhile."""


@dataclass
class Stage:
    """The service, an HTTP client on it, and the painter that its renderers begin with."""

    service: Service
    http: httpx.AsyncClient
    project: int
    painter: Painter
    settings: Settings

    @property
    def studio(self) -> Studio:
        return self.service.studio

    @asynccontextmanager
    async def preferring(self, first: Renderer) -> AsyncIterator[httpx.AsyncClient]:
        """A client of the same service, in which this renderer is preferred."""
        others = tuple(one for one in self.studio.renderers if one is not first)
        async with self.offering(first, *others) as http:
            yield http

    @asynccontextmanager
    async def offering(self, *renderers: Renderer) -> AsyncIterator[httpx.AsyncClient]:
        """A client of the same service, which has these renderers."""
        studio = replace(self.studio, renderers=renderers)
        async with _client(replace(self.service, studio=studio), self.settings) as http:
            yield http

    def driver(self, owner: str = "a worker", **studio: Any) -> GenerationDrive:
        """A worker's drive, with these of its studio's collaborators exchanged."""
        database = self.service.database
        return GenerationDrive(
            studio=replace(self.studio, **studio),
            leases=PostgresLeases(database.pool, database.news),
            checkpoints=database.checkpoints,
            graph=build_generation(database.checkpoints),
            owner=owner,
            lease_s=30.0,
        )

    def sheet_driver(self, owner: str = "a worker", **studio: Any) -> GenerationDrive:
        """As `driver`, for character sheets."""
        graph = build_sheet(self.service.database.checkpoints)
        return replace(self.driver(owner, **studio), graph=graph, version=SHEET_VERSION)

    async def order(self, **body: Any) -> UUID:
        """Order over HTTP; returns the generation's id."""
        answer = await self.http.post("/api/generate", json=self.body(**body))
        assert answer.status_code == 202, answer.text
        return UUID(answer.json()["id"])

    def body(self, **body: Any) -> dict[str, Any]:
        return {"character": "Kai", "project_id": self.project, "seed": 7} | body

    async def draw(self, run_id: UUID, **studio: Any) -> Generation:
        await self.driver(**studio).drive(run_id)
        return await get_generation(self.studio, LOCAL, run_id)

    async def made(self, **body: Any) -> Generation:
        """Ordered and drawn."""
        return await self.draw(await self.order(**body))

    async def repeat(self, run_id: UUID, **changes: Any) -> Generation:
        answer = await self.http.post(f"/api/generations/{run_id}/regenerate", json=changes)
        assert answer.status_code == 202, answer.text
        return await self.draw(UUID(answer.json()["id"]))

    async def status(self, run_id: UUID) -> dict[str, Any]:
        return (await self.http.get(f"/api/status/{run_id}")).json()

    async def rows(self, sql: str, *values: Any) -> list[Any]:
        async with self.service.database.pool.connection() as connection:
            cursor = await connection.execute(sql, values)
            return await cursor.fetchall() if cursor.description else []


@pytest.fixture(scope="session")
def sketch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Renderer]:
    settings = Settings(
        data_dir=tmp_path_factory.mktemp("sketch"), render_workers=1, backend=("sketch",)
    )
    with open_renderers(settings) as renderers:
        yield renderers[0]


@pytest.fixture(scope="session")
async def opened(
    template_url: str, tmp_path_factory: pytest.TempPathFactory, sketch: Renderer
) -> AsyncIterator[Service]:
    """A service of these tests' own, whose worker takes no jobs."""
    url = copied_database(template_url, f"generation_{uuid4().hex[:12]}")
    idle = Settings(
        data_dir=tmp_path_factory.mktemp("generation"),
        picture_side_px=128,
        lease_s=30.0,
        render_workers=1,
        worker_concurrency=0,
        backend=("sketch",),
    )
    async with open_service(idle, url=url, renderers=(sketch,)) as service:
        yield service
    dropped_database(url)


@pytest.fixture
def painter(sketch: Renderer) -> Painter:
    return Painter(sketch)


@pytest.fixture
async def stage(opened: Service, sketch: Renderer, painter: Painter) -> AsyncIterator[Stage]:
    """The sample production and nothing else; the sketch is preferred, then comes the painter."""
    preferred = replace(opened.studio, renderers=(sketch, painter), guide=sketch)
    service, settings = replace(opened, studio=preferred), opened.settings
    async with opened.database.pool.connection() as connection:
        await connection.execute(_EMPTY)
    project = await load_sample(service.studio, LOCAL)
    async with _client(service, settings) as http:
        yield Stage(service, http, project.id, painter, settings)


@asynccontextmanager
async def _client(service: Service, settings: Settings) -> AsyncIterator[httpx.AsyncClient]:
    app = create_app(settings, service=service)
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8328") as http,
    ):
        yield http
