"""The websockets of a fake server, with the habits of the real ones."""

from __future__ import annotations

import asyncio
import contextlib
import json
import struct
from typing import Any
from uuid import uuid4

from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

_GONE = (WebSocketDisconnect, RuntimeError, OSError)


class Sockets:
    """Clients by their id; a second socket of one id takes over, and is forgotten when the first
    one closes."""

    def __init__(self) -> None:
        self.clients: dict[str, WebSocket] = {}
        self.features: dict[str, dict[str, Any]] = {}
        self.open: list[WebSocket] = []
        self.ids: list[str] = []
        """The client ids of all connections so far, in order."""

    async def serve(self, socket: WebSocket, welcome: Any) -> None:
        """One connection; `welcome` sends what a new client is told."""
        await socket.accept()
        sid = socket.query_params.get("clientId") or uuid4().hex
        self.clients[sid] = socket
        self.features[sid] = {}
        self.open.append(socket)
        self.ids.append(sid)
        try:
            await welcome(sid)
            first = True
            while True:
                message = json.loads(await socket.receive_text())
                if first and message.get("type") == "feature_flags":
                    self.features[sid] = message["data"]
                    await self.send(
                        "feature_flags",
                        {"supports_preview_metadata": True, "max_upload_size": 104857600},
                        sid,
                    )
                first = False
        except _GONE:
            pass
        finally:
            self.clients.pop(sid, None)
            self.open.remove(socket)

    async def send(self, kind: str, data: dict[str, Any], sid: str | None = None) -> None:
        """To one client, or to all."""
        await self.send_raw(json.dumps({"type": kind, "data": data}), sid)

    async def send_raw(self, message: str | bytes, sid: str | None = None) -> None:
        known = [self.clients.get(sid)] if sid is not None else list(self.clients.values())
        for socket in known:
            if socket and socket.application_state == WebSocketState.CONNECTED:
                with contextlib.suppress(*_GONE):
                    if isinstance(message, bytes):
                        await socket.send_bytes(message)
                    else:
                        await socket.send_text(message)

    async def send_preview(self, jpeg: bytes, facts: dict[str, Any], sid: str | None) -> None:
        """With metadata for a client that said it understands them, bare for others."""
        metadata = json.dumps({**facts, "image_type": "image/jpeg"}).encode()
        for client in [sid] if sid is not None else list(self.clients):
            described = self.features.get(client, {}).get("supports_preview_metadata")
            head = struct.pack(">II", 4, len(metadata)) + metadata
            await self.send_raw((head if described else struct.pack(">II", 1, 1)) + jpeg, client)

    async def close_all(self) -> None:
        await asyncio.gather(*(self._close(socket) for socket in list(self.open)))

    async def _close(self, socket: WebSocket) -> None:
        with contextlib.suppress(*_GONE):
            await socket.close(1001)
