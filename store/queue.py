"""Jobs on Procrastinate: each drives one run and holds only its id."""

from __future__ import annotations

from uuid import UUID

from procrastinate import App

from store.rows import Connection
from tools.domain.runs import RunKind

DRIVE = "drive_run"


class JobQueue:
    """Defers on the caller's connection, so that a job commits with its run."""

    def __init__(self, connection: Connection, jobs: App) -> None:
        self._connection = connection
        self._jobs = jobs

    async def defer(
        self, run_id: UUID, *, kind: RunKind, priority: int = 0, after: int = 0
    ) -> None:
        """The jobs of a run that rested have locks of their own.

        One that waited for another's lock would be fetched seconds later; it is the run's lease
        that keeps two jobs apart.
        """
        deferrer = self._jobs.configure_task(
            DRIVE,
            queue=kind,
            priority=priority,
            lock=f"{run_id}:{after}" if after else str(run_id),
            connection=self._connection,
        )
        await deferrer.defer_async(run_id=str(run_id))
