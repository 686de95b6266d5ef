"""A run that is cancelled stops at once; one whose backend is busy comes back by itself."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from api.wiring import Service
from store.queue import JobQueue
from tests.integration.fleet.conftest import ordered, project_of, records
from tests.integration.fleet.scripted import Scripted, for_ever
from tools.domain.actor import LOCAL
from tools.domain.runs import Event, Run
from tools.ports.rendering import (
    BackendBusyError,
    BackendDownError,
    BackendStoppedError,
    RenderRequest,
)
from tools.studio.generation import cancel_run
from tools.studio.projects import delete_project

_CLOCK_OF_ITS_OWN = """
    create schema ahead;
    create function ahead.clock_timestamp() returns timestamptz language sql
        return pg_catalog.clock_timestamp() + interval '1 hour'
"""


async def log_of(service: Service, run: Run) -> list[Event]:
    async with service.studio.store.read(LOCAL) as work:
        return await work.runs.events(LOCAL, run.id)


async def test_a_cancelled_run_lets_its_backend_go_at_once(
    busy: Service, scripted: Scripted
) -> None:
    scripted.act = for_ever
    run = await ordered(busy.studio, await project_of(busy.studio))
    await scripted.begun.wait()
    await cancel_run(busy.studio, LOCAL, run.id)
    async with asyncio.timeout(3):
        await scripted.given_up.wait()
        await scripted.stop_seen.wait()
    assert scripted.stopped == scripted.asked
    ended = await busy.studio.watch.ended(LOCAL, run.id, timeout_s=0)
    assert (ended.status, ended.result) == ("cancelled", None)
    log = await log_of(busy, run)
    assert [event.type for event in log].count("run.ended") == 1
    assert log[-1].type == "run.ended"


async def test_a_project_that_is_deleted_stops_what_is_made_for_it(
    busy: Service, scripted: Scripted, database_url: str
) -> None:
    scripted.act = for_ever
    project_id = await project_of(busy.studio)
    await ordered(busy.studio, project_id)
    await ordered(busy.studio, project_id)
    await scripted.begun.wait()
    await delete_project(busy.studio, LOCAL, project_id)
    async with asyncio.timeout(3):
        await scripted.given_up.wait()
        await scripted.stop_seen.wait()
    assert set(scripted.stopped) <= set(scripted.asked)
    left = "select from procrastinate_jobs where status = 'todo' and task_name like 'drive%%'"
    assert await records(database_url, left) == []
    assert await records(database_url, "select from runs where kind = 'generation'") == []


async def test_work_of_a_service_that_ends_goes_back_and_is_not_stopped_at_the_backend(
    settings, database_url: str, scripted: Scripted, idle: Service
) -> None:
    from api.wiring import open_service

    scripted.act = for_ever
    run = await ordered(idle.studio, await project_of(idle.studio))
    async with open_service(settings, url=database_url, renderers=(scripted,)):
        await scripted.begun.wait()
    handed_back = await idle.studio.watch.ended(LOCAL, run.id, timeout_s=0)
    assert (handed_back.status, handed_back.retries, handed_back.take_ups) == ("queued", 0, 0)
    assert scripted.given_up.is_set()
    assert scripted.stopped == []
    waiting = await records(database_url, "select * from procrastinate_jobs where status = 'todo'")
    assert [job["args"] for job in waiting] == [{"run_id": str(run.id)}]

    async def at_once(request: RenderRequest, progress: Any) -> None:
        """The next one draws."""

    scripted.act = at_once
    async with open_service(settings, url=database_url, renderers=(scripted,)):
        done = await idle.studio.watch.ended(LOCAL, run.id, timeout_s=20)
    assert done.status == "completed"
    assert scripted.asked[0] == scripted.asked[1]


async def test_a_busy_backend_puts_the_run_back_and_says_when_it_is_tried_again(
    busy: Service, scripted: Scripted
) -> None:
    async def busy_twice(request: RenderRequest, progress: Any) -> None:
        if len(scripted.asked) <= 2:
            raise BackendBusyError("The server is full.", retry_after=0.2, code="QUEUE_FULL")

    scripted.act = busy_twice
    run = await ordered(busy.studio, await project_of(busy.studio))
    done = await busy.studio.watch.ended(LOCAL, run.id, timeout_s=20)
    assert (done.status, done.retries, done.attempt, done.take_ups) == ("completed", 2, 3, 0)
    told = [e.data for e in await log_of(busy, run) if e.type == "run.retrying"]
    assert [one["stage"] for one in told] == ["queue_full", "queue_full"]
    assert told[0]["error"] == {"code": "QUEUE_FULL", "detail": "The server is full."}
    assert told[0]["in_s"] == 0.2
    assert told[1]["in_s"] > told[0]["in_s"]


async def test_a_released_run_waits_without_a_lease_and_with_one_job(
    busy: Service, scripted: Scripted, database_url: str
) -> None:
    async def down(request: RenderRequest, progress: Any) -> None:
        raise BackendDownError("No answer.")

    scripted.act = down
    run = await ordered(busy.studio, await project_of(busy.studio))
    async with asyncio.timeout(10):
        async for event in busy.studio.watch.follow(LOCAL, run.id):
            if event.type == "run.retrying":
                break
    (kept,) = await records(
        database_url, "select status, stage, lease_until from runs where kind = 'generation'"
    )
    assert kept == {"status": "queued", "stage": "backend_down", "lease_until": None}
    jobs = await records(database_url, "select 1 from procrastinate_jobs where status = 'todo'")
    assert len(jobs) == 1


async def test_a_retry_is_due_by_the_clock_of_the_database(
    idle: Service, database_url: str
) -> None:
    run = await ordered(idle.studio, await project_of(idle.studio))
    await records(database_url, _CLOCK_OF_ITS_OWN)
    await records(database_url, "delete from procrastinate_jobs")
    async with idle.database.pool.connection() as connection, connection.transaction():
        await connection.execute("set local search_path = ahead, pg_catalog, public")
        await JobQueue(connection, idle.database.jobs).defer(run, wait_s=20)
    (job,) = await records(
        database_url,
        "select extract(epoch from scheduled_at - now()) as due_s from procrastinate_jobs",
    )
    assert 3600 < job["due_s"] <= 3620


async def test_work_that_somebody_stopped_at_the_backend_ends_as_cancelled(
    busy: Service, scripted: Scripted
) -> None:
    async def stopped(request: RenderRequest, progress: Any) -> None:
        raise BackendStoppedError("Somebody interrupted it at the server.")

    scripted.act = stopped
    run = await ordered(busy.studio, await project_of(busy.studio))
    ended = await busy.studio.watch.ended(LOCAL, run.id, timeout_s=10)
    assert ended.status == "cancelled"
    assert ended.error == {
        "code": "BACKEND_STOPPED",
        "detail": "Somebody interrupted it at the server.",
    }


@pytest.mark.parametrize("words", [60])
async def test_a_talkative_backend_is_heard_twice_a_second(
    busy: Service, scripted: Scripted, words: int
) -> None:
    took_s = 1.2

    async def talk(request: RenderRequest, progress: Any) -> None:
        for n in range(words):
            await progress(n / words, "sampling")
            await asyncio.sleep(took_s / words)

    scripted.act = talk
    run = await ordered(busy.studio, await project_of(busy.studio))
    await busy.studio.watch.ended(LOCAL, run.id, timeout_s=20)
    log = await log_of(busy, run)
    told = [event for event in log if event.type == "progress"]
    lasted_s = (log[-1].at - told[0].at).total_seconds()
    paced = [event for event in told if "step" not in event.data]
    assert 2 <= len(paced) <= 2 + 2 * lasted_s
    assert [event.type for event in log][-2:] == ["progress", "run.ended"]
