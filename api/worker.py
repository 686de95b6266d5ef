"""Jobs from Procrastinate, each of which drives one run; and the care of a fleet of workers."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncGenerator, Generator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

import psycopg
from procrastinate import App
from procrastinate.exceptions import ConnectorException
from psycopg_pool import PoolTimeout
from uuid_utils.compat import uuid7

from store.fleet import PostgresFleet
from store.queue import task_of
from tools.domain.queues import Queue
from tools.domain.runs import RunKind

_BEATS_A_LEASE = 3
"""Heartbeats, and looks for the dead, within the time after which a worker counts as dead."""
_RESTART_S = 1.0
_POLL_S = 2.0
"""Between looks for jobs that no notification told of."""
_UNREACHABLE = (psycopg.Error, PoolTimeout, ConnectorException)

_log = logging.getLogger(__name__)


class Drive(Protocol):
    """Drives runs of one kind."""

    async def drive(self, run_id: UUID) -> None:
        """Drive the run on as far as it goes; one that is to be tried again has its own job."""
        ...


@dataclass(frozen=True, kw_only=True)
class Post:
    """What one worker takes: jobs of these queues, `concurrency` at once.

    It counts as dead when nothing was heard of it for `lease_s`. Told to end, it lets jobs go on
    for `grace_s` before they go back into their queues.
    """

    name: str
    queues: Sequence[Queue]
    concurrency: int
    lease_s: float
    grace_s: float = 2.0


def enter_tasks(jobs: App, drives: Mapping[RunKind, Drive]) -> None:
    """Tell the queue what its jobs do: one task for each kind of run."""
    for kind, drive in drives.items():
        _enter(jobs, kind, drive)


def _enter(jobs: App, kind: RunKind, drive: Drive) -> None:
    @jobs.task(name=task_of(kind))
    async def drive_run(run_id: str) -> None:  # pyright: ignore[reportUnusedFunction]
        await drive.drive(UUID(run_id))


@asynccontextmanager
async def working(jobs: App, fleet: PostgresFleet, post: Post) -> AsyncGenerator[None, None]:
    """A worker for as long as the block runs; with no concurrency, only care for the others."""
    tasks = [asyncio.create_task(_rescue(fleet, post.lease_s), name="rescuer")]
    if post.concurrency and post.queues:
        worker_id = uuid7()
        tasks.append(asyncio.create_task(_work(jobs, post), name="worker"))
        tasks.append(asyncio.create_task(_be_seen(fleet, worker_id, post), name="presence"))
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        for task in tasks:
            with contextlib.suppress(asyncio.CancelledError):
                await task


async def _work(jobs: App, post: Post) -> None:
    """Take jobs, again and again where the database was away for a while."""
    while True:
        try:
            await jobs.run_worker_async(
                queues=list(post.queues),
                name=post.name,
                concurrency=post.concurrency,
                install_signal_handlers=False,
                wait=True,
                listen_notify=True,
                delete_jobs="successful",
                fetch_job_polling_interval=_POLL_S,
                update_heartbeat_interval=post.lease_s / _BEATS_A_LEASE,
                stalled_worker_timeout=post.lease_s * 4,
                shutdown_graceful_timeout=post.grace_s,
            )
            _log.warning("The worker ended; it begins again.")
        except _UNREACHABLE:
            _log.warning("The worker could not reach the database; it tries again.", exc_info=True)
        except Exception:
            _log.exception("The worker failed; it begins again.")
        await asyncio.sleep(_RESTART_S)


async def _be_seen(fleet: PostgresFleet, worker_id: UUID, post: Post) -> None:
    """Say that this worker is there for as long as it is."""
    try:
        while True:
            with _patiently("The worker could not say that it is there"):
                await fleet.come(
                    worker_id,
                    name=post.name,
                    queues=post.queues,
                    concurrency=post.concurrency,
                    alive_s=post.lease_s,
                )
            await asyncio.sleep(post.lease_s / _BEATS_A_LEASE)
    finally:
        with _patiently("The worker could not say that it goes"):
            await fleet.go(worker_id)


async def _rescue(fleet: PostgresFleet, lease_s: float) -> None:
    """Give new jobs to the runs of workers that died; one of the fleet does it at a time."""
    look_s = lease_s / _BEATS_A_LEASE
    while True:
        with _patiently("The rescuer could not reach the database"):
            for run in await fleet.rescue(every_s=look_s * 0.8, stalled_s=lease_s):
                _log.info("Queueing run %s again: nobody drives it", run.id)
        await asyncio.sleep(look_s)


@contextlib.contextmanager
def _patiently(what: str) -> Generator[None, None, None]:
    try:
        yield
    except _UNREACHABLE:
        _log.warning("%s; it tries again.", what, exc_info=True)
