"""Work side by side ends together; what was under way is not wasted where all is tried again."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from graph.together import all_of


class Passing(Exception):
    """One after which all is tried again."""


class Final(Exception):
    """One after which nothing is."""


def passes(error: Exception) -> bool:
    return isinstance(error, Passing)


async def turns(count: int) -> None:
    for _ in range(count):
        await asyncio.sleep(0)


async def given(value: str, after: asyncio.Event, kept: list[str] | None = None) -> str:
    await after.wait()
    if kept is not None:
        kept.append(value)
    return value


async def failing(error: Exception, after: asyncio.Event | None = None) -> str:
    if after:
        await after.wait()
    raise error


def rung() -> asyncio.Event:
    bell = asyncio.Event()
    bell.set()
    return bell


async def test_what_all_give_comes_in_their_order() -> None:
    first, under_way = asyncio.Event(), set[asyncio.Task[Any]]()

    async def second() -> str:
        first.set()
        return "b"

    made = await all_of([given("a", first), second()], passes=passes, under_way=under_way)
    assert made == ["a", "b"]
    assert not under_way
    assert await all_of([], passes=passes, under_way=under_way) == []


async def test_a_final_failure_ends_the_others_before_it_is_told() -> None:
    kept, never = list[str](), asyncio.Event()
    with pytest.raises(Final):
        await all_of([given("a", never, kept), failing(Final())], passes=passes, under_way=set())
    never.set()
    await asyncio.sleep(0)
    assert kept == []


async def test_a_passing_failure_lets_what_is_under_way_finish() -> None:
    kept, later = list[str](), asyncio.Event()
    asyncio.get_running_loop().call_soon(later.set)
    with pytest.raises(Passing):
        await all_of([failing(Passing()), given("b", later, kept)], passes=passes, under_way=set())
    assert kept == ["b"]


async def test_a_passing_failure_waits_for_those_who_share_the_set_as_well() -> None:
    kept, later, under_way = list[str](), asyncio.Event(), set[asyncio.Task[Any]]()
    other = asyncio.create_task(
        all_of([given("theirs", later, kept)], passes=passes, under_way=under_way)
    )
    await turns(2)
    own = asyncio.create_task(all_of([failing(Passing())], passes=passes, under_way=under_way))
    await turns(5)
    assert not own.done()
    later.set()
    with pytest.raises(Passing):
        await own
    assert await other == kept == ["theirs"]


async def test_a_final_failure_after_a_passing_one_is_what_is_told() -> None:
    soon, never = asyncio.Event(), asyncio.Event()
    asyncio.get_running_loop().call_soon(soon.set)
    works = [failing(Passing()), failing(Final(), soon), given("c", never)]
    with pytest.raises(Final):
        await all_of(works, passes=passes, under_way=set())


async def test_cancelling_ends_them_all() -> None:
    kept, never, under_way = list[str](), asyncio.Event(), set[asyncio.Task[Any]]()
    whole = asyncio.create_task(
        all_of([given("a", never, kept), given("b", rung())], passes=passes, under_way=under_way)
    )
    await turns(2)
    whole.cancel()
    with pytest.raises(asyncio.CancelledError):
        await whole
    assert not under_way
    never.set()
    await asyncio.sleep(0)
    assert kept == []
