"""Cells side by side, a few at a time; none of them outlives the rest."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from graph.failing import Again, verdict
from graph.sheet.state import SheetContext
from graph.together import all_of
from tools.domain.cells import Cell

T = TypeVar("T")


async def each(
    context: SheetContext,
    cells: Sequence[Cell],
    work: Callable[[Cell], Awaitable[T]],
    *,
    at_once: int,
) -> list[T]:
    """What `work` gives for each cell, in their order.

    Where one fails, those under way are let finish if all is tried again later; what has not
    begun then is not begun.
    """
    places, failed = asyncio.Semaphore(at_once), asyncio.Event()

    async def one(cell: Cell) -> T:
        async with places:
            if failed.is_set():
                raise asyncio.CancelledError
            try:
                return await work(cell)
            except Exception:
                failed.set()
                raise

    def passes(error: Exception) -> bool:
        return isinstance(verdict(error, context.run, chance=0.0), Again)

    return await all_of([one(cell) for cell in cells], passes=passes, under_way=set())
