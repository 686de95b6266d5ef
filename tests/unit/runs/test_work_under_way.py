"""What a run has under way at backends can be stopped there, and only that."""

from __future__ import annotations

import asyncio

import pytest

from graph.at_work import AtWork


class Backend:
    def __init__(self) -> None:
        self.stopped: list[str] = []

    async def stop(self, key: str) -> None:
        self.stopped.append(key)


async def test_only_what_has_not_ended_is_stopped_and_only_once() -> None:
    backend, at_work = Backend(), AtWork()
    for key in ("a", "b", "c"):
        at_work.begin(backend, key)
    at_work.end("b")
    await at_work.stop()
    await at_work.stop()
    assert sorted(backend.stopped) == ["a", "c"]


async def test_a_request_that_was_answered_or_failed_is_not_stopped() -> None:
    backend, at_work = Backend(), AtWork()
    with at_work.during(backend, "answered"):
        pass
    with pytest.raises(ValueError), at_work.during(backend, "failed"):
        raise ValueError
    await at_work.stop()
    assert backend.stopped == []


async def test_a_request_whose_waiter_was_cancelled_is_still_under_way() -> None:
    backend, at_work = Backend(), AtWork()
    with pytest.raises(asyncio.CancelledError), at_work.during(backend, "a"):
        raise asyncio.CancelledError
    await at_work.stop()
    assert backend.stopped == ["a"]


async def test_a_backend_that_cannot_stop_keeps_no_other_from_being_stopped() -> None:
    backend, at_work = Backend(), AtWork()
    at_work.begin(object(), "a")
    at_work.begin(backend, "b")
    await at_work.stop()
    assert backend.stopped == ["b"]
