"""Paid calls happen once a run: kept with their answer, given back, or reported as lost."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from typing import Any, LiteralString, Self

import pytest

from store.database import Database
from tests.integration.production.test_spending_limit import a_run, booked, limited
from tools.domain.actor import LOCAL, Actor
from tools.domain.errors import SpendingLimitError, UnavailableError
from tools.ports.animating import Sheet
from tools.ports.rendering import (
    BackendBusyError,
    BackendDownError,
    BackendRejectedError,
    Clip,
    RenderResult,
    Usage,
)
from tools.ports.spending import Payable
from tools.studio.paying import AnswerLostError, drawn_once, paid, sheet_once
from tools.studio.studio import Studio

PICTURE = RenderResult(
    png=b"\x89PNG one",
    backend="gemini",
    model="small-1",
    undrawn=("halo",),
    notes=("Cropped.",),
    prompt="a knight",
    parameters={"aspect_ratio": "1:1", "crop": [0, 1]},
    cost_usd=0.039,
    usage=Usage(input_tokens=300, output_tokens=1290),
    clip=Clip(data=b"mp4 bytes", type="video/mp4"),
    domain="generated",
)


class Drawing:
    """Counts how often it is drawn; gives or raises what it is told, in order."""

    def __init__(self, *outcomes: Any) -> None:
        self.outcomes = list(outcomes)
        self.times = 0

    async def __call__(self) -> Any:
        self.times += 1
        outcome = self.outcomes.pop(0)
        if isinstance(outcome, BaseException):
            raise outcome
        return outcome


async def drawn(
    studio: Studio, actor: Actor, draw: Callable[[], Awaitable[Any]], price_usd: float = 0.1
) -> RenderResult:
    return await drawn_once(
        studio, actor, key="k", node="render", price_usd=price_usd, backend="gemini", draw=draw
    )


async def test_a_picture_drawn_before_an_interruption_is_read_back_whole(studio: Studio) -> None:
    actor, draw = await a_run(studio), Drawing(PICTURE)
    first = await drawn(studio, actor, draw)
    again = await drawn(studio, actor, draw)
    assert (first, again, draw.times) == (PICTURE, PICTURE, 1)
    (call,) = await booked(studio)
    assert (call.cost_usd, call.model, call.settled) == (0.039, "small-1", True)


async def test_a_sheet_is_read_back_whole(studio: Studio) -> None:
    sheet = Sheet(png=b"\x89PNG sheet", columns=4, rows=2, cell_px=128, backend="gemini",
                  model="small-1", cost_usd=0.04, notes=("Scaled.",))  # fmt: skip
    actor, draw = await a_run(studio), Drawing(sheet)
    for _ in range(2):
        given = await sheet_once(
            studio, actor, key="k", node="sheets", price_usd=0.1, backend="gemini", draw=draw
        )
        assert given == sheet
    assert draw.times == 1


async def test_a_call_whose_answer_was_lost_is_reported_not_repeated(studio: Studio) -> None:
    actor = await a_run(studio)
    begun = asyncio.Event()

    async def killed() -> RenderResult:
        begun.set()
        await asyncio.Event().wait()
        return PICTURE

    task = asyncio.create_task(drawn(studio, actor, killed))
    await asyncio.wait_for(begun.wait(), 5)
    task.cancel()
    await asyncio.wait([task])
    draw = Drawing(PICTURE)
    with pytest.raises(AnswerLostError, match="may have been charged") as lost:
        await drawn(studio, actor, draw)
    assert (lost.value.code, draw.times) == ("ANSWER_LOST", 0)
    (call,) = await booked(studio)
    assert (call.cost_usd, call.settled) == (0.1, False)


@pytest.mark.parametrize("end", ["update runs set status = 'cancelled'", "delete from runs"])
@pytest.mark.parametrize(
    ("outcome", "cost_usd"),
    [(PICTURE, 0.039), (BackendBusyError("Later.", retry_after=1), 0.0)],
)
async def test_a_run_that_ends_during_its_call_settles_its_bill(
    studio: Studio, database: Database, end: LiteralString, outcome: Any, cost_usd: float
) -> None:
    actor = replace(await a_run(studio), attempt=1)
    assert actor.run_id
    async with studio.store.begin(LOCAL) as work:
        await work.runs.take(actor.run_id, owner="a worker", lease_s=60)
    told = Drawing(outcome)

    async def draw() -> RenderResult:
        async with database.pool.connection() as connection:
            await connection.execute(end)
        return await told()

    with suppress(BackendBusyError):
        await drawn(studio, actor, draw)
    (call,) = await booked(studio)
    assert (call.cost_usd, call.settled) == (cost_usd, True)


async def test_a_call_that_is_given_up_after_it_was_paid_is_booked_at_its_cost(
    studio: Studio,
) -> None:
    actor, keeping = await a_run(studio), asyncio.Event()

    class Slow(NoFiles):
        async def put(self, data: bytes) -> str:
            keeping.set()
            return await asyncio.Future()

    task = asyncio.create_task(drawn(replace(studio, files=Slow()), actor, Drawing(PICTURE)))
    await asyncio.wait_for(keeping.wait(), 5)
    task.cancel()
    await asyncio.wait([task])
    (call,) = await booked(studio)
    assert (call.cost_usd, call.settled) == (0.039, True)


async def test_a_timeout_after_sending_is_an_answer_lost_at_once(studio: Studio) -> None:
    late = BackendDownError("Gemini did not answer in time.")
    late.cost_usd = None
    actor, draw = await a_run(studio), Drawing(late, PICTURE)
    for _ in range(2):
        with pytest.raises(AnswerLostError):
            await drawn(studio, actor, draw)
    assert draw.times == 1


@pytest.mark.parametrize(
    "error",
    [BackendBusyError("Later.", retry_after=1), BackendDownError("Nobody there.")],
)
async def test_a_failure_that_cost_nothing_lets_a_retry_call_again(
    studio: Studio, error: Exception
) -> None:
    actor, draw = await a_run(studio), Drawing(error, PICTURE)
    with pytest.raises(type(error)):
        await drawn(studio, actor, draw)
    assert await drawn(studio, actor, draw) == PICTURE
    assert sorted(call.cost_usd for call in await booked(studio)) == [0.0, 0.039]


async def test_a_call_over_the_limit_is_not_made_and_not_claimed(studio: Studio) -> None:
    actor, draw = await a_run(studio), Drawing(PICTURE)
    with pytest.raises(SpendingLimitError):
        await drawn(limited(studio, 0.05), actor, draw)
    assert draw.times == 0
    assert await drawn(studio, actor, draw) == PICTURE


async def test_two_drivers_of_a_run_make_one_call(studio: Studio) -> None:
    actor, draw = await a_run(studio), Drawing(PICTURE, PICTURE)
    both = await asyncio.gather(
        drawn(studio, actor, draw), drawn(studio, actor, draw), return_exceptions=True
    )
    assert draw.times == 1
    assert PICTURE in both
    assert len(await booked(studio)) == 1


async def test_what_costs_nothing_is_simply_drawn(studio: Studio) -> None:
    actor, draw = await a_run(studio), Drawing(PICTURE, PICTURE)
    for _ in range(2):
        await drawn(studio, actor, draw, price_usd=0.0)
    assert draw.times == 2


async def test_a_paid_picture_whose_bytes_are_gone_is_lost(studio: Studio) -> None:
    actor, draw = await a_run(studio), Drawing(PICTURE)
    await drawn(studio, actor, draw)
    with pytest.raises(AnswerLostError, match="paid for"):
        await drawn(replace(studio, files=NoFiles("ASSET_UNREADABLE")), actor, draw)


async def test_a_store_that_does_not_answer_loses_nothing(studio: Studio) -> None:
    actor, draw = await a_run(studio), Drawing(PICTURE)
    await drawn(studio, actor, draw)
    with pytest.raises(UnavailableError):
        await drawn(replace(studio, files=NoFiles()), actor, draw)
    assert await drawn(studio, actor, draw) == PICTURE


async def test_a_picture_that_cannot_be_kept_is_booked_at_its_cost_and_not_paid_again(
    studio: Studio,
) -> None:
    actor, draw = await a_run(studio), Drawing(PICTURE, PICTURE)
    with pytest.raises(UnavailableError):
        await drawn(replace(studio, files=NoFiles()), actor, draw)
    with pytest.raises(AnswerLostError):
        await drawn(studio, actor, draw)
    (call,) = await booked(studio)
    assert (call.cost_usd, call.settled) == (0.039, True)


class NoFiles:
    """A store of bytes that is not there."""

    def __init__(self, code: str = "ASSET_STORE_UNAVAILABLE") -> None:
        self.code = code

    async def put(self, data: bytes) -> str:
        raise UnavailableError("The asset store does not answer.", code=self.code)

    async def get(self, sha256: str) -> bytes:
        raise UnavailableError("The file is missing.", code=self.code)


class Author:
    """A paid model that answers with documents."""

    def __init__(self, *answers: Any, bill: Payable | None = None) -> None:
        self.answers, self.bill = list(answers), bill

    @property
    def name(self) -> str:
        return "gemini:small"

    @property
    def price_usd(self) -> float:
        return 0.02

    def charged_to(self, bill: Payable) -> Self:
        charged = type(self)(bill=bill)
        charged.answers = self.answers
        return charged

    async def write(self) -> Any:
        assert self.bill
        answer = self.answers.pop(0)
        if not isinstance(answer, BackendBusyError):
            self.bill.paid(0.003, Usage(input_tokens=100, output_tokens=20))
        if isinstance(answer, Exception):
            raise answer
        return answer


async def asked(studio: Studio, actor: Actor, author: Author) -> Any:
    return await paid(studio, actor, "script", ["a"], author, lambda one: one.write())


async def test_a_documents_call_is_booked_and_made_once(studio: Studio) -> None:
    actor, author = await a_run(studio), Author({"frames": []})
    assert await asked(studio, actor, author) == {"frames": []}
    assert await asked(studio, actor, author) == {"frames": []}
    (call,) = await booked(studio)
    assert (call.backend, call.model, call.cost_usd) == ("gemini", "small", 0.003)


async def test_an_unreadable_answer_costs_what_it_cost_and_may_be_asked_again(
    studio: Studio,
) -> None:
    actor = await a_run(studio)
    author = Author(BackendRejectedError("No JSON."), {"frames": []})
    with pytest.raises(BackendRejectedError):
        await asked(studio, actor, author)
    assert await asked(studio, actor, author) == {"frames": []}
    assert [call.cost_usd for call in await booked(studio)] == [0.003, 0.003]


async def test_a_document_over_the_limit_leaves_it_to_the_rules(studio: Studio) -> None:
    with pytest.raises(BackendRejectedError) as refused:
        await asked(limited(studio, 0.01), LOCAL, Author({"frames": []}))
    assert refused.value.code == "SPENDING_LIMIT_REACHED"


async def test_without_a_run_a_call_is_booked_and_not_kept(studio: Studio) -> None:
    author = Author({"n": 1}, {"n": 2})
    assert [await asked(studio, LOCAL, author) for _ in range(2)] == [{"n": 1}, {"n": 2}]
    assert len(await booked(studio)) == 2
