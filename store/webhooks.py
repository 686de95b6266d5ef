"""Webhooks in PostgreSQL: targets, deliveries that commit with a run's end, secrets."""

from __future__ import annotations

from datetime import datetime
from typing import cast
from uuid import UUID

from procrastinate import App
from psycopg.rows import scalar_row

from store.rows import Connection, Rows
from store.statements import statements
from tools.domain.actor import Actor
from tools.domain.paging import Page, after_number, page_of
from tools.domain.webhooks import Delivery, DeliveryState

TASK = "send_webhook"
"""The task that tries one delivery once."""
QUEUE = "webhooks"
"""A queue of its own: no delivery waits for a picture, and no picture for a slow receiver."""


class WebhookRows(Rows):
    concept = "webhooks"

    def __init__(self, connection: Connection, jobs: App) -> None:
        super().__init__(connection)
        self._jobs = jobs

    async def call_back(self, actor: Actor, run_id: UUID, url: str) -> None:
        await self._run("call_back", workspace=actor.workspace, run_id=run_id, url=url)

    async def callback_url(self, actor: Actor, run_id: UUID) -> str | None:
        row = await self._record("callback_url", workspace=actor.workspace, run_id=run_id)
        return row["url"] if row else None

    async def announce(self, run_id: UUID) -> None:
        """A delivery and its job for everyone who is told of the run's end or rest."""
        for row in await self._records("announce", run_id=run_id):
            await self.defer(row["id"], row["attempts"])

    async def defer(self, delivery_id: int, attempts: int, *, wait_s: float = 0.0) -> None:
        """The job of the delivery's next try, not before `wait_s` by the database's clock."""
        deferrer = self._jobs.configure_task(
            TASK,
            queue=QUEUE,
            lock=f"webhook:{delivery_id}:{attempts}",
            schedule_at=await self._in(wait_s) if wait_s > 0 else None,
            connection=self._connection,
        )
        await deferrer.defer_async(delivery_id=delivery_id)

    async def asked_by(self, actor: Actor, run_id: UUID) -> list[Delivery]:
        return await self._all(Delivery, "asked_by", workspace=actor.workspace, run_id=run_id)

    async def page(
        self, actor: Actor, state: DeliveryState | None, *, limit: int, cursor: str | None
    ) -> Page[Delivery]:
        rows = await self._all(
            Delivery,
            "page",
            workspace=actor.workspace,
            state=state,
            before=after_number(cursor),
            limit=limit,
        )
        return page_of(rows, limit, lambda delivery: delivery.id)

    async def secret(self, actor: Actor, fresh: str) -> str:
        await self._run("keep_secret", workspace=actor.workspace, fresh=fresh)
        row = await self._record("secrets", workspace=actor.workspace)
        assert row is not None
        return row["secret"]

    async def rotate(self, actor: Actor, fresh: str, *, keep_s: float) -> None:
        await self._run("rotate", workspace=actor.workspace, fresh=fresh, keep_s=keep_s)

    async def _in(self, wait_s: float) -> datetime:
        async with self._connection.cursor(row_factory=scalar_row) as cursor:
            await cursor.execute(statements("queue")["in"], {"wait_s": wait_s})
            return cast(datetime, await cursor.fetchone())
