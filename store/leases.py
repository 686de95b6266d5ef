"""Leases on runs in PostgreSQL, each call a transaction of its own."""

from __future__ import annotations

from uuid import UUID

from store.runs import RunRows
from store.unit_of_work import Pool
from tools.domain.runs import Run


class PostgresLeases:
    """Satisfies `tools.ports.leases.Leases`."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def take(self, run_id: UUID, *, owner: str, lease_s: float) -> Run | None:
        async with self._pool.connection() as connection:
            return await RunRows(connection).take(run_id, owner=owner, lease_s=lease_s)

    async def renew(self, run: Run, *, owner: str, lease_s: float) -> bool:
        async with self._pool.connection() as connection:
            return await RunRows(connection).renew(run, owner=owner, lease_s=lease_s)

    async def sweep(self) -> int:
        async with self._pool.connection() as connection:
            return await RunRows(connection).sweep()

    async def orphans(self) -> list[Run]:
        async with self._pool.connection() as connection:
            return await RunRows(connection).orphans()

    async def abandoned(self) -> list[Run]:
        async with self._pool.connection() as connection:
            return await RunRows(connection).abandoned()
