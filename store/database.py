"""The database of one process: its pools, its job queue, its listener."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import cast

from procrastinate import App, PsycopgConnector
from psycopg_pool import AsyncConnectionPool

from store.checkpoints import PooledCheckpoints, checkpoint_pool
from store.news import RunNews
from store.unit_of_work import Pool, PostgresStore


@dataclass(frozen=True, kw_only=True)
class Connections:
    """How many connections each part may hold: one budget a process, 30 in all."""

    pool: int = 14
    checkpoints: int = 8
    jobs: int = 7
    listener: int = 1


@dataclass(frozen=True, kw_only=True)
class Database:
    """Everything open. `pool` serves the store, and whoever asks about its health."""

    url: str
    pool: Pool
    store: PostgresStore
    checkpoints: PooledCheckpoints
    jobs: App
    news: RunNews


@asynccontextmanager
async def open_database(
    url: str, budget: Connections | None = None
) -> AsyncGenerator[Database, None]:
    """Open an upgraded database; all of it is closed on the way out."""
    budget = budget or Connections()
    jobs = App(connector=PsycopgConnector(conninfo=url, min_size=1, max_size=budget.jobs))
    pool = cast(
        Pool,
        AsyncConnectionPool(
            url,
            min_size=2,
            max_size=budget.pool,
            open=False,
            name="store",
            kwargs={"autocommit": True},
        ),
    )
    async with pool, checkpoint_pool(url, size=budget.checkpoints) as saver_pool, jobs.open_async():
        store = PostgresStore(pool, jobs)
        news = RunNews(url, store)
        await news.start()
        try:
            yield Database(
                url=url,
                pool=pool,
                store=store,
                checkpoints=PooledCheckpoints(saver_pool),
                jobs=jobs,
                news=news,
            )
        finally:
            await news.stop()
