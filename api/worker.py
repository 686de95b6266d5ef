"""The worker inside the service: jobs from Procrastinate, each of which drives one run."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from typing import Protocol
from uuid import UUID

from procrastinate import App, RetryDecision
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Job
from procrastinate.retry import BaseRetryStrategy

from store.queue import task_of
from tools.domain.runs import RunKind
from tools.ports.rendering import BackendBusyError

_log = logging.getLogger(__name__)


class _BusyLater(BaseRetryStrategy):
    """A busy backend is asked again when it says; nothing else is."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        if isinstance(exception, BackendBusyError):
            return RetryDecision(retry_in={"seconds": max(1, round(exception.retry_after))})
        return None


class Drive(Protocol):
    """Drives runs of one kind."""

    async def drive(self, run_id: UUID) -> None:
        """Raises `BackendBusyError` where it should be tried again later."""
        ...


def enter_tasks(jobs: App, drives: Mapping[RunKind, Drive]) -> None:
    """Tell the queue what its jobs do: one task for each kind of run."""
    for kind, drive in drives.items():
        _enter(jobs, kind, drive)


def _enter(jobs: App, kind: RunKind, drive: Drive) -> None:
    @jobs.task(name=task_of(kind), retry=_BusyLater())
    async def drive_run(run_id: str) -> None:  # pyright: ignore[reportUnusedFunction]
        await drive.drive(UUID(run_id))


@asynccontextmanager
async def working(jobs: App, *, concurrency: int, lease_s: float) -> AsyncGenerator[None, None]:
    """A worker for as long as the block runs; it rescues the jobs of workers that died."""
    worker = asyncio.create_task(
        jobs.run_worker_async(
            concurrency=concurrency,
            install_signal_handlers=False,
            wait=True,
            listen_notify=True,
            delete_jobs="successful",
            fetch_job_polling_interval=5.0,
            update_heartbeat_interval=lease_s / 3,
            stalled_worker_timeout=lease_s,
            shutdown_graceful_timeout=2.0,
        ),
        name="worker",
    )
    rescuer = asyncio.create_task(_rescue(jobs, lease_s), name="rescuer")
    try:
        yield
    finally:
        for task in (worker, rescuer):
            task.cancel()
        for task in (worker, rescuer):
            with contextlib.suppress(asyncio.CancelledError):
                await task


async def _rescue(jobs: App, lease_s: float) -> None:
    """Put the jobs of dead workers back; nothing in Procrastinate does that by itself."""
    while True:
        try:
            for job in await jobs.job_manager.get_stalled_jobs(seconds_since_heartbeat=lease_s):
                _log.info("Taking job %s from a worker that died", job.id)
                await jobs.job_manager.retry_job(job)
        except ConnectorException:
            _log.warning("The rescuer could not reach the database; it looks again.", exc_info=True)
        await asyncio.sleep(lease_s / 2)
