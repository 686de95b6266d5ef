"""Clients that talk HTTP as cheaply as they can, so that the server is what is measured."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Load:
    """What came of some requests: their times in seconds, and the wall clock in all."""

    times_s: tuple[float, ...]
    wall_s: float

    @property
    def rate(self) -> float:
        """Requests a second."""
        return len(self.times_s) / self.wall_s

    def percentile_ms(self, share: float) -> float:
        ordered = sorted(self.times_s)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] * 1000


class Client:
    """One kept-alive HTTP/1.1 connection to loopback."""

    def __init__(self, port: int) -> None:
        self._port = port

    async def __aenter__(self) -> Client:
        self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port)
        return self

    async def __aexit__(self, *exc: object) -> None:
        self._writer.close()

    async def post(self, path: str, body: Any) -> Any:
        """The JSON answer. Raises `RuntimeError` for a status of 400 and above."""
        data = json.dumps(body).encode()
        kind = f"Content-Type: application/json\r\nContent-Length: {len(data)}\r\n"
        return json.loads(await self._asked("POST", path, kind, data))

    async def get(self, path: str) -> bytes:
        """The answer's body. Raises `RuntimeError` for a status of 400 and above."""
        return await self._asked("GET", path, "", b"")

    async def _asked(self, method: str, path: str, headers: str, data: bytes) -> bytes:
        head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{self._port}\r\n{headers}\r\n"
        self._writer.write(head.encode() + data)
        status = int((await self._reader.readline()).split()[1])
        length = 0
        while (line := await self._reader.readline()) != b"\r\n":
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        answer = await self._reader.readexactly(length)
        if status >= 400:
            raise RuntimeError(f"{path}: {status} {answer.decode()[:300]}")
        return answer


async def load(port: int, paths: Sequence[str], body: Any, *, turns: int) -> Load:
    """One client a path, each posting `body` `turns` times, one after the other."""

    async def talk(path: str) -> list[float]:
        times: list[float] = []
        async with Client(port) as client:
            for _ in range(turns):
                begun = time.perf_counter()
                await client.post(path, body)
                times.append(time.perf_counter() - begun)
        return times

    begun = time.perf_counter()
    spent = await asyncio.gather(*(talk(path) for path in paths))
    wall_s = time.perf_counter() - begun
    return Load(times_s=tuple(t for times in spent for t in times), wall_s=wall_s)
