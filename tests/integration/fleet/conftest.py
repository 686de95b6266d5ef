"""A production, a renderer that obeys, and services that share one database."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import psycopg
import pytest
from psycopg.rows import dict_row

from api.sample import load_sample
from api.wiring import Service, open_service
from tests.integration.fleet.scripted import Scripted
from tools.backends.sketch.renderer import SketchRenderer
from tools.domain.actor import LOCAL
from tools.domain.runs import Run
from tools.studio.ordering import ImageWish, order_image
from tools.studio.studio import Studio


@pytest.fixture(scope="module")
def sketch() -> Iterator[SketchRenderer]:
    drawing = SketchRenderer(workers=1)
    yield drawing
    drawing.close()


@pytest.fixture
def scripted(sketch: SketchRenderer) -> Scripted:
    return Scripted(sketch)


@pytest.fixture
async def idle(settings, database_url: str, scripted: Scripted) -> AsyncIterator[Service]:
    """A service that orders, and leaves the driving to others."""
    alone = settings.model_copy(update={"worker_concurrency": 0})
    async with open_service(alone, url=database_url, renderers=(scripted,)) as service:
        yield service


@pytest.fixture
async def busy(settings, database_url: str, scripted: Scripted) -> AsyncIterator[Service]:
    """A service that drives its runs itself, under a lease so long that no renewal helps."""
    patient = settings.model_copy(update={"lease_s": 60.0})
    async with open_service(patient, url=database_url, renderers=(scripted,)) as service:
        yield service


async def project_of(studio: Studio) -> int:
    return (await load_sample(studio, LOCAL)).id


async def ordered(studio: Studio, project: int, **wish: object) -> Run:
    given = {"scene_description": "in the alley", "max_iterations": 1, **wish}
    made, _ = await order_image(studio, LOCAL, project, "Kai", ImageWish(**given))
    return made.run


async def records(url: str, statement: str) -> list[dict[str, object]]:
    """What a statement finds, by a connection of its own."""
    async with await psycopg.AsyncConnection.connect(
        url, autocommit=True, row_factory=dict_row
    ) as connection:
        cursor = await connection.execute(statement.encode())
        return await cursor.fetchall() if cursor.description else []
