"""The processes that drive runs: who is alive, and what the living do for the dead."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from procrastinate import App

from store.queue import JobQueue
from store.rows import Connection, Rows
from store.unit_of_work import Pool
from tools.domain.queues import Queue
from tools.domain.runs import Run

_ORPHANS_AT_ONCE = 500


class PostgresFleet:
    """Each call is a transaction of its own."""

    def __init__(self, pool: Pool, jobs: App) -> None:
        self._pool = pool
        self._jobs = jobs

    async def come(
        self,
        worker_id: UUID,
        *,
        name: str,
        queues: Sequence[Queue],
        concurrency: int,
        alive_s: float,
    ) -> None:
        """Say that a worker is there, and will be for `alive_s` if nothing more is heard."""
        async with self._pool.connection() as connection:
            await _FleetRows(connection).come(worker_id, name, queues, concurrency, alive_s)

    async def go(self, worker_id: UUID) -> None:
        async with self._pool.connection() as connection:
            await _FleetRows(connection).go(worker_id)

    async def rescue(self, *, every_s: float, stalled_s: float) -> list[Run]:
        """Give new jobs to the runs of workers that are silent for `stalled_s`; returns the runs.

        Jobs hold nothing but their run's id, so those of the dead are dropped. Of all who ask
        within `every_s`, one does it.
        """
        async with self._pool.connection() as connection, connection.transaction():
            rows = _FleetRows(connection)
            if not await rows.take_turn("rescue", every_s):
                return []
            await rows.forget_the_dead(stalled_s)
            orphans = await rows.orphans(_ORPHANS_AT_ONCE)
            queue = JobQueue(connection, self._jobs)
            for run in orphans:
                await queue.defer(run)
            return orphans


async def take_turn(connection: Connection, task: str, every_s: float) -> bool:
    """Whether it is this process that does the task now, and nobody else within `every_s`."""
    return await _FleetRows(connection).take_turn(task, every_s)


class _FleetRows(Rows):
    concept = "fleet"

    async def come(
        self,
        worker_id: UUID,
        name: str,
        queues: Sequence[Queue],
        concurrency: int,
        alive_s: float,
    ) -> None:
        await self._run(
            "come",
            worker_id=worker_id,
            name=name,
            queues=list(queues),
            concurrency=concurrency,
            alive_s=alive_s,
        )

    async def go(self, worker_id: UUID) -> None:
        await self._run("go", worker_id=worker_id)

    async def take_turn(self, task: str, every_s: float) -> bool:
        return bool(await self._run("take_turn", task=task, every_s=every_s))

    async def forget_the_dead(self, stalled_s: float) -> None:
        await self._run("forget_workers")
        await self._run("drop_stalled_jobs", stalled_s=stalled_s)
        await self._run("prune_queue_workers", stalled_s=stalled_s)

    async def orphans(self, limit: int) -> list[Run]:
        return await self._all(Run, "orphans", limit=limit)
