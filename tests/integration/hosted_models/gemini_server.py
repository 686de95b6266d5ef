"""A small server that speaks Gemini's wire format over real HTTP and answers what it is told."""

from __future__ import annotations

import base64
import json
import select
import socket
import threading
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from typing import Any

BOUND_S = 5.0
_DRIP_S = 0.05


@dataclass
class Raw:
    """An answer byte for byte."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


class Silence:
    """No answer: waits until the client hangs up, and notes that it did."""


class Drip:
    """An answer that comes byte by byte, and never to its end."""


class Drop:
    """No answer: the connection is cut once the request was read."""


@dataclass
class Gemini:
    """A server on a free port that answers what it is told, first in, first out.

    An answer is a document, a text, a candidate's whole object, a status with its error, `Raw`,
    `Silence`, `Drip` or `Drop`. `gets` are answers about models; without one the model is there.
    """

    answers: list[Any] = field(default_factory=list)
    gets: list[Any] = field(default_factory=list)
    seen: list[tuple[str, dict[str, Any], dict[str, str]]] = field(default_factory=list)
    got: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    asked: threading.Event = field(default_factory=threading.Event)
    left: threading.Event = field(default_factory=threading.Event)
    url: str = ""

    def data(self, call: int = -1) -> dict[str, Any]:
        """The block of data of a request."""
        text = next(text for text in self.texts(call) if text.startswith("Data"))
        return json.loads(text.split("\n", 1)[1])

    def parts(self, call: int = -1) -> list[dict[str, Any]]:
        return self.seen[call][1]["contents"][0]["parts"]

    def texts(self, call: int = -1) -> list[str]:
        return [part["text"] for part in self.parts(call) if "text" in part]

    def pictures(self, call: int = -1) -> list[tuple[str, str, bytes]]:
        """Of each picture the line before it, its media type and its bytes."""
        parts = self.parts(call)
        return [
            (
                before.get("text", ""),
                part["inlineData"].get("mimeType") or part["inlineData"]["mime_type"],
                base64.urlsafe_b64decode(part["inlineData"]["data"]),
            )
            for before, part in pairwise(parts)
            if "inlineData" in part
        ]


def drawn(
    *pictures: bytes,
    text: str = "",
    thoughts: tuple[bytes, ...] = (),
    finish: str = "STOP",
    usage: dict[str, Any] | None = None,
    mime_type: str = "image/png",
) -> dict[str, Any]:
    """An answer with pictures, as a model of pictures gives it."""
    blobs = [(data, True) for data in thoughts] + [(data, False) for data in pictures]
    parts: list[dict[str, Any]] = [{"text": text}] if text else []
    for data, thought in blobs:
        blob = {"mimeType": mime_type, "data": base64.b64encode(data).decode()}
        parts.append({"inlineData": blob, "thought": thought})
    answer: dict[str, Any] = {
        "candidates": [
            {"content": {"role": "model", "parts": parts}, "finishReason": finish, "index": 0}
        ],
        "modelVersion": "small-001",
    }
    return answer | ({"usageMetadata": usage} if usage else {})


@contextmanager
def serving() -> Generator[Gemini]:
    """A server on loopback until the block is left."""
    state = Gemini()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(state))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    state.url = f"http://127.0.0.1:{server.server_port}"
    yield state
    server.shutdown()
    server.server_close()
    thread.join()


def closed_port_url() -> str:
    """An address where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return f"http://127.0.0.1:{free.getsockname()[1]}"


def _handler(state: Gemini) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, format: str, *args: Any) -> None:
            pass

        def do_GET(self) -> None:
            state.got.append((self.path, self._named_headers()))
            name = self.path.rpartition("/")[2].partition("?")[0]
            self._answer(state.gets.pop(0) if state.gets else {"name": f"models/{name}"}, True)

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            state.seen.append((self.path, body, self._named_headers()))
            state.asked.set()
            self._answer(state.answers.pop(0))

        def _named_headers(self) -> dict[str, str]:
            return {name.lower(): value for name, value in self.headers.items()}

        def _answer(self, answer: Any, plain: bool = False) -> None:
            if isinstance(answer, Silence | Drop):
                self.close_connection = True
                if isinstance(answer, Silence) and _hung_up(self.connection):
                    state.left.set()
                return
            if isinstance(answer, Drip):
                self.close_connection = True
                _drip(self.connection, state.left)
                return
            raw = answer if isinstance(answer, Raw) else _json(answer, plain)
            self.send_response(raw.status)
            for name, value in raw.headers.items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(raw.body)))
            self.end_headers()
            self.wfile.write(raw.body)

    return Handler


def _drip(connection: socket.socket, left: threading.Event) -> None:
    try:
        connection.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n")
        for _ in range(round(BOUND_S / _DRIP_S)):
            connection.sendall(b" ")
            if select.select([connection], [], [], _DRIP_S)[0]:
                break
    except ConnectionError:
        pass
    left.set()


def _hung_up(connection: socket.socket) -> bool:
    readable, _, _ = select.select([connection], [], [], BOUND_S)
    try:
        return bool(readable) and connection.recv(1, socket.MSG_PEEK) == b""
    except ConnectionError:
        return True


def _json(answer: Any, plain: bool) -> Raw:
    status, document = _wire(answer, plain)
    body = json.dumps(document).encode()
    return Raw(status=status, body=body, headers={"content-type": "application/json"})


def _wire(answer: Any, plain: bool) -> tuple[int, dict[str, Any]]:
    if isinstance(answer, tuple):
        status, error = answer
        return status, {"error": {"code": status, **error}}
    whole = isinstance(answer, dict) and ("candidates" in answer or "promptFeedback" in answer)
    if plain or whole:
        return 200, answer
    text = answer if isinstance(answer, str) else json.dumps(answer)
    content = {"role": "model", "parts": [{"text": text}]}
    return 200, {"candidates": [{"content": content, "finishReason": "STOP", "index": 0}]}
