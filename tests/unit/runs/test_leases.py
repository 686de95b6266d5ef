"""A run is driven as long as its lease holds, and no longer."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest
from uuid_utils.compat import uuid7

from graph.lease import kept
from tools.domain.runs import Run

LEASE_S = 0.06


class Renewals:
    """Answers each renewal as told: whether it is held, or an error."""

    def __init__(self, *answers: bool | Exception) -> None:
        self.answers = list(answers)
        self.asked = 0
        self.third = asyncio.Event()

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
