"""Named statements on one connection, with rows that become domain models."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from psycopg import AsyncConnection
from psycopg.rows import TupleRow, class_row, dict_row

from store.statements import statements

Model = TypeVar("Model")
Connection = AsyncConnection[TupleRow]
Parameters = Mapping[str, Any]


class Rows:
    """The base of every store class: the statements of one file in store/sql."""

    concept: str

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._statements = statements(self.concept)

    async def _one(self, model: type[Model], statement: str, **parameters: Any) -> Model | None:
        async with self._connection.cursor(row_factory=class_row(model)) as cursor:
            await cursor.execute(self._statements[statement], parameters)
            return await cursor.fetchone()

    async def _all(self, model: type[Model], statement: str, **parameters: Any) -> list[Model]:
        async with self._connection.cursor(row_factory=class_row(model)) as cursor:
            await cursor.execute(self._statements[statement], parameters)
            return await cursor.fetchall()

    async def _record(self, statement: str, **parameters: Any) -> dict[str, Any] | None:
        async with self._connection.cursor(row_factory=dict_row) as cursor:
            await cursor.execute(self._statements[statement], parameters)
            return await cursor.fetchone()

    async def _records(self, statement: str, **parameters: Any) -> list[dict[str, Any]]:
        async with self._connection.cursor(row_factory=dict_row) as cursor:
            await cursor.execute(self._statements[statement], parameters)
            return await cursor.fetchall()

    async def _run(self, statement: str, **parameters: Any) -> int:
        """Execute; returns how many rows it touched."""
        cursor = await self._connection.execute(self._statements[statement], parameters)
        return cursor.rowcount
