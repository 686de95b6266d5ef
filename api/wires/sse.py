"""Server-sent events: one line format for every stream, with a pulse that keeps it open."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator

from fastapi.responses import StreamingResponse
from fastapi.sse import format_sse_event

_PULSE_S = 15.0
_HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


def sse_line(data: str, *, id: int | None = None) -> bytes:
    return format_sse_event(data_str=data, id=None if id is None else str(id))


def event_stream(lines: AsyncIterator[bytes]) -> StreamingResponse:
    """A response that streams the lines, and a comment every 15 s in which nothing happens."""
    return StreamingResponse(_pulsing(lines), media_type="text/event-stream", headers=_HEADERS)


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
