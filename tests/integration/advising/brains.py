"""Small Echo Brains over real HTTP: every shape, and those that are slow, broken or lying."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

Answer = tuple[int, bytes]
Answering = Callable[["Brain", dict[str, Any]], Awaitable[Answer] | Answer]


class Brain:
    """Endpoints by path; everything that was asked is on record."""

    def __init__(self, endpoints: dict[str, Answering]) -> None:
        self.endpoints = endpoints
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self.headers: list[str] = []
        self.url = ""
        self.connections = 0
        self.waited = asyncio.Event()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            while await self._one(reader, writer):
                pass
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def _one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        method, path, _ = head.split(" ", 2)
        length = next(
            (
                int(line.split(":")[1])
                for line in head.split("\r\n")
                if "content-length" in line.lower()
            ),
            0,
        )
        sent = await reader.readexactly(length)
        self.headers.append(head)
        body = json.loads(sent) if sent else {}
        if method == "GET":
            status, answer = (200, b'{"status":"ok"}') if path in self.endpoints else (404, b"{}")
        elif path not in self.endpoints:
            status, answer = 404, b'{"detail":"Not Found"}'
        else:
            self.asked.append((path, body))
            made = self.endpoints[path](self, body)
            status, answer = await made if isinstance(made, Awaitable) else made
        if status == 0:
            writer.write(answer)
            await writer.drain()
            return False
        writer.write(
            b"HTTP/1.1 %d X\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
            % (status, len(answer))
        )
        writer.write(answer)
        await writer.drain()
        return True


@asynccontextmanager
async def brain(**endpoints: Answering) -> AsyncIterator[Brain]:
    """`ask`, `query`, `chat` and `health` below /api/echo."""
    made = Brain({f"/api/echo/{name}": answering for name, answering in endpoints.items()})
    server = await asyncio.start_server(made.serve, "127.0.0.1", 0)
    made.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield made
    finally:
        made.waited.set()
        server.close()


def newer(text: Any, **more: Any) -> Answering:
    """Takes a question, answers as the newer kind does."""

    def answer(_: Brain, body: dict[str, Any]) -> Answer:
        if not isinstance(body.get("question"), str):
            return 422, b'{"detail":"question"}'
        return 200, json.dumps({"answer": text, "model": "mistral:7b", **more}).encode()

    return answer


def older(text: Any, **more: Any) -> Answering:
    """Takes a query with its context, answers as the older kind does."""

    def answer(_: Brain, body: dict[str, Any]) -> Answer:
        if not isinstance(body.get("query"), str) or not isinstance(body.get("context"), dict):
            return 422, b'{"detail":"query"}'
        told = {
            "response": text,
            "model_used": "qwen2.5:14b",
            "confidence": 0.8,
            "conversation_id": body.get("conversation_id"),
            **more,
        }
        return 200, json.dumps(told).encode()

    return answer


def raw(status: int, body: bytes) -> Answering:
    """Exactly these bytes; with status 0 without any head, and the connection closed."""
    return lambda _brain, _body: (status, body)


def slow() -> Answering:
    """Answers only when the test is over."""

    async def answer(made: Brain, _: dict[str, Any]) -> Answer:
        await made.waited.wait()
        return 200, b"{}"

    return answer
