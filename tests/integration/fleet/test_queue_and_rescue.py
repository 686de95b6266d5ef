"""Places in the queue over HTTP, and the runs of the dead, each queued again once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from uuid import UUID

import httpx
import pytest
from uuid_utils.compat import uuid7

from api.app import create_app
from api.readiness import Finding, examine
from api.wiring import Service, open_service
from store.fleet import PostgresFleet
from tests.integration.fleet.conftest import ordered, project_of, records
from tests.integration.fleet.scripted import Scripted
from tools.catalog.catalog import CATALOG
from tools.catalog.tool import Call
from tools.domain.actor import LOCAL
from tools.domain.queues import BATCH, DELEGATED, PERSON_WAITS


@pytest.fixture
async def http(idle: Service) -> AsyncIterator[httpx.AsyncClient]:
    app = create_app(idle.settings, service=idle)
    transport = httpx.ASGITransport(app=app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8328/api") as client,
    ):
        yield client


@pytest.fixture
def fleet(idle: Service) -> PostgresFleet:
    return PostgresFleet(idle.database.pool, idle.database.jobs)


async def waiting_jobs(url: str) -> list[str]:
    found = await records(url, "select args from procrastinate_jobs where status = 'todo'")
    return [job["args"]["run_id"] for job in found]


async def test_who_waits_for_a_person_comes_before_batches_that_were_first(idle, http) -> None:
    project = await project_of(idle.studio)
    runs = {
        priority: await ordered(idle.studio, project, priority=priority)
        for priority in (BATCH, DELEGATED, PERSON_WAITS)
    }
    seen = (await http.get("/queue")).json()
    places = {item["generation_id"]: item["place"] for item in seen["items"]}
    assert places == {
        str(runs[PERSON_WAITS].id): 1,
        str(runs[DELEGATED].id): 2,
        str(runs[BATCH].id): 3,
    }
    first = seen["items"][0]
    assert first["id"] == first["generation_id"] == str(runs[BATCH].id)
    assert (first["status"], first["queue"], first["priority"]) == ("queued", "embedded", BATCH)
    assert first["eta_seconds"] is None
    standing = {one["queue"]: one for one in seen["queues"]}
    assert standing["embedded"] == {
        "queue": "embedded",
        "waiting": 3,
        "running": 0,
        "workers": 0,
        "places": 0,
        "typical_seconds": None,
    }


async def test_somebody_who_asks_is_told_the_place_in_words(idle) -> None:
    project = await project_of(idle.studio)
    await ordered(idle.studio, project)
    last = await ordered(idle.studio, project)
    call = Call(studio=idle.studio, actor=LOCAL, project_id=project)
    told = await CATALOG["get_generation_status"](call, {"generation_id": str(last.id)})
    assert told.content["message"] == (
        "The picture of Kai Nakamura is queued, number 2 in line. It will appear here when it is "
        "ready."
    )


async def test_a_long_queue_is_read_a_page_at_a_time(idle, http) -> None:
    project = await project_of(idle.studio)
    runs = [str((await ordered(idle.studio, project)).id) for _ in range(3)]
    first = (await http.get("/queue", params={"limit": 2})).json()
    rest = (await http.get("/queue", params={"limit": 2, "cursor": first["next_cursor"]})).json()
    assert [item["id"] for item in first["items"] + rest["items"]] == runs
    assert rest["items"][0]["place"] == 3
    assert rest["next_cursor"] is None
    bad = await http.get("/queue", params={"cursor": "bm9uZQ=="})
    assert (bad.status_code, bad.json()["code"]) == (422, "BAD_CURSOR")


async def test_a_cancelled_run_makes_room_for_the_next(idle, http) -> None:
    project = await project_of(idle.studio)
    first, second = [await ordered(idle.studio, project) for _ in range(2)]
    await http.post(f"/generations/{first.id}/cancel")
    (left,) = (await http.get("/queue")).json()["items"]
    assert (left["id"], left["place"]) == (str(second.id), 1)


async def test_what_was_driven_before_and_who_is_alive_tell_how_long_it_takes(
    idle, http, settings, database_url, scripted: Scripted
) -> None:
    project = await project_of(idle.studio)
    one_place = settings.model_copy(update={"worker_concurrency": 1})
    hold = asyncio.Event()

    async def held(request, progress) -> None:
        await hold.wait()

    async with open_service(one_place, url=database_url, renderers=(scripted,)):
        first = await ordered(idle.studio, project)
        await idle.studio.watch.ended(LOCAL, first.id, timeout_s=20)
        scripted.act = held
        scripted.begun.clear()
        running = await ordered(idle.studio, project)
        await scripted.begun.wait()
        waiting = await ordered(idle.studio, project)
        seen = (await http.get("/queue")).json()
        hold.set()
        await idle.studio.watch.ended(LOCAL, waiting.id, timeout_s=20)
    standing = next(one for one in seen["queues"] if one["queue"] == "embedded")
    assert (standing["workers"], standing["places"]) == (1, 1)
    assert (standing["running"], standing["waiting"]) == (1, 1)
    now, then = seen["items"]
    assert (now["id"], now["status"], now["place"]) == (str(running.id), "running", None)
    assert (then["id"], then["place"]) == (str(waiting.id), 1)
    assert then["eta_seconds"] == pytest.approx(1.5 * standing["typical_seconds"], abs=0.1)


async def test_however_many_look_for_the_dead_a_lost_run_gets_one_job(
    idle, fleet: PostgresFleet, database_url
) -> None:
    run = await ordered(idle.studio, await project_of(idle.studio))
    await records(database_url, "delete from procrastinate_jobs")
    await records(database_url, "delete from upkeep")
    found = await asyncio.gather(*(fleet.rescue(every_s=60, stalled_s=60) for _ in range(10)))
    assert [one.id for some in found for one in some] == [run.id]
    assert await waiting_jobs(database_url) == [str(run.id)]


async def test_the_job_of_a_silent_worker_is_given_anew_and_the_worker_forgotten(
    idle, fleet: PostgresFleet, database_url
) -> None:
    run = await ordered(idle.studio, await project_of(idle.studio))
    await records(
        database_url,
        "with gone as (insert into procrastinate_workers (last_heartbeat) "
        "values (now() - interval '5 minutes') returning id) "
        "update procrastinate_jobs set status = 'doing', worker_id = (select id from gone)",
    )
    await records(database_url, "delete from upkeep")
    assert [one.id for one in await fleet.rescue(every_s=1, stalled_s=15)] == [run.id]
    assert await waiting_jobs(database_url) == [str(run.id)]
    assert await records(database_url, "select from procrastinate_workers") == []


async def test_what_the_queue_itself_is_forgetting_is_not_waited_for(
    idle, fleet: PostgresFleet, database_url
) -> None:
    run = await ordered(idle.studio, await project_of(idle.studio))
    await records(
        database_url,
        "with gone as (insert into procrastinate_workers (last_heartbeat) "
        "values (now() - interval '5 minutes') returning id) "
        "update procrastinate_jobs set status = 'doing', worker_id = (select id from gone)",
    )
    await records(database_url, "delete from upkeep")
    async with idle.database.pool.connection() as queue, queue.transaction():
        await queue.execute("select from procrastinate_workers for update")
        await queue.execute("select from procrastinate_jobs for update")
        async with asyncio.timeout(5):
            assert await fleet.rescue(every_s=0, stalled_s=15) == []
    assert [one.id for one in await fleet.rescue(every_s=0, stalled_s=15)] == [run.id]


async def test_a_run_that_is_driven_or_waits_for_its_turn_is_left_alone(
    idle, fleet: PostgresFleet, database_url
) -> None:
    await ordered(idle.studio, await project_of(idle.studio))
    await records(database_url, "delete from upkeep")
    assert await fleet.rescue(every_s=1, stalled_s=15) == []


async def test_a_worker_is_seen_until_it_goes_or_falls_silent(idle, fleet, http) -> None:
    async def alive() -> tuple[int, int]:
        queues = (await http.get("/queue")).json()["queues"]
        comfyui = next(one for one in queues if one["queue"] == "comfyui")
        return comfyui["workers"], comfyui["places"]

    async def comes(worker: UUID, alive_s: float) -> None:
        await fleet.come(worker, name="w", queues=["comfyui"], concurrency=3, alive_s=alive_s)

    lasting, silent = uuid7(), uuid7()
    await comes(lasting, 60)
    await comes(silent, 0)
    assert await alive() == (1, 3)
    await comes(silent, 60)
    assert await alive() == (2, 6)
    await fleet.go(lasting)
    await fleet.go(silent)
    assert await alive() == (0, 0)


async def test_a_service_that_leaves_the_work_to_others_is_ready_and_says_who_is_missing(
    idle, fleet
) -> None:
    async def jobs() -> Finding:
        return next(one for one in await examine(idle) if one.part == "jobs")

    alone = await jobs()
    assert (alone.ok, alone.needed) == (False, False)
    assert alone.advice == "Start `echo-director worker` for: embedded."
    await fleet.come(uuid7(), name="a", queues=["embedded"], concurrency=2, alive_s=60)
    together = await jobs()
    assert together.ok
    assert together.detail == "left to the fleet, workers alive: embedded 1"
