"""Deliveries of webhooks, sent by jobs of the queue for as long as the service runs."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

import psycopg
from procrastinate import App
from procrastinate.exceptions import ConnectorException
from psycopg_pool import PoolTimeout

from api.settings import Settings
from api.wires.webhook import webhook_body, webhook_headers
from store.database import Database
from store.fleet import take_turn
from store.outbox import PostgresOutbox
from store.unit_of_work import Pool
from store.webhooks import QUEUE, TASK
from tools.backends.webhooks.posting import Poster
from tools.domain.webhooks import callback_url
from tools.studio.keys import keys_exist
from tools.studio.webhooks import fresh_secret

_AT_ONCE = 4
_POLL_S = 2.0
_RESTART_S = 1.0
_LOOK_S = 10.0
"""Between looks for deliveries whose sender died."""
_SWEEP_EVERY_S = 3600.0
_UNREACHABLE = (psycopg.Error, PoolTimeout, ConnectorException)

_log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Sender:
    """Tries deliveries. `wait_s` replaces the waits between tries."""

    outbox: PostgresOutbox
    poster: Poster
    wait_s: float | None = None

    async def send(self, delivery_id: int) -> None:
        """Try a delivery once and keep what came of it; one that has ended is left."""
        due = await self.outbox.due(delivery_id, fresh_secret())
        if due is None:
            return
        body = webhook_body(due.delivery)
        headers = webhook_headers(due.delivery, body, due.secrets, datetime.now(UTC))
        try:
            tried = await self.poster.post(due.delivery.url, body, headers)
        except asyncio.CancelledError:
            await self.outbox.again(due.delivery)
            raise
        await self.outbox.note(due.delivery, tried, wait_s=self.wait_s)


@asynccontextmanager
async def telling(settings: Settings, database: Database, name: str) -> AsyncGenerator[None, None]:
    """Send webhooks for as long as the block runs; the configured ones stand from now on.

    The service counts as local as long as there is no key: without keys it listens on loopback
    only. Raises `InvalidError` for a configured address that is none.
    """

    async def is_local() -> bool:
        return not await keys_exist(database.store)

    outbox = PostgresOutbox(database.pool, database.jobs)
    await outbox.stand([callback_url(url.get_secret_value()) for url in settings.webhook_urls])
    poster = Poster(is_local=is_local, listed=settings.webhook_hosts)
    sender = Sender(outbox=outbox, poster=poster)
    async with sending(database.jobs, sender, database.pool, name):
        yield


@asynccontextmanager
async def sending(jobs: App, sender: Sender, pool: Pool, name: str) -> AsyncGenerator[None, None]:
    """Send, rescue and forget deliveries for as long as the block runs."""

    @jobs.task(name=TASK)
    async def send_webhook(delivery_id: int) -> None:  # pyright: ignore[reportUnusedFunction]
        await sender.send(delivery_id)

    tasks = [
        asyncio.create_task(_work(jobs, f"{name}:webhooks"), name="webhooks"),
        asyncio.create_task(_care(sender.outbox, pool), name="webhook-care"),
    ]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        for task in tasks:
            with contextlib.suppress(asyncio.CancelledError):
                await task
        await sender.poster.close()


async def _work(jobs: App, name: str) -> None:
    while True:
        try:
            await jobs.run_worker_async(
                queues=[QUEUE],
                name=name,
                concurrency=_AT_ONCE,
                install_signal_handlers=False,
                wait=True,
                listen_notify=True,
                delete_jobs="successful",
                fetch_job_polling_interval=_POLL_S,
                shutdown_graceful_timeout=_RESTART_S,
            )
            _log.warning("The sender of webhooks ended; it begins again.")
        except _UNREACHABLE:
            _log.warning("The sender of webhooks lost the database; it tries again.", exc_info=True)
        except Exception:
            _log.exception("The sender of webhooks failed; it begins again.")
        await asyncio.sleep(_RESTART_S)


async def _care(outbox: PostgresOutbox, pool: Pool) -> None:
    while True:
        try:
            if await _mine(pool, "webhooks_rescue", _LOOK_S * 0.8):
                await outbox.rescue()
            if await _mine(pool, "webhooks_sweep", _SWEEP_EVERY_S):
                await outbox.sweep()
        except _UNREACHABLE:
            _log.warning("Webhooks could not be looked after; it is tried again.", exc_info=True)
        await asyncio.sleep(_LOOK_S)


async def _mine(pool: Pool, task: str, every_s: float) -> bool:
    async with pool.connection() as connection:
        return await take_turn(connection, task, every_s)
