"""Progress is told at once, then seldom, and the last word always."""

from __future__ import annotations

import asyncio
from itertools import pairwise

import pytest

from graph.pacing import Pace


class Time:
    """A clock that goes on when it is told to, and wakes who slept until then."""

    def __init__(self) -> None:
        self.now = 100.0
        self.sleepers: list[tuple[float, asyncio.Event]] = []

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        woken = asyncio.Event()
        self.sleepers.append((self.now + seconds, woken))
        await woken.wait()

    async def go_on(self, seconds: float) -> None:
        await settled()
        self.now += seconds
        for until, woken in self.sleepers:
            if until <= self.now:
                woken.set()
        await settled()


async def settled() -> None:
    """Let everything that can run now run."""
    for _ in range(10):
        await asyncio.sleep(0)


class Log:
    def __init__(self, time: Time) -> None:
        self.time = time
        self.written: list[tuple[float, str]] = []

    def __call__(self, word: str):
        async def write() -> None:
            self.written.append((self.time.now - 100, word))

        return write


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def log(time: Time) -> Log:
    return Log(time)


@pytest.fixture
def pace(time: Time) -> Pace:
    return Pace(0.5, clock=time, sleep=time.sleep)


async def test_the_first_word_is_written_at_once(pace: Pace, log: Log) -> None:
    await pace.tell(log("a"))
    assert log.written == [(0, "a")]


async def test_of_words_in_between_the_last_is_written_when_it_is_due(
    pace: Pace, log: Log, time: Time
) -> None:
    for word in "abcd":
        await pace.tell(log(word))
    await time.go_on(0.4)
    assert log.written == [(0, "a")]
    await time.go_on(0.1)
    assert log.written == [(0, "a"), (0.5, "d")]


async def test_a_stream_of_words_is_written_twice_a_second(
    pace: Pace, log: Log, time: Time
) -> None:
    for n in range(100):
        await pace.tell(log(str(n)))
        await time.go_on(0.05)
    await pace.flush()
    moments = [at for at, _ in log.written]
    assert 10 <= len(moments) <= 12
    assert all(b - a >= 0.5 - 1e-9 for a, b in pairwise(moments[:-1]))
    assert log.written[-1][1] == "99"


async def test_what_is_held_back_is_written_before_the_end(pace: Pace, log: Log) -> None:
    await pace.tell(log("a"))
    await pace.tell(log("b"))
    await pace.flush()
    await pace.flush()
    assert [word for _, word in log.written] == ["a", "b"]


async def test_what_is_dropped_is_never_written(pace: Pace, log: Log, time: Time) -> None:
    await pace.tell(log("a"))
    await pace.tell(log("b"))
    await pace.drop()
    await time.go_on(5)
    assert [word for _, word in log.written] == ["a"]


async def test_a_word_told_while_another_is_being_written_is_not_lost(
    pace: Pace, log: Log, time: Time
) -> None:
    hold = asyncio.Event()

    async def slow() -> None:
        await hold.wait()

    await pace.tell(log("a"))
    await pace.tell(slow)
    await time.go_on(0.5)
    await pace.tell(log("c"))
    hold.set()
    await time.go_on(0.5)
    assert [word for _, word in log.written] == ["a", "c"]


async def test_a_write_that_failed_in_between_reaches_the_next_who_tells(
    pace: Pace, log: Log, time: Time
) -> None:
    async def lost() -> None:
        raise ValueError("another drives it")

    await pace.tell(log("a"))
    await pace.tell(lost)
    await time.go_on(0.5)
    with pytest.raises(ValueError, match="another"):
        await pace.tell(log("b"))
