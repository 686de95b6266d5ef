"""A run is driven as long as its lease holds, and no longer."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import UUID

import pytest
from uuid_utils.compat import uuid7

from graph.lease import kept
from tools.domain.runs import Run
from tools.ports.leases import Standing

LEASE_S = 0.06


class Renewals:
    """Answers each renewal as told: whether it is held, or an error."""

    def __init__(self, *answers: bool | Exception, stands: Standing = "lost") -> None:
        self.answers = list(answers)
        self.stands: Standing = stands
        self.asked = 0
        self.third = asyncio.Event()
        self.bell = asyncio.Event()

    @contextlib.contextmanager
    def cancelled(self, run_id: UUID) -> Iterator[asyncio.Event]:
        yield self.bell

    async def standing(self, run: Run) -> Standing:
        return self.stands

    async def renew(self, run: Run, *, owner: str, lease_s: float) -> bool:
        answer = self.answers[min(self.asked, len(self.answers) - 1)]
        self.asked += 1
        if self.asked == 3:
            self.third.set()
        if isinstance(answer, Exception):
            raise answer
        return answer


def run() -> Run:
    return Run(
        id=uuid7(), kind="turn", workspace_id="local", user_id="u", created_at=datetime.now(UTC)
    )


async def wait(event: asyncio.Event) -> None:
    await event.wait()


async def test_one_renewal_that_fails_does_not_end_the_work() -> None:
    leases = Renewals(OSError("the connection broke"), True)
    await kept(leases, run(), wait(leases.third), owner="me", lease_s=LEASE_S)
    assert leases.asked == 3


async def test_renewals_that_go_on_failing_end_the_work_when_the_lease_is_over() -> None:
    leases = Renewals(OSError("the connection broke"))
    with pytest.raises(OSError, match="broke"):
        await kept(leases, run(), wait(asyncio.Event()), owner="me", lease_s=LEASE_S)
    assert 1 < leases.asked < 10


async def test_work_whose_run_was_taken_over_is_let_go() -> None:
    leases = Renewals(True, False)
    ended: list[str] = []

    async def work() -> None:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            ended.append("cancelled")
            raise

    await kept(leases, run(), work(), owner="me", lease_s=LEASE_S)
    assert ended == ["cancelled"]


class Stops:
    """Counts how often work was stopped where it is done."""

    def __init__(self) -> None:
        self.times = 0

    async def __call__(self) -> None:
        self.times += 1


async def test_a_cancelled_run_is_let_go_and_stopped_long_before_its_renewal() -> None:
    leases, stops = Renewals(True, stands="cancelled"), Stops()
    leases.bell.set()
    driving = wait(asyncio.Event())
    async with asyncio.timeout(5):
        await kept(leases, run(), driving, owner="me", lease_s=3600, stop=stops)
    assert stops.times == 1
    assert leases.asked == 0


async def test_work_that_another_goes_on_with_is_not_stopped_where_it_is_done() -> None:
    leases, stops = Renewals(False, stands="lost"), Stops()
    await kept(leases, run(), wait(asyncio.Event()), owner="me", lease_s=LEASE_S, stop=stops)
    assert stops.times == 0


async def test_a_cancellation_whose_word_was_lost_is_found_at_the_next_renewal() -> None:
    leases, stops = Renewals(False, stands="cancelled"), Stops()
    await kept(leases, run(), wait(asyncio.Event()), owner="me", lease_s=LEASE_S, stop=stops)
    assert stops.times == 1


async def test_a_bell_that_rings_for_nothing_lets_the_work_go_on() -> None:
    leases, stops = Renewals(True, stands="held"), Stops()
    leases.bell.set()
    await kept(leases, run(), wait(leases.third), owner="me", lease_s=LEASE_S, stop=stops)
    assert stops.times == 0


async def test_a_process_that_is_told_to_end_stops_nothing_elsewhere() -> None:
    leases, stops = Renewals(True), Stops()
    begun = asyncio.Event()

    async def work() -> None:
        begun.set()
        await asyncio.Event().wait()

    holding = asyncio.create_task(kept(leases, run(), work(), owner="me", lease_s=3600, stop=stops))
    await begun.wait()
    holding.cancel()
    with pytest.raises(asyncio.CancelledError):
        await holding
    assert stops.times == 0
