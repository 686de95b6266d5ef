"""What a job told of its progress, and waiting until it told something."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

BOUND_S = 10.0


class Told:
    """Give it as `progress`; it keeps what it is told."""

    def __init__(self) -> None:
        self.all: list[tuple[float, str]] = []
        self._news = asyncio.Condition()

    async def __call__(self, share: float, words: str) -> None:
        self.all.append((share, words))
        async with self._news:
            self._news.notify_all()

    async def until(self, wanted: Callable[[float, str], bool]) -> tuple[float, str]:
        """The first that was told and is wanted; waits at most ten seconds."""

        def found() -> list[tuple[float, str]]:
            return [told for told in self.all if wanted(*told)]

        async with self._news:
            await asyncio.wait_for(self._news.wait_for(lambda: bool(found())), BOUND_S)
        return found()[0]

    @property
    def shares(self) -> list[float]:
        return [share for share, _ in self.all]


async def until(claim: Callable[[], object]) -> None:
    """Wait, at most ten seconds, until the claim holds."""
    async with asyncio.timeout(BOUND_S):
        while not claim():  # noqa: ASYNC110 - the state of another thread has no event
            await asyncio.sleep(0.005)
