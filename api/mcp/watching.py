"""Waiting for a run, with its progress told meanwhile."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from uuid import UUID

from api.wires.mcp_progress import McpProgressWire, Progress
from tools.domain.actor import Actor
from tools.domain.runs import Event, Run
from tools.ports.runs import RunWatch

_LAST_WORD_S = 2.0


@dataclass(frozen=True, kw_only=True)
class ToldWatch:
    """A `RunWatch` that tells `tell` of the progress of every run that is waited for."""

    watch: RunWatch
    tell: Callable[[Progress], Awaitable[None]]

    def follow(self, actor: Actor, run_id: UUID, *, after: int = 0) -> AsyncIterator[Event]:
        return self.watch.follow(actor, run_id, after=after)

    async def ended(self, actor: Actor, run_id: UUID, *, timeout_s: float) -> Run:
        return await self._telling(
            actor, run_id, self.watch.ended(actor, run_id, timeout_s=timeout_s)
        )

    async def rested(self, actor: Actor, run_id: UUID, *, timeout_s: float) -> Run:
        return await self._telling(
            actor, run_id, self.watch.rested(actor, run_id, timeout_s=timeout_s)
        )

    async def _telling(self, actor: Actor, run_id: UUID, waited: Awaitable[Run]) -> Run:
        """What the wait comes to; the run's last word is told before it is answered."""
        task = asyncio.create_task(self._tell(actor, run_id), name="mcp progress")
        try:
            run = await waited
            if run.ended:
                await asyncio.wait([task], timeout=_LAST_WORD_S)
            return run
        finally:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    async def _tell(self, actor: Actor, run_id: UUID) -> None:
        wire = McpProgressWire()
        async for event in self.watch.follow(actor, run_id):
            if progress := wire(event):
                await self.tell(progress)
