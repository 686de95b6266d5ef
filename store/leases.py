"""Leases on runs in PostgreSQL, each call a transaction of its own."""

from __future__ import annotations

import asyncio
from contextlib import AbstractContextManager
from uuid import UUID

from store.fleet import take_turn
from store.news import RunNews
from store.runs import RunRows
from store.unit_of_work import Pool
from tools.domain.runs import Run
from tools.ports.leases import Standing

_SWEEP_EVERY_S = 60.0


class PostgresLeases:
    """Satisfies `tools.ports.leases.Leases`."""

    def __init__(self, pool: Pool, news: RunNews) -> None:
        self._pool = pool
        self._news = news

    async def take(self, run_id: UUID, *, owner: str, lease_s: float) -> Run | None:
        async with self._pool.connection() as connection:
            return await RunRows(connection).take(run_id, owner=owner, lease_s=lease_s)

    async def renew(self, run: Run, *, owner: str, lease_s: float) -> bool:
        async with self._pool.connection() as connection:
            return await RunRows(connection).renew(run, owner=owner, lease_s=lease_s)

    async def standing(self, run: Run) -> Standing:
        async with self._pool.connection() as connection:
            return await RunRows(connection).standing(run)

    def cancelled(self, run_id: UUID) -> AbstractContextManager[asyncio.Event]:
        return self._news.cancelled(run_id)

    async def sweep(self) -> int:
        async with self._pool.connection() as connection:
            if not await take_turn(connection, "sweep", _SWEEP_EVERY_S):
                return 0
            return await RunRows(connection).sweep()

    async def abandoned(self) -> list[Run]:
        async with self._pool.connection() as connection:
            return await RunRows(connection).abandoned()
