"""Where graphs keep their place: LangGraph's Postgres tables, without its one lock."""

from __future__ import annotations

from typing import Any, cast

from langgraph.checkpoint.postgres.aio import AsyncPostgresSaver
from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer
from psycopg import AsyncConnection
from psycopg.rows import DictRow, dict_row
from psycopg_pool import AsyncConnectionPool

CheckpointPool = AsyncConnectionPool[AsyncConnection[DictRow]]


class PooledCheckpoints(AsyncPostgresSaver):
    """`AsyncPostgresSaver` over a pool, where runs do not wait for each other.

    The library takes one asyncio lock for all conversations, which a single connection needs and
    a pool does not.
    """

    def __init__(self, pool: CheckpointPool) -> None:
        super().__init__(pool, serde=JsonPlusSerializer())
        self.lock = cast(Any, _NoLock())


class _NoLock:
    async def __aenter__(self) -> None:
        return None

    async def __aexit__(self, *exc: object) -> None:
        return None

    def locked(self) -> bool:
        return False


def checkpoint_pool(url: str, *, size: int) -> CheckpointPool:
    """A closed pool of at most `size` connections, as the checkpointer wants them."""
    return AsyncConnectionPool(
        url,
        min_size=1,
        max_size=size,
        open=False,
        name="checkpoints",
        connection_class=cast(Any, AsyncConnection[DictRow]),
        kwargs={"autocommit": True, "prepare_threshold": 0, "row_factory": dict_row},
    )


async def create_checkpoint_tables(url: str) -> None:
    async with AsyncPostgresSaver.from_conn_string(url) as saver:
        await saver.setup()
