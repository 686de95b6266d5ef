"""Progress at a pace: the first word at once, later ones seldom, the last one never lost."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable

PACE_S = 0.5
"""Between two writes of one run's progress."""

Write = Callable[[], Awaitable[None]]
Sleep = Callable[[float], Awaitable[None]]


class Pace:
    """Lets a write through when `every_s` have passed since the last; of those between, the last.

    The one that was held back is written when its time has come, or by `flush` before. What a
    write raises on its own reaches whoever tells or flushes next.
    """

    def __init__(
        self,
        every_s: float = PACE_S,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._every_s = every_s
        self._clock = clock
        self._sleep = sleep
        self._due = float("-inf")
        self._held: Write | None = None
        self._later: asyncio.Task[None] | None = None
        self._failed: BaseException | None = None
        self._writing = asyncio.Lock()

    async def tell(self, write: Write) -> None:
        """Write now, or when it is due; a later one takes the place of one that is held back."""
        self._raise_failed()
        self._held = write
        if self._later is None and self._clock() >= self._due:
            await self._write_held()
        elif self._later is None:
            self._later = asyncio.create_task(self._when_due(), name="progress")

    async def flush(self) -> None:
        """Write what is held back now, if anything is."""
        await self._forget_timer()
        self._raise_failed()
        await self._write_held()

    async def drop(self) -> None:
        """Forget what is held back."""
        self._held = None
        await self._forget_timer()

    async def _write_held(self) -> None:
        async with self._writing:
            write, self._held = self._held, None
            if write is not None:
                self._due = self._clock() + self._every_s
                await write()

    async def _when_due(self) -> None:
        try:
            while self._held is not None:
                await self._sleep(max(0.0, self._due - self._clock()))
                await self._write_held()
        except Exception as error:
            self._failed = error
        finally:
            if self._later is asyncio.current_task():
                self._later = None

    async def _forget_timer(self) -> None:
        later, self._later = self._later, None
        if later is not None:
            async with self._writing:
                later.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await later

    def _raise_failed(self) -> None:
        failed, self._failed = self._failed, None
        if failed is not None:
            raise failed
