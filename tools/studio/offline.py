"""The studio without a database: for commands that turn files into files."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from typing import Never
from uuid import UUID

from tools.domain.actor import Actor
from tools.domain.errors import UnavailableError
from tools.domain.runs import Event, Run
from tools.ports.store import UnitOfWork


class MemoryFiles:
    """Asset bytes that last as long as the command; satisfies `AssetBytes`."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}
        self._derived: dict[tuple[str, str], bytes] = {}

    async def put(self, data: bytes) -> str:
        sha256 = hashlib.sha256(data).hexdigest()
        self._kept[sha256] = data
        return sha256

    async def get(self, sha256: str) -> bytes:
        try:
            return self._kept[sha256]
        except KeyError:
            raise UnavailableError(
                f"The file {sha256[:12]}… is not here.", code="ASSET_UNREADABLE"
            ) from None

    async def size(self, sha256: str) -> int:
        return len(await self.get(sha256))

    async def part(self, sha256: str, start: int, end: int) -> bytes:
        return (await self.get(sha256))[start:end]

    async def derived(self, sha256: str, name: str) -> bytes | None:
        return self._derived.get((sha256, name))

    async def keep_derived(self, sha256: str, name: str, data: bytes) -> None:
        self._derived[sha256, name] = data


class NoStore:
    """Says that there is no database, to whoever asks for one; satisfies `Store`."""

    def begin(self, actor: Actor) -> AbstractAsyncContextManager[UnitOfWork]:
        return _refuse()

    def read(self, actor: Actor) -> AbstractAsyncContextManager[UnitOfWork]:
        return _refuse()


class NoRuns:
    """Nobody runs anything here; satisfies `RunWatch`."""

    def follow(self, actor: Actor, run_id: UUID, *, after: int = 0) -> AsyncIterator[Event]:
        return _refuse()

    async def ended(self, actor: Actor, run_id: UUID, *, timeout_s: float) -> Run:
        return _refuse()

    async def rested(self, actor: Actor, run_id: UUID, *, timeout_s: float) -> Run:
        return _refuse()


def _refuse() -> Never:
    raise UnavailableError("This command works without a database.", code="NO_DATABASE")
