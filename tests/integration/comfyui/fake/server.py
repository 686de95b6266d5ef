"""A ComfyUI server for tests: real HTTP and websockets, in a thread of its own."""

from __future__ import annotations

import asyncio
import contextlib
import io
import socket
import struct
import threading
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import replace
from typing import Any, Literal

import httpx
import numpy as np
import uvicorn
from PIL import Image
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import WebSocketRoute
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket

from tests.integration.comfyui.fake.checking import Checker
from tests.integration.comfyui.fake.executor import Executor, Gate
from tests.integration.comfyui.fake.files import FileStore
from tests.integration.comfyui.fake.jobs import Books
from tests.integration.comfyui.fake.nodes import (
    Models,
    core_nodes,
    instant_id_nodes,
    ip_adapter_nodes,
)
from tests.integration.comfyui.fake.routes import Routes, cross_site
from tests.integration.comfyui.fake.sockets import Sockets
from tests.integration.comfyui.fake.specs import Node, one_of

Version = Literal["0.26.0", "0.3.64"]
_BOUND_S = 10.0


class Hold:
    """A job that waits where it was told to."""

    def __init__(self, fake: FakeComfy, gate: Gate) -> None:
        self._fake = fake
        self.gate = gate

    async def reached(self) -> None:
        """Wait, at most ten seconds, until a job waits here."""
        waiting = self._fake.submit(asyncio.wait_for(self.gate.reached.wait(), _BOUND_S))
        await asyncio.wrap_future(waiting)

    def release(self) -> None:
        self._fake.call(self.gate.opened.set)


class FakeComfy:
    """Switches are safe to use from any thread.

    `prefix` and `authorization` are the path and the header that a proxy before it asks for.
    `requests` holds method and path of every request, `submitted` every accepted body of
    POST /prompt.
    """

    def __init__(
        self,
        version: Version = "0.26.0",
        *,
        models: Models | None = None,
        checkpoints: tuple[str, ...] | None = None,
        nodes: Mapping[str, Node] | None = None,
        without: tuple[str, ...] = (),
        ip_adapter: bool = False,
        instant_id: bool = False,
        prefix: str = "",
        authorization: str | None = None,
        max_upload_bytes: int = 104857600,
    ) -> None:
        self.version = version
        self.new_family = version == "0.26.0"
        models = models or Models()
        if checkpoints is not None:
            models = replace(models, checkpoints=checkpoints)
        self.embeddings = models.embeddings
        self._nodes = core_nodes(models)
        self._nodes |= ip_adapter_nodes(models) if ip_adapter else {}
        self._nodes |= instant_id_nodes(models) if instant_id else {}
        self._nodes |= dict(nodes or {})
        for name in without:
            self._nodes.pop(name, None)
        self.prefix = prefix
        self.authorization = authorization
        self.max_upload_bytes = max_upload_bytes
        self.files = FileStore()
        self.requests: list[tuple[str, str]] = []
        self.headers: list[dict[str, str]] = []
        self.submitted: list[dict[str, Any]] = []
        self.lose_answers = 0
        """So many accepted graphs are answered by a broken connection."""
        self._refusals: list[tuple[str, Response]] = []
        self._before: dict[tuple[str, str], Callable[[], Awaitable[None]]] = {}
        self._port = 0
        self._thread: threading.Thread | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}{self.prefix}"

    def start(self) -> FakeComfy:
        """On the port of the last time, if there was one; queue and history are empty."""
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", self._port))
        self._port = listener.getsockname()[1]
        self._begin()
        ready = threading.Event()
        self._thread = threading.Thread(target=self._serve, args=(listener, ready), daemon=True)
        self._thread.start()
        if not ready.wait(_BOUND_S):
            raise RuntimeError("The fake server did not start.")
        return self

    def stop(self) -> None:
        """As after SIGTERM: connections drop, the port is closed."""
        if self._thread and self._thread.is_alive():
            self.call(self._over.set)
            self._thread.join(_BOUND_S)
        self._thread = None

    kill = stop

    def restart(self) -> None:
        """Queue and history are gone, files stay."""
        self.kill()
        self.files.wipe_temp()
        self.start()

    def hold(self, where: str, *, step: int = 0) -> Hold:
        """The next job waits before the node (its id or class), or within it after `step` steps;
        or, where `where` is a job's id, before its first node; with `step` -1, before it is begun,
        when interrupting it has no effect."""
        gate = self.submit(_gate(where, step)).result(_BOUND_S)
        self.call(lambda: self.executor.gates.append(gate))
        return Hold(self, gate)

    def fail(self, kind: str, error: Exception) -> None:
        """Nodes of this class raise the error."""
        self.call(lambda: self.executor.failures.__setitem__(kind, error))

    def refuse(
        self, path: str, status: int, *, times: int = 1, body: str = "", **headers: str
    ) -> None:
        """Requests to the path, or all paths below it, are answered so for `times` times."""
        named = {key.replace("_", "-"): value for key, value in headers.items()}
        for _ in range(times):
            self._refusals.append((path, Response(body, status_code=status, headers=named)))

    def before(self, method: str, path: str, action: Callable[[], Awaitable[None]]) -> None:
        """Done once, in the server's thread, before the next such request is answered, which it is
        not where the action raises `ConnectionResetError`."""
        self._before[method, path] = action

    def drop_sockets(self) -> None:
        """Break the websockets, without a close frame, and leave HTTP alone."""
        self.call(lambda: _abort(self._websocket_transports()))

    def abort_connections(self) -> None:
        """Reset every connection; only from the server's own thread."""
        _abort([c.transport for c in list(self._uvicorn.server_state.connections)])

    def post(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """POST /prompt as another program would; the answer."""
        return httpx.post(f"{self.url}/prompt", json=dict(body)).json()

    def send(self, message: str | bytes) -> None:
        """To every websocket, as it is."""
        self.submit(self.sockets.send_raw(message)).result(_BOUND_S)

    def push(self, kind: str, data: Mapping[str, Any]) -> None:
        """A text message to every websocket."""
        self.submit(self.sockets.send(kind, dict(data))).result(_BOUND_S)

    @staticmethod
    def corrupt_png() -> bytes:
        """A picture whose pixels break off."""
        content = io.BytesIO()
        noise = np.random.default_rng(1).integers(0, 256, (64, 64, 3), dtype=np.uint8)
        Image.fromarray(noise).save(content, "PNG")
        return content.getvalue()[:2000]

    def current_nodes(self) -> dict[str, Node]:
        """With the files that can be loaded now."""
        files = one_of(*self.files.inputs(), image_upload=True)
        channels = one_of("alpha", "red", "green", "blue")
        nodes = dict(self._nodes)
        for name, required in (
            ("LoadImage", {"image": files}),
            ("LoadImageMask", {"image": files, "channel": channels}),
        ):
            if name in nodes:
                nodes[name] = replace(nodes[name], required=required, check=_loadable)
        return nodes

    @property
    def checker(self) -> Checker:
        return Checker(self.current_nodes(), self.files, new_family=self.new_family)

    def call(self, action: Callable[[], Any]) -> None:
        """Do it in the server's thread, and wait until it is done."""

        async def act() -> None:
            action()

        self.submit(act()).result(_BOUND_S)

    def submit(self, work: Coroutine[Any, Any, Any]) -> Any:
        """Start it in the server's loop; a future of its result."""
        return asyncio.run_coroutine_threadsafe(work, self._loop)

    def _begin(self) -> None:
        self.books = Books()
        self.sockets = Sockets()
        self.executor = Executor(
            self._nodes, self.files, self.sockets, self.books, new_family=self.new_family
        )

    def _serve(self, listener: socket.socket, ready: threading.Event) -> None:
        with asyncio.Runner() as runner:
            runner.run(self._live(listener, ready))

    async def _live(self, listener: socket.socket, ready: threading.Event) -> None:
        self._loop = asyncio.get_running_loop()
        self._over = asyncio.Event()
        app = Starlette(routes=[*Routes(self).listed(), WebSocketRoute("/ws", self._socket)])
        config = uvicorn.Config(
            self._guarded(app), log_config=None, lifespan="off", access_log=False,
            ws="websockets-sansio", ws_ping_interval=None, timeout_graceful_shutdown=0,
        )  # fmt: skip
        config.load()
        self._uvicorn = uvicorn.Server(config)
        self._uvicorn.lifespan = config.lifespan_class(config)
        await self._uvicorn.startup([listener])
        working = asyncio.create_task(self.executor.work())
        ready.set()
        await self._over.wait()
        for server in self._uvicorn.servers:
            server.close()
        listener.close()
        self.abort_connections()
        working.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await working
        tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _guarded(self, app: Starlette) -> Callable[[Scope, Receive, Send], Any]:
        """The proxy before the server, and the refusals that a test asked for."""

        async def guard(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] not in ("http", "websocket"):
                return
            if answer := self._answer(scope):
                if scope["type"] == "websocket":
                    await send({"type": "websocket.close"})
                    return
                await answer(scope, receive, send)
                return
            path = scope["path"].removeprefix(self.prefix)
            if action := self._before.pop((scope.get("method", ""), path), None):
                try:
                    await action()
                except ConnectionResetError:
                    return
            await app({**scope, "path": path, "raw_path": path.encode()}, receive, send)

        return guard

    def _answer(self, scope: Scope) -> Response | None:
        headers = {key.decode(): value.decode("latin-1") for key, value in scope["headers"]}
        path = scope["path"]
        method = scope.get("method", "GET")
        self.requests.append((method, path))
        self.headers.append(headers)
        if self.prefix and not path.startswith(self.prefix + "/"):
            return Response("<html>a page of the proxy</html>", status_code=404)
        if self.authorization and headers.get("authorization") != self.authorization:
            return Response(status_code=401, headers={"WWW-Authenticate": "Basic"})
        if scope["type"] == "http" and cross_site(Request(scope), new_family=self.new_family):
            return Response(status_code=403)
        for refusal in self._refusals:
            if path.removeprefix(self.prefix).startswith(refusal[0]):
                self._refusals.remove(refusal)
                return refusal[1]
        return None

    async def _socket(self, socket: WebSocket) -> None:
        async def welcome(sid: str) -> None:
            await self.executor.status(sid, sid=sid)
            running = self.books.running
            if running and running.client_id == sid and self.executor.last_node:
                await self.sockets.send("executing", {"node": self.executor.last_node}, sid)

        await self.sockets.serve(socket, welcome)

    def _websocket_transports(self) -> list[asyncio.Transport]:
        connections = list(self._uvicorn.server_state.connections)
        return [c.transport for c in connections if "websockets" in type(c).__module__]


async def _gate(where: str, step: int) -> Gate:
    return Gate(where, step)


def _abort(transports: list[asyncio.Transport]) -> None:
    """Reset: the peer sees a broken connection, not a closed one."""
    for transport in transports:
        if peer := transport.get_extra_info("socket"):
            with contextlib.suppress(OSError):
                peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        transport.abort()


def _loadable(name: str, value: Any, files: FileStore) -> str | None:
    if name != "image" or files.annotated(str(value)) is not None:
        return None
    return f"Invalid image file: {value}"
