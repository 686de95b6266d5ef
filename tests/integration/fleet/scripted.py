"""A renderer that does what a test says before the real one draws."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from tools.ports.rendering import Readiness, Renderer, RenderRequest, RenderResult

Act = Callable[[RenderRequest, Any], Awaitable[None]]


async def nothing(request: RenderRequest, progress: Any) -> None:
    """Draw at once."""


class Scripted:
    """Satisfies `Renderer`; remembers what it was asked to draw and to stop."""

    def __init__(self, real: Renderer) -> None:
        self.real = real
        self.act: Act = nothing
        self.begun = asyncio.Event()
        self.given_up = asyncio.Event()
        self.asked: list[str] = []
        self.stopped: list[str] = []
        self.stop_seen = asyncio.Event()

    @property
    def name(self) -> str:
        return self.real.name

    @property
    def capabilities(self) -> frozenset[Any]:
        return self.real.capabilities

    async def ready(self) -> Readiness:
        return await self.real.ready()

    def price_usd(self, request: RenderRequest) -> float:
        return self.real.price_usd(request)

    async def stop(self, key: str) -> None:
        self.stopped.append(key)
        self.stop_seen.set()

    async def render(self, request: RenderRequest, progress: Any = None) -> RenderResult:
        self.asked.append(request.key)
        self.begun.set()
        try:
            await self.act(request, progress)
        except asyncio.CancelledError:
            self.given_up.set()
            raise
        return await self.real.render(request, None)


async def for_ever(request: RenderRequest, progress: Any) -> None:
    await asyncio.Event().wait()
