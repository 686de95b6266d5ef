"""Deliveries that wait to be sent, for the processes that send them; every workspace's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from procrastinate import App

from store.rows import Rows
from store.unit_of_work import Pool
from store.webhooks import WebhookRows
from tools.domain.webhooks import KEPT_DAYS, Delivery, Tried, judged

SILENT_S = 30.0
"""How long after its time a delivery without a job counts as lost."""


@dataclass(frozen=True, kw_only=True)
class Due:
    """A delivery to be tried, with the secrets that sign it, the newest first."""

    delivery: Delivery
    secrets: tuple[str, ...]


class PostgresOutbox:
    """Each call is a transaction of its own."""

    def __init__(self, pool: Pool, jobs: App) -> None:
        self._pool = pool
        self._jobs = jobs

    async def due(self, delivery_id: int, fresh_secret: str) -> Due | None:
        """The delivery; None where it has ended. Where there is no secret, the fresh one is it."""
        async with self._pool.connection() as connection, connection.transaction():
            rows = _OutboxRows(connection)
            delivery = await rows.pending(delivery_id)
            if delivery is None:
                return None
            secrets = await rows.secrets(delivery.workspace_id, fresh_secret)
            return Due(delivery=delivery, secrets=secrets)

    async def note(self, delivery: Delivery, tried: Tried, *, wait_s: float | None = None) -> None:
        """Keep what a try came to, with the job of the next one; a try noted before is left.

        `wait_s` stands in place of the wait that `judged` gives.
        """
        number = delivery.attempts + 1
        state, wait = judged(tried, number)
        wait = wait if wait is None or wait_s is None else wait_s
        async with self._pool.connection() as connection, connection.transaction():
            rows = _OutboxRows(connection)
            if not await rows.note(delivery.id, number, state, tried, wait or 0.0):
                return
            if state == "gone":
                await rows.gone(delivery.id)
            if wait is not None:
                webhooks = WebhookRows(connection, self._jobs)
                await webhooks.defer(delivery.id, number, wait_s=wait)

    async def again(self, delivery: Delivery) -> None:
        """A new job for a try that was broken off."""
        async with self._pool.connection() as connection, connection.transaction():
            await WebhookRows(connection, self._jobs).defer(delivery.id, delivery.attempts)

    async def stand(self, urls: Sequence[str]) -> None:
        """Make these the standing webhooks; those that are not among them hear nothing more."""
        async with self._pool.connection() as connection, connection.transaction():
            await _OutboxRows(connection).stand(urls)

    async def rescue(self, *, silent_s: float = SILENT_S) -> int:
        """Give new jobs to deliveries whose sender died; returns how many."""
        async with self._pool.connection() as connection, connection.transaction():
            rows, webhooks = _OutboxRows(connection), WebhookRows(connection, self._jobs)
            await rows.drop_stalled_jobs(silent_s)
            stranded = await rows.stranded(silent_s)
            for delivery_id, attempts in stranded:
                await webhooks.defer(delivery_id, attempts)
            return len(stranded)

    async def sweep(self) -> int:
        """Drop deliveries that ended 30 days ago, and the addresses that they were for."""
        async with self._pool.connection() as connection:
            return await _OutboxRows(connection).sweep()


class _OutboxRows(Rows):
    concept = "webhooks"

    async def pending(self, delivery_id: int) -> Delivery | None:
        return await self._one(Delivery, "pending", id=delivery_id)

    async def secrets(self, workspace: str, fresh: str) -> tuple[str, ...]:
        await self._run("keep_secret", workspace=workspace, fresh=fresh)
        row = await self._record("secrets", workspace=workspace)
        assert row is not None
        return tuple(secret for secret in (row["secret"], row["previous"]) if secret)

    async def note(
        self, delivery_id: int, number: int, state: str, tried: Tried, wait_s: float
    ) -> bool:
        noted = await self._run(
            "note",
            id=delivery_id,
            number=number,
            state=state,
            status=tried.status,
            error=tried.error,
            wait_s=wait_s,
        )
        if noted:
            await self._run(
                "note_attempt",
                id=delivery_id,
                number=number,
                status=tried.status,
                error=tried.error,
                took_ms=tried.took_ms,
            )
        return bool(noted)

    async def gone(self, delivery_id: int) -> None:
        await self._run("gone", id=delivery_id)

    async def stand(self, urls: Sequence[str]) -> None:
        await self._run("stand", urls=list(urls))
        await self._run("stand_down", urls=list(urls))

    async def drop_stalled_jobs(self, silent_s: float) -> None:
        await self._run("drop_stalled_jobs", silent_s=silent_s)

    async def stranded(self, silent_s: float) -> list[tuple[int, int]]:
        rows = await self._records("stranded", silent_s=silent_s)
        return [(row["id"], row["attempts"]) for row in rows]

    async def sweep(self) -> int:
        return sum(
            [
                await self._run("sweep", days=KEPT_DAYS),
                await self._run("sweep_targets", days=KEPT_DAYS),
            ]
        )
