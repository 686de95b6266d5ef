"""A worker process for `make bench`: jobs that do nothing, so that the queue is what is measured.

`--way plain` is Procrastinate alone, `--way ours` the service's worker with leases and the log.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from uuid import UUID

from api.worker import Post, enter_tasks, working
from evals.bench.plain_queue import plain_app
from graph.lease import kept
from store.database import Database, open_database
from store.fleet import PostgresFleet
from store.leases import PostgresLeases
from tools.domain.actor import Actor
from tools.domain.runs import Happening, Run

_CONCURRENCY = 4
_LEASE_S = 15.0


@dataclass(frozen=True, kw_only=True)
class Nothing:
    """Takes a run up under a lease and ends it."""

    database: Database
    leases: PostgresLeases
    owner: str

    async def drive(self, run_id: UUID) -> None:
        run = await self.leases.take(run_id, owner=self.owner, lease_s=_LEASE_S)
        if run is not None:
            await kept(self.leases, run, self._end(run), owner=self.owner, lease_s=_LEASE_S)

    async def _end(self, run: Run) -> None:
        actor = Actor(workspace=run.workspace_id, user=run.user_id, run_id=run.id)
        ended = Happening(type="run.ended", data={"status": "completed"})
        async with self.database.store.begin(actor) as work:
            await work.runs.settle(
                actor, run.id, "completed", happenings=[ended], attempt=run.attempt
            )


@asynccontextmanager
async def _ours(url: str) -> AsyncGenerator[None, None]:
    async with open_database(url) as database:
        leases = PostgresLeases(database.pool, database.news)
        drive = Nothing(database=database, leases=leases, owner=str(os.getpid()))
        enter_tasks(database.jobs, {"generation": drive})
        post = Post(
            name=drive.owner, queues=("embedded",), concurrency=_CONCURRENCY, lease_s=_LEASE_S
        )
        async with working(database.jobs, PostgresFleet(database.pool, database.jobs), post):
            yield


@asynccontextmanager
async def _plain(url: str) -> AsyncGenerator[None, None]:
    app = plain_app(url)
    async with app.open_async():
        worker = asyncio.create_task(
            app.run_worker_async(
                concurrency=_CONCURRENCY,
                install_signal_handlers=False,
                delete_jobs="successful",
            )
        )
        try:
            yield
        finally:
            worker.cancel()
            await asyncio.gather(worker, return_exceptions=True)


async def _serve(url: str, way: str) -> None:
    ended = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, ended.set)
    async with _ours(url) if way == "ours" else _plain(url):
        print("ready", flush=True)
        await ended.wait()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--url", required=True)
    parser.add_argument("--way", choices=("ours", "plain"), required=True)
    said = parser.parse_args()
    asyncio.run(_serve(said.url, said.way))
