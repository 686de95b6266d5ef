"""What happens in a turn, written to the event log in small batches."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from tools.domain.runs import Happening

_COALESCE_S = 0.1

Write = Callable[[Sequence[Happening]], Awaitable[None]]


class TurnLog:
    """Holds happenings for at most 100 ms, so that a quick turn writes them with its answer.

    Text deltas that follow each other become one. Batches are written in order, one at a time.
    """

    def __init__(self, write: Write) -> None:
        self._write = write
        self._held: list[Happening] = []
        self._timer: asyncio.TimerHandle | None = None
        self._writing: asyncio.Task[None] | None = None

    def note(self, type: str, **data: Any) -> None:
        last = self._held[-1] if self._held else None
        if last and type == last.type == "text.delta":
            self._held[-1] = Happening(type=type, data={"text": last.data["text"] + data["text"]})
        else:
            self._held.append(Happening(type=type, data=data))
        if self._timer is None and self._writing is None:
            self._timer = asyncio.get_running_loop().call_later(_COALESCE_S, self._flush)

    async def take(self) -> list[Happening]:
        """What is held, for the transaction that ends the turn; a write under way ends first."""
        if self._timer:
            self._timer.cancel()
            self._timer = None
        if self._writing:
            await self._writing
        held, self._held = self._held, []
        return held

    def _flush(self) -> None:
        self._timer = None
        self._writing = asyncio.create_task(self._write_held(), name="turn-log")

    async def _write_held(self) -> None:
        try:
            while self._held:
                held, self._held = self._held, []
                await self._write(held)
        finally:
            self._writing = None
