"""kill -9 while a sheet or a batch is made: the same end, and nothing twice."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from api.sample import load_sample
from api.settings import Settings
from api.wiring import Service, open_service
from graph.sheet.build import build_sheet
from tests.faults.conftest import Fallen, expect_killed, fall
from tests.faults.dying import die_ordering
from tools.domain.actor import LOCAL
from tools.domain.generations import Generation
from tools.domain.runs import RunKind
from tools.studio.generation import get_generation

BATCH = [("generation", "settle", "before"), ("generation", "settle", "after")]
SHEET = [("sheet", node, "after") for node in build_sheet(None).builder.nodes]
"""Death after a node comes before its checkpoint: another process runs the node again."""


@pytest.fixture(scope="module")
async def fallen(mortals, mortal_settings, prepared_url, asked) -> Fallen:
    """Every asked-for death, on copies of a database with the sample."""
    async with open_service(mortal_settings, url=prepared_url) as service:
        project = await load_sample(service.studio, LOCAL)
    made = Fallen(prepared_url, asked)
    stories = {one: (mortal_settings, made.urls[one], *one, project.id) for one in asked}
    await fall(mortals, die_ordering, made, stories)
    return made


@pytest.fixture(scope="module")
def sheets() -> dict[str, str]:
    """The whole sheets that came of the deaths, by sha256, with the node after which one died."""
    return {}


@pytest.mark.parametrize(("graph", "node", "when"), SHEET)
async def test_another_process_finishes_the_sheet_and_draws_nothing_twice(
    graph: str,
    node: str,
    when: str,
    fallen: Fallen,
    mortal_settings: Settings,
    sheets: dict[str, str],
) -> None:
    expect_killed(fallen, (graph, node, when))
    async with open_service(mortal_settings, url=fallen.urls[graph, node, when]) as service:
        made = await ended(service, "sheet")
        scores = await rows(service, "select count(*) from character_consistency_scores")
        references = await rows(service, "select count(*) from character_references")
        effects = await rows(
            service, "select node, count(*) from effects group by node order by node"
        )
    assert (made.status, made.run.error) == ("completed", None)
    assert len(made.pictures) == len({one.sha256 for one in made.pictures}) == 15
    assert (scores, references) == ([(14,)], [(1,)])
    assert effects == [("layout", 1), ("reference", 1), ("render", 14), ("score", 14)]
    sheets[made.result["sha256"]] = node
    assert len(sheets) == 1, sheets


@pytest.mark.parametrize(("graph", "node", "when"), BATCH)
async def test_a_batch_whose_worker_died_ends_with_its_last_generation(
    graph: str, node: str, when: str, fallen: Fallen, mortal_settings: Settings
) -> None:
    expect_killed(fallen, (graph, node, when))
    async with open_service(mortal_settings, url=fallen.urls[graph, node, when]) as service:
        made = await ended(service, "batch")
        pictures = await rows(service, "select count(*) from pictures")
        ends = await rows(
            service,
            "select count(*) from events join runs on runs.id = events.run_id "
            "where runs.kind = 'batch' and events.type = 'run.ended'",
        )
    assert (made.status, made.counts.completed, made.counts.open) == ("completed", 2, 0)
    assert (pictures, ends) == ([(2,)], [(1,)])


async def ended(service: Service, kind: RunKind) -> Generation:
    """The one run of the kind, once this process has brought it to its end."""
    async with service.studio.store.read(LOCAL) as work:
        run = await work.runs.newest(LOCAL, kinds=[kind])
    assert run is not None
    async with asyncio.timeout(60):
        await service.studio.watch.ended(LOCAL, run.id, timeout_s=60)
    return await get_generation(service.studio, LOCAL, run.id)


async def rows(service: Service, sql: str) -> list[Any]:
    async with service.database.pool.connection() as connection:
        return await (await connection.execute(sql)).fetchall()
