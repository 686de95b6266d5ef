"""What a user may spend a day: booked before the call, settled after it, never passed."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from psycopg import sql
from uuid_utils.compat import uuid7

from store.database import Database, open_database
from tools.domain.actor import LOCAL, Actor
from tools.domain.errors import SpendingLimitError
from tools.domain.spending import PaidCall
from tools.ports.rendering import (
    BackendBusyError,
    BackendDownError,
    BackendRejectedError,
    Usage,
)
from tools.ports.spending import Spent
from tools.studio.paying import billed
from tools.studio.spending import spent_today
from tools.studio.studio import Studio

_LATER = """
    create schema ahead;
    create function ahead.now() returns timestamptz stable language sql
        return pg_catalog.now() + interval '3 days'
"""


def limited(studio: Studio, limit_usd: float | None) -> Studio:
    return replace(studio, daily_limit_usd=limit_usd)


async def call(studio: Studio, price_usd: float = 0.1, actor: Actor = LOCAL) -> None:
    async with billed(studio, actor, backend="gemini", model="small", price_usd=price_usd) as bill:
        await asyncio.sleep(0)
        bill.paid(price_usd)


async def booked(studio: Studio, actor: Actor = LOCAL) -> list[PaidCall]:
    async with studio.store.read(actor) as work:
        return await work.spending.newest(actor, before=None, limit=200)


async def total(studio: Studio, actor: Actor = LOCAL) -> float:
    async with studio.store.read(actor) as work:
        return await work.spending.total_usd(actor, datetime.now(UTC).date())


async def a_run(studio: Studio) -> Actor:
    run_id: UUID = uuid7()
    async with studio.store.begin(LOCAL) as work:
        await work.runs.add(LOCAL, run_id=run_id, kind="generation", input={})
    return LOCAL.on_behalf_of(run_id)


async def log(studio: Studio, actor: Actor) -> list[tuple[str, dict[str, Any]]]:
    assert actor.run_id
    async with studio.store.read(actor) as work:
        return [(e.type, e.data) for e in await work.runs.events(actor, actor.run_id)]


async def test_twenty_calls_at_once_cannot_pass_the_limit_together(studio: Studio) -> None:
    studio = limited(studio, 0.5)
    outcomes = await asyncio.gather(*(call(studio) for _ in range(20)), return_exceptions=True)
    refused = [one for one in outcomes if isinstance(one, SpendingLimitError)]
    assert outcomes.count(None) == 5
    assert len(refused) == 15
    assert await total(studio) == pytest.approx(0.5)


async def test_a_refusal_says_limit_spent_price_and_what_to_do(studio: Studio) -> None:
    studio = limited(studio, 0.25)
    await call(studio, 0.2)
    with pytest.raises(SpendingLimitError, match="ECHO_DIRECTOR_DAILY_LIMIT_USD") as refused:
        await call(studio, 0.1)
    assert refused.value.code == "SPENDING_LIMIT_REACHED"
    assert refused.value.facts == {"limit": 0.25, "spent": pytest.approx(0.2), "price": 0.1}
    assert len(await booked(studio)) == 1


async def test_the_price_is_booked_before_and_settled_after(studio: Studio) -> None:
    actor = await a_run(studio)
    async with billed(studio, actor, backend="gemini", model="small", price_usd=0.3) as bill:
        assert await total(studio) == pytest.approx(0.3)
        (open_call,) = await booked(studio)
        assert not open_call.settled
        bill.paid(0.04, Usage(input_tokens=700, output_tokens=1290))
    (done,) = await booked(studio)
    assert (done.cost_usd, done.settled, done.run_id) == (0.04, True, actor.run_id)
    assert (done.input_tokens, done.output_tokens) == (700, 1290)


async def test_spending_stands_in_the_runs_log(studio: Studio) -> None:
    actor = await a_run(studio)
    async with billed(studio, actor, backend="gemini", model="small", price_usd=0.3) as bill:
        bill.paid(0.04, Usage(input_tokens=7, output_tokens=9))
    (before, reserved), (after, spent) = await log(studio, actor)
    assert (before, reserved["cost_usd"], reserved["settled"]) == ("spending.reserved", 0.3, False)
    assert (after, spent["cost_usd"], spent["settled"]) == ("spent", 0.04, True)
    assert (spent["input_tokens"], spent["output_tokens"]) == (7, 9)
    assert (spent["backend"], spent["model"], spent["id"]) == ("gemini", "small", reserved["id"])


@pytest.mark.parametrize(
    "error",
    [
        BackendRejectedError("No."),
        BackendBusyError("Later.", retry_after=1),
        BackendDownError("Nobody there."),
    ],
)
async def test_a_failure_that_cost_nothing_is_booked_as_nothing(
    studio: Studio, error: Exception
) -> None:
    with pytest.raises(type(error)):
        async with billed(studio, LOCAL, backend="gemini", model="small", price_usd=0.3):
            raise error
    (done,) = await booked(studio)
    assert (done.cost_usd, done.settled) == (0.0, True)


async def test_a_refusal_that_cost_tokens_is_booked_at_its_cost(studio: Studio) -> None:
    error = BackendRejectedError("Refused.", code="SAFETY_REFUSED")
    error.cost_usd, error.usage = 0.0004, Usage(input_tokens=800)
    with pytest.raises(BackendRejectedError):
        async with billed(studio, LOCAL, backend="gemini", model="small", price_usd=0.3):
            raise error
    (done,) = await booked(studio)
    assert (done.cost_usd, done.settled, done.input_tokens) == (0.0004, True, 800)


async def test_an_answer_that_may_have_been_charged_keeps_the_booked_price(
    studio: Studio,
) -> None:
    error = BackendDownError("No answer in time.", code="ANSWER_LOST")
    error.cost_usd = None
    with pytest.raises(BackendDownError):
        async with billed(studio, LOCAL, backend="gemini", model="small", price_usd=0.3):
            raise error
    (done,) = await booked(studio)
    assert (done.cost_usd, done.settled) == (0.3, False)


async def test_a_cancelled_call_keeps_the_booked_price(studio: Studio) -> None:
    begun = asyncio.Event()

    async def slow() -> None:
        async with billed(studio, LOCAL, backend="gemini", model="small", price_usd=0.3):
            begun.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(slow())
    await asyncio.wait_for(begun.wait(), 5)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    (done,) = await booked(studio)
    assert (done.cost_usd, done.settled) == (0.3, False)


async def test_a_cost_that_nobody_knows_leaves_the_booked_price_with_the_tokens(
    studio: Studio,
) -> None:
    async with billed(studio, LOCAL, backend="gemini", model="new", price_usd=0.3) as bill:
        bill.paid(None, Usage(input_tokens=5, output_tokens=6))
    (done,) = await booked(studio)
    assert (done.cost_usd, done.settled, done.output_tokens) == (0.3, False, 6)


async def test_what_costs_nothing_is_not_booked_whatever_the_limit(studio: Studio) -> None:
    await call(limited(studio, 0.0), 0.0)
    assert await booked(studio) == []


async def test_without_a_limit_calls_are_booked_all_the_same(studio: Studio) -> None:
    await call(limited(studio, None), 12.5)
    assert await total(studio) == 12.5


async def test_users_and_days_do_not_share_a_limit(studio: Studio) -> None:
    studio = limited(studio, 0.1)
    await call(studio)
    await call(studio, actor=Actor(user="mika"))
    yesterday = datetime.now(UTC).date() - timedelta(days=1)
    async with studio.store.begin(LOCAL) as work:
        spent = Spent(id=uuid7(), backend="gemini", model="small", cost_usd=0.1)
        await work.spending.reserve(LOCAL, spent, day=yesterday, limit_usd=0.1)
    assert await total(studio) == pytest.approx(0.1)


async def test_a_day_s_calls_are_summed_by_model_the_dearest_first(studio: Studio) -> None:
    for model, cost in (("small", 0.01), ("large", 0.2), ("small", 0.02)):
        async with billed(studio, LOCAL, backend="gemini", model=model, price_usd=0.3) as bill:
            bill.paid(cost, Usage(input_tokens=10, output_tokens=1))
    async with studio.store.read(LOCAL) as work:
        rows = await work.spending.by_model(LOCAL, datetime.now(UTC).date())
    assert [(r.model, r.calls, r.input_tokens) for r in rows] == [
        ("large", 1, 10),
        ("small", 2, 20),
    ]
    assert [r.cost_usd for r in rows] == pytest.approx([0.2, 0.03])


async def test_the_day_is_the_databases_whatever_clock_a_machine_has(
    studio: Studio, database: Database
) -> None:
    async with database.pool.connection() as connection:
        await connection.execute(_LATER)
        (name,) = await (await connection.execute("select current_database()")).fetchone() or ("",)
        setting = "alter database {} set search_path = ahead, pg_catalog, public"
        await connection.execute(sql.SQL(setting).format(sql.Identifier(name)))
    async with open_database(database.url) as later:
        tomorrow = replace(studio, store=later.store)
        await call(tomorrow, 0.2)
        assert (await spent_today(tomorrow, LOCAL)).total_usd == pytest.approx(0.2)
        (paid,) = await booked(tomorrow)
    assert paid.day == datetime.now(UTC).date() + timedelta(days=3)
    assert await total(studio) == 0
