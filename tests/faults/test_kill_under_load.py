"""kill -9 on workers under load, again and again: every run is completed, and only once."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess

import pytest

from api.settings import Settings
from api.wiring import Service, open_service
from tests.faults.dying import toil
from tests.integration.fleet.conftest import ordered, project_of, records
from tools.domain.actor import LOCAL
from tools.domain.queues import BATCH, PERSON_WAITS

RUNS, CANDIDATES = 20, 2
WORKERS, KILLS = 3, 4
_LOOK_S = 0.02


class Crew:
    """Processes of the worker's command, two places each, replaced when they are killed."""

    def __init__(self, mortals: BaseContext, url: str, settings: Settings) -> None:
        self._mortals, self._url, self._folder = mortals, url, str(settings.data_dir)
        self.alive: dict[int, BaseProcess] = {}

    async def hire(self, count: int) -> None:
        for _ in range(count):
            process = self._mortals.Process(target=toil, args=(self._url, self._folder))
            process.start()
            self.alive[process.pid] = process

    async def kill_one_at_work(self) -> None:
        """The worker of some run that nobody was killed over yet, in the middle of it."""
        while True:
            driven = await records(
                self._url,
                "select lease_owner from runs where status = 'running' and take_ups = 0",
            )
            for run in driven:
                pid = int(str(run["lease_owner"]).rpartition(":")[2])
                if victim := self.alive.pop(pid, None):
                    victim.kill()
                    await asyncio.to_thread(victim.join)
                    return
            await asyncio.sleep(_LOOK_S)

    def dismiss(self) -> None:
        for process in self.alive.values():
            process.kill()
        for process in self.alive.values():
            process.join()


@pytest.fixture
async def orderer(settings, database_url: str) -> AsyncIterator[Service]:
    """A service that only orders."""
    alone = settings.model_copy(update={"worker_concurrency": 0, "picture_side_px": 96})
    async with open_service(alone, url=database_url) as service:
        yield service


@pytest.fixture
async def crew(
    mortals: BaseContext, settings: Settings, orderer: Service, database_url: str
) -> AsyncIterator[Crew]:
    workers = Crew(mortals, database_url, settings)
    yield workers
    workers.dismiss()


@pytest.mark.timeout(240)
async def test_whoever_is_killed_every_run_ends_once_and_completed(
    orderer: Service, crew: Crew, database_url: str
) -> None:
    studio = orderer.studio
    project = await project_of(studio)
    await crew.hire(WORKERS)
    runs = [
        await ordered(
            studio, project, candidates=CANDIDATES, priority=BATCH if n % 2 else PERSON_WAITS
        )
        for n in range(RUNS)
    ]
    async with asyncio.timeout(150):
        for _ in range(KILLS):
            await crew.kill_one_at_work()
            await crew.hire(1)
        done = await asyncio.gather(
            *(studio.watch.ended(LOCAL, run.id, timeout_s=150) for run in runs)
        )
    assert Counter(run.status for run in done) == {"completed": RUNS}
    assert sum(run.take_ups for run in done) >= KILLS
    kept = await records(
        database_url,
        "select runs.id, (select count(*) from events where run_id = runs.id"
        " and type = 'run.ended') as ends,"
        " (select count(*) from effects where run_id = runs.id) as effects,"
        " (select count(*) from pictures where provenance ->> 'run_id' = runs.id::text)"
        " as pictures, jsonb_array_length(result -> 'attempts') as attempts"
        " from runs where kind = 'generation'",
    )
    assert len(kept) == RUNS
    for run in kept:
        assert run["ends"] == 1, run
        assert run["pictures"] == run["attempts"] == run["effects"] == CANDIDATES, run
    assert (
        await records(
            database_url, "select from procrastinate_jobs where status in ('todo', 'doing')"
        )
        == []
    )
