"""Server-sent events: one line format for every stream, with a pulse that keeps it open."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from uuid import UUID

from fastapi.responses import StreamingResponse
from fastapi.sse import format_sse_event

from tools.domain.actor import Actor
from tools.studio.studio import Studio

_PULSE_S = 15.0
_HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


def sse_line(data: str, *, id: int | None = None) -> bytes:
    return format_sse_event(data_str=data, id=None if id is None else str(id))


def event_stream(lines: AsyncIterator[bytes]) -> StreamingResponse:
    """A response that streams the lines, and a comment every 15 s in which nothing happens."""
    return StreamingResponse(_pulsing(lines), media_type="text/event-stream", headers=_HEADERS)


def run_stream(
    studio: Studio, actor: Actor, run_id: UUID, last_event: str | None
) -> StreamingResponse:
    """A run's events as they stand in the log, from the `Last-Event-ID` header on."""
    return event_stream(_logged(studio, actor, run_id, last_event_id(last_event)))


async def _logged(studio: Studio, actor: Actor, run_id: UUID, after: int) -> AsyncIterator[bytes]:
    async for event in studio.watch.follow(actor, run_id, after=after):
        yield sse_line(event.model_dump_json(), id=event.seq)


async def _pulsing(lines: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    upcoming: asyncio.Task[bytes] | None = None
    try:
        while True:
            upcoming = upcoming or asyncio.ensure_future(_next(lines))
            done, _ = await asyncio.wait([upcoming], timeout=_PULSE_S)
            if not done:
                yield b": still here\n\n"
                continue
            line, upcoming = upcoming, None
            with contextlib.suppress(StopAsyncIteration):
                yield line.result()
                continue
            return
    finally:
        if upcoming:
            upcoming.cancel()


def last_event_id(header: str | None) -> int:
    """The `seq` in `Last-Event-ID`; 0 where there is none that we gave."""
    return int(header) if header and header.isascii() and header.isdigit() else 0


async def _next(lines: AsyncIterator[bytes]) -> bytes:
    return await anext(lines)
