"""A database that nobody sends from: deliveries wait until the test sends them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import pytest
from uuid_utils.compat import uuid7

from api.databases import copied_database, dropped_database
from api.webhooks import Sender
from store.database import Database, open_database
from store.outbox import PostgresOutbox
from tools.backends.webhooks.posting import Poster
from tools.domain.actor import LOCAL
from tools.domain.runs import Happening
from tools.domain.webhooks import Delivery


@dataclass
class Post:
    """What the tests do: end runs, send deliveries, look at them."""

    database: Database

    @property
    def outbox(self) -> PostgresOutbox:
        return PostgresOutbox(self.database.pool, self.database.jobs)

    async def ended(
        self, url: str | None, status: Any = "completed", *, parent: UUID | None = None, **said: Any
    ) -> UUID:
        """A generation that was asked for with this callback, and has ended."""
        run_id = uuid7()
        async with self.database.store.begin(LOCAL) as work:
            await work.runs.add(LOCAL, run_id=run_id, kind="generation", input={}, parent_id=parent)
            if url:
                await work.webhooks.call_back(LOCAL, run_id, url)
            told = Happening(type="run.ended", data={"status": status})
            await work.runs.settle(LOCAL, run_id, status, result=said or None, happenings=[told])
        return run_id

    def sender(self, *, local: bool = True, wait_s: float = 0.0, **poster: Any) -> Sender:
        async def is_local() -> bool:
            return local

        return Sender(outbox=self.outbox, poster=Poster(is_local=is_local, **poster), wait_s=wait_s)

    async def delivery(self, run_id: UUID) -> Delivery:
        async with self.database.store.read(LOCAL) as work:
            (delivery,) = await work.webhooks.asked_by(LOCAL, run_id)
        return delivery

    async def tried(self, run_id: UUID, **sender: Any) -> Delivery:
        """The delivery of the run's callback after one try by hand."""
        sending = self.sender(**sender)
        await sending.send((await self.delivery(run_id)).id)
        await sending.poster.close()
        return await self.delivery(run_id)

    async def rows(self, sql: str, *values: Any) -> list[Any]:
        async with self.database.pool.connection() as connection:
            cursor = await connection.execute(sql.encode(), values)
            return await cursor.fetchall() if cursor.description else []


@pytest.fixture(scope="module")
async def silent_url(template_url: str) -> AsyncIterator[str]:
    url = copied_database(template_url, f"webhooks_{uuid4().hex[:12]}")
    yield url
    dropped_database(url)


@pytest.fixture(scope="module")
async def silent(silent_url: str) -> AsyncIterator[Database]:
    async with open_database(silent_url) as database:
        yield database


@pytest.fixture
async def post(silent: Database) -> AsyncIterator[Post]:
    yield Post(silent)
    tables = ("webhook_deliveries", "webhook_targets", "webhook_secrets", "runs", "api_keys",
              "procrastinate_jobs")  # fmt: skip
    async with silent.pool.connection() as connection:
        for table in tables:
            await connection.execute(f"delete from {table}".encode())
