"""Which files are needed, in PostgreSQL, and the lock under which one that is not may go.

A file is put, then linked, by different transactions, and its bytes lie outside of both. So a put
notes itself first (`pin`, a row that it commits), and whoever deletes holds that row while it looks
whether the file is needed and until the bytes are gone: a put has then either happened before and
is seen, or waits and writes the bytes anew. Links wait in the same way for the asset's own row.
A process that dies in between leaves rows that say so, never bytes that nobody knows of.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from uuid import UUID, uuid4

from psycopg.errors import ForeignKeyViolation

from store.rows import Rows
from store.unit_of_work import Pool
from tools.domain.pictures import Asset

_LOCK = 0x6173736574  # "asset"


class _NeededError(Exception):
    """Ends the transaction in which a file turned out to be needed."""


class PostgresAssetLedger:
    """Satisfies `tools.ports.pictures.AssetLedger`."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def owner(self) -> UUID:
        async with self._pool.connection() as connection:
            return await _AssetRows(connection).owner()

    async def pin(self, sha256: str) -> None:
        async with self._pool.connection() as connection:
            await _AssetRows(connection).pin(sha256)

    @asynccontextmanager
    async def alone(self) -> AsyncGenerator[bool, None]:
        async with self._pool.connection() as connection:
            rows = _AssetRows(connection)
            taken = await rows.take_lock()
            try:
                yield taken
            finally:
                if taken:
                    await rows.release_lock()

    async def drop_links(self, older_than: timedelta) -> int:
        async with self._pool.connection() as connection, connection.transaction():
            return await _AssetRows(connection).drop_links(older_than)

    async def unneeded(self, older_than: timedelta, *, after: str, limit: int) -> list[str]:
        async with self._pool.connection() as connection:
            return await _AssetRows(connection).unneeded(older_than, after, limit)

    async def unknown(self, sha256s: Sequence[str]) -> list[str]:
        async with self._pool.connection() as connection:
            return await _AssetRows(connection).unknown(sha256s)

    @asynccontextmanager
    async def freeing(self, sha256: str, older_than: timedelta) -> AsyncGenerator[bool, None]:
        async with self._pool.connection() as connection:
            try:
                async with connection.transaction():
                    await _AssetRows(connection).forget(sha256, older_than)
                    yield True
                    return
            except (_NeededError, ForeignKeyViolation):
                pass
        yield False

    async def page(self, *, after: str, limit: int) -> list[Asset]:
        async with self._pool.connection() as connection:
            return await _AssetRows(connection).page(after, limit)


class _AssetRows(Rows):
    concept = "assets"

    async def owner(self) -> UUID:
        record = await self._record("owner", id=uuid4())
        assert record is not None
        return record["id"]

    async def pin(self, sha256: str) -> None:
        await self._run("pin", sha256=sha256)

    async def take_lock(self) -> bool:
        record = await self._record("alone", lock=_LOCK)
        return record is not None and bool(record["taken"])

    async def release_lock(self) -> None:
        await self._run("release", lock=_LOCK)

    async def drop_links(self, older_than: timedelta) -> int:
        idle = await self._shas("idle_uploads", older_than=older_than)
        idle = await self._unmentioned(idle, in_messages=True)
        dropped = [
            await self._record("drop_uploads", older_than=older_than, sha256s=idle),
            await self._record("drop_orphans", older_than=older_than),
        ]
        await self._run("unpin_linked", older_than=older_than)
        return sum(record["n"] for record in dropped if record)

    async def unneeded(self, older_than: timedelta, after: str, limit: int) -> list[str]:
        """A page with nothing but files that are mentioned is passed over."""
        while found := await self._shas(
            "unneeded", older_than=older_than, after=after, limit=limit
        ):
            if free := await self._unmentioned(found, in_messages=False):
                return free
            after = found[-1]
        return []

    async def unknown(self, sha256s: Sequence[str]) -> list[str]:
        return await self._shas("unknown", sha256s=list(sha256s))

    async def forget(self, sha256: str, older_than: timedelta) -> None:
        """Raises `_NeededError`, `ForeignKeyViolation` where it is needed after all."""
        pin = await self._record("hold_pin", sha256=sha256, older_than=older_than)
        if pin is None or not pin["old"]:
            raise _NeededError
        held = await self._record("hold_asset", sha256=sha256)
        if held and not await self._run("forget_asset", sha256=sha256, older_than=older_than):
            raise _NeededError
        if not held and await self._record("is_asset", sha256=sha256):
            raise _NeededError
        await self._run("unpin", sha256=sha256)

    async def page(self, after: str, limit: int) -> list[Asset]:
        return await self._all(Asset, "page", after=after, limit=limit)

    async def _unmentioned(self, sha256s: Sequence[str], *, in_messages: bool) -> list[str]:
        if not sha256s:
            return []
        mentioned = await self._shas("mentioned", sha256s=list(sha256s), in_messages=in_messages)
        return [sha256 for sha256 in sha256s if sha256 not in set(mentioned)]

    async def _shas(self, statement: str, **parameters: object) -> list[str]:
        return [record["sha256"] for record in await self._records(statement, **parameters)]
