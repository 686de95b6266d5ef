"""Of two who drive the same run, only what the later one writes counts."""

from __future__ import annotations

import asyncio

import pytest

from api.wiring import Service
from graph.driving import acting
from store.leases import PostgresLeases
from tests.integration.fleet.conftest import ordered, project_of
from tools.domain.actor import LOCAL
from tools.domain.errors import LeaseLostError
from tools.domain.runs import Run

GONE_S, LONG_S = 0.0, 60.0


@pytest.fixture
def leases(idle: Service) -> PostgresLeases:
    return PostgresLeases(idle.database.pool, idle.database.news)


@pytest.fixture
async def both(idle: Service, leases: PostgresLeases) -> tuple[Run, Run]:
    """The run as somebody took it whose lease is over, and as another took it then."""
    run = await ordered(idle.studio, await project_of(idle.studio))
    early = await leases.take(run.id, owner="early", lease_s=GONE_S)
    late = await leases.take(run.id, owner="late", lease_s=LONG_S)
    assert early is not None
    assert late is not None
    return early, late


async def test_a_run_that_is_taken_over_counts_a_death_and_no_retry(both) -> None:
    early, late = both
    assert (early.attempt, early.take_ups) == (1, 0)
    assert (late.attempt, late.take_ups, late.retries) == (2, 1, 0)


async def test_nobody_takes_a_run_that_is_held_not_even_its_own_process(both, leases) -> None:
    _, late = both
    assert await leases.take(late.id, owner="late", lease_s=LONG_S) is None


async def test_whoever_lost_the_run_writes_nothing_more(both, idle: Service) -> None:
    early, late = both
    store = idle.studio.store
    with pytest.raises(LeaseLostError):
        async with store.begin(acting(early)) as work:
            pytest.fail("a unit of work began without its lease")
    async with store.begin(LOCAL) as work:
        with pytest.raises(LeaseLostError):
            await work.runs.advance(
                LOCAL, early.id, stage="render", progress=0.9, attempt=early.attempt
            )
        assert not await work.runs.settle(LOCAL, early.id, "failed", attempt=early.attempt)
        assert not await work.runs.release(LOCAL, early.id, attempt=early.attempt, stage="")
    async with store.begin(acting(late)) as work:
        await work.runs.advance(LOCAL, late.id, stage="assess", progress=0.5, attempt=late.attempt)
        now = await work.runs.get(LOCAL, late.id)
    assert (now.status, now.stage, now.attempt) == ("running", "assess", 2)


async def test_nobody_takes_over_in_the_middle_of_a_write(idle: Service, leases) -> None:
    run = await ordered(idle.studio, await project_of(idle.studio))
    early = await leases.take(run.id, owner="early", lease_s=GONE_S)
    async with idle.studio.store.begin(acting(early)) as work:
        taking = asyncio.create_task(leases.take(run.id, owner="late", lease_s=LONG_S))
        done, _ = await asyncio.wait([taking], timeout=0.2)
        assert not done
        await work.effects.keep(acting(early), "an effect", "render", {"kept": True})
    taken = await taking
    assert taken is not None
    assert taken.attempt == 2


async def test_a_cancelled_run_is_cancelled_for_whoever_asks_how_it_stands(
    both, idle: Service, leases
) -> None:
    early, late = both
    assert await leases.standing(early) == "lost"
    assert await leases.standing(late) == "held"
    with leases.cancelled(late.id) as bell:
        async with idle.studio.store.begin(LOCAL) as work:
            await work.runs.settle(LOCAL, late.id, "cancelled")
        async with asyncio.timeout(3):
            await bell.wait()
    assert await leases.standing(late) == "cancelled"
