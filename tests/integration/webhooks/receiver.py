"""A small HTTP server that takes webhooks and answers as it is told."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Taken:
    """One request as it came over the wire."""

    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Receiver:
    """Answers with `statuses` in turn, the last one again and again; None answers never."""

    port: int = 0
    statuses: list[int | None] = field(default_factory=lambda: [204])
    taken: list[Taken] = field(default_factory=list)
    _news: asyncio.Condition = field(default_factory=asyncio.Condition)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook"

    async def heard(self, count: int, *, within_s: float = 20.0) -> list[Taken]:
        """The requests once there are so many."""
        async with asyncio.timeout(within_s), self._news:
            await self._news.wait_for(lambda: len(self.taken) >= count)
        return self.taken

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        headers = dict(line.lower().split(": ", 1) for line in head[1:] if ": " in line)
        exact = {
            key: line.split(": ", 1)[1]
            for line in head[1:]
            if ": " in line
            for key in [line.split(": ", 1)[0].lower()]
        }
        body = await reader.readexactly(int(headers.get("content-length", 0)))
        status = self.statuses.pop(0) if len(self.statuses) > 1 else self.statuses[0]
        async with self._news:
            self.taken.append(Taken(head[0].split(" ")[1], exact, body))
            self._news.notify_all()
        if status is None:
            await reader.read()
        else:
            to = "Location: http://127.0.0.1:1/elsewhere\r\n" if 300 <= status < 400 else ""
            writer.write(f"HTTP/1.1 {status} So\r\n{to}Content-Length: 0\r\n\r\n".encode())
            await writer.drain()
        writer.close()


@asynccontextmanager
async def receiving(
    *statuses: int | None, tls: ssl.SSLContext | None = None
) -> AsyncIterator[Receiver]:
    receiver = Receiver(statuses=list(statuses) or [204])
    server = await asyncio.start_server(receiver.answer, "127.0.0.1", 0, ssl=tls)
    receiver.port = server.sockets[0].getsockname()[1]
    try:
        yield receiver
    finally:
        server.close()
