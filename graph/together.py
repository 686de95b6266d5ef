"""Work side by side: none of it outlives the rest, and what is under way is not wasted."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import Any, TypeVar

T = TypeVar("T")


async def all_of(
    works: Sequence[Coroutine[Any, Any, T]],
    *,
    passes: Callable[[Exception], bool],
    under_way: set[asyncio.Task[Any]],
) -> list[T]:
    """What all of them give, in their order; when this ends, none of them runs any more.

    The first failure ends the others at once and is raised. One that `passes`, after which all is
    tried again, first lets finish what is `under_way`, here and at others that share the set: what
    they keep is not done, or paid for, again.
    """
    tasks = [asyncio.create_task(work) for work in works]
    under_way.update(tasks)
    waited_for, errors = set[asyncio.Task[Any]](tasks), list[Exception]()
    try:
        while waited_for:
            await asyncio.wait(waited_for, return_when=asyncio.FIRST_COMPLETED)
            errors = _errors(tasks)
            if final := [error for error in errors if not passes(error)]:
                raise final[0]
            waited_for = {task for task in (under_way if errors else tasks) if not task.done()}
        if errors:
            raise errors[0]
        return [task.result() for task in tasks]
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        under_way.difference_update(tasks)


def _errors(tasks: Sequence[asyncio.Task[Any]]) -> list[Exception]:
    ended = [task for task in tasks if task.done() and not task.cancelled()]
    return [error for task in ended if isinstance(error := task.exception(), Exception)]
