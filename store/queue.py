"""Jobs on Procrastinate: each drives one run and holds only its id."""

from __future__ import annotations

from datetime import datetime
from typing import cast
from uuid import UUID

from procrastinate import App
from psycopg.rows import scalar_row

from store.rows import Connection
from store.statements import statements
from tools.domain.runs import Run, RunKind


def task_of(kind: RunKind) -> str:
    """The name of the task that drives runs of this kind."""
    return f"drive_{kind}"


class JobQueue:
    """Defers on the caller's connection, so that a job commits with its run."""

    def __init__(self, connection: Connection, jobs: App) -> None:
        self._connection = connection
        self._jobs = jobs

    async def defer(self, run: Run, *, wait_s: float = 0.0) -> None:
        """A job for the run, in the run's own queue with its priority, not before `wait_s`.

        Its lock names the attempts so far: a job that shared the lock of one still closing would
        be fetched seconds later. It is the run's lease that keeps two jobs apart. When it is due
        is by the database's clock, which is also whom the fetching asks.
        """
        deferrer = self._jobs.configure_task(
            task_of(run.kind),
            queue=run.queue,
            priority=run.priority,
            lock=f"{run.id}:{run.attempt}",
            schedule_at=await self._in(wait_s) if wait_s > 0 else None,
            connection=self._connection,
        )
        await deferrer.defer_async(run_id=str(run.id))

    async def _in(self, wait_s: float) -> datetime:
        async with self._connection.cursor(row_factory=scalar_row) as cursor:
            await cursor.execute(statements("queue")["in"], {"wait_s": wait_s})
            return cast(datetime, await cursor.fetchone())

    async def withdraw(self, run_id: UUID) -> None:
        """Take the run's jobs that nobody has begun out of the queue."""
        await self._connection.execute(statements("queue")["withdraw"], {"run_id": str(run_id)})
