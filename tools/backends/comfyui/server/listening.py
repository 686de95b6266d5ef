"""The websocket of one job: opened, lost, closed and opened again, while polling goes on."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
from types import TracebackType
from urllib.parse import quote

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from tools.backends.comfyui.server.address import Address
from tools.backends.comfyui.server.events import Event, event_of
from tools.backends.comfyui.server.progress import Progress
from tools.backends.comfyui.server.wire import trusted

MAX_MESSAGE_BYTES = 32 * 1024 * 1024
"""A longer message ends the connection; previews are some 100 KiB."""
_FEATURES = json.dumps({"type": "feature_flags", "data": {"supports_preview_metadata": True}})
_ENDS = frozenset({"execution_success", "execution_error", "execution_interrupted"})
_MOST_UNREAD = 256
"""Above it reading pauses, and with it the answer to our closing."""
_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 0.1, 10.0
_SILENCE_S = 90.0
"""A server that loads a model answers no ping for a while."""

_WIRE_LOG = logging.getLogger(__name__ + ".wire")
_WIRE_LOG.setLevel(logging.WARNING)
"""Below this level websockets logs request headers, which hold the credentials."""


class Listening:
    """An async context; inside it the messages on one job arrive in `progress`.

    Messages on other jobs, and those that do not say whose they are, are dropped.
    """

    def __init__(
        self,
        address: Address,
        *,
        client_id: str,
        prompt_id: str,
        progress: Progress,
        connect_timeout_s: float,
    ) -> None:
        self._address = address
        self._uri = f"{address.socket_url}?clientId={quote(client_id, safe='')}"
        self._prompt_id = prompt_id
        self._progress = progress
        self._timeout_s = connect_timeout_s
        self._changed = asyncio.Event()
        self._tried = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self.connected = False
        self.connections = 0
        """How often the socket was opened."""
        self.losses = 0
        """How often an open socket was lost."""
        self.heard = 0
        """Messages on this job."""
        self.ended = False
        """The server says that the job has ended, whichever way."""

    async def __aenter__(self) -> Listening:
        self._task = asyncio.create_task(self._keep_listening())
        try:
            await self._tried.wait()
        except asyncio.CancelledError:
            self._task.cancel()
            raise
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._task:
            self._task.cancel()
            await asyncio.wait([self._task])

    async def changed(self, timeout_s: float) -> None:
        """Wait until there is news on the job or on the socket, or the time is over."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._changed.wait(), timeout_s)
        self._changed.clear()

    async def _keep_listening(self) -> None:
        """The old socket is closed before the next one is opened: the server drops the client's
        id when the old one closes, and with it the new one."""
        now, pause_s = asyncio.get_running_loop().time, _FIRST_PAUSE_S
        while True:
            began = now()
            with contextlib.suppress(OSError, WebSocketException, EOFError, ImportError):
                async with self._connect() as socket:
                    await socket.send(_FEATURES)
                    self._opened()
                    await self._listen(socket)
            self._lost()
            if now() - began > _LONGEST_PAUSE_S:
                pause_s = _FIRST_PAUSE_S
            await asyncio.sleep(pause_s)
            pause_s = min(pause_s * 2, _LONGEST_PAUSE_S)

    def _connect(self) -> connect:
        return _Straight(
            self._uri,
            additional_headers=self._address.headers,
            user_agent_header="echo-director",
            compression=None,
            open_timeout=self._timeout_s,
            close_timeout=1.0,
            ping_timeout=_SILENCE_S,
            max_size=MAX_MESSAGE_BYTES,
            max_queue=_MOST_UNREAD,
            logger=_WIRE_LOG,
            ssl=trusted() if self._uri.startswith("wss:") else None,
        )

    async def _listen(self, socket: ClientConnection) -> None:
        async for message in socket:
            event = event_of(message)
            if event and event.prompt_id == self._prompt_id:
                self._take(event)

    def _take(self, event: Event) -> None:
        self.heard += 1
        over = event.type == "executing" and event.data.get("node") is None
        if over or event.type in _ENDS:
            self.ended = True
            self._changed.set()
        if self._progress.take(event):
            self._changed.set()

    def _opened(self) -> None:
        self.connected = True
        self.connections += 1
        self._tried.set()
        self._changed.set()

    def _lost(self) -> None:
        self.losses += self.connected
        self.connected = False
        self._tried.set()
        self._changed.set()


class _Straight(connect):
    """Follows no redirect, so that credentials stay with the host that they are for."""

    def process_redirect(self, exc: Exception) -> Exception | str:
        return exc
