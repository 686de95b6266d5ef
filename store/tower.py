"""An old Tower database, read only: every row as JSON, whatever columns it has."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import psycopg
from psycopg import AsyncConnection, IsolationLevel, sql
from psycopg.rows import TupleRow, dict_row

from store.statements import statements
from tools.domain.documents import digest
from tools.domain.errors import InvalidError, UnavailableError
from tools.domain.tower import OldRow

TABLES = (
    "episodes", "projects", "characters", "scenes", "project_bibles", "bible_characters",
    "character_consistency_scores", "style_templates", "user_preferences",
)  # fmt: skip
ROW_BYTES_MOST = 2_000_000
_BATCH_ROWS = 500
_FETCHED_ROWS = 100
_CONNECT_S = 10


class OldDatabase:
    """Satisfies `tools.ports.tower.TowerSource`, on a connection inside one snapshot."""

    def __init__(
        self, connection: AsyncConnection[TupleRow], name: str, columns: dict[str, frozenset[str]]
    ) -> None:
        self._connection = connection
        self._columns = columns
        self.name = name

    async def tables(self) -> frozenset[str]:
        return frozenset(self._columns)

    async def rows(
        self, table: str, *, by: str = "id", only: Sequence[str] | None = None
    ) -> AsyncIterator[list[OldRow]]:
        columns = self._columns.get(table)
        if columns is None:
            return
        batch: list[OldRow] = []
        async with self._connection.cursor(name=f"tower_{table}") as cursor:
            cursor.itersize = _FETCHED_ROWS
            await cursor.execute(_select(table, columns, by, only is not None), {"only": only})
            async for key, line, size in cursor:
                batch.append(_row(key, line, size))
                if len(batch) == _BATCH_ROWS:
                    yield batch
                    batch = []
        if batch:
            yield batch


@asynccontextmanager
async def open_tower(dsn: str, *, name: str | None = None) -> AsyncGenerator[OldDatabase, None]:
    """The old database at `dsn`, in one read-only snapshot that cannot write.

    Raises `UnavailableError` where it does not answer and `InvalidError` where it is none; neither
    repeats the address.
    """
    try:
        connection = await AsyncConnection.connect(dsn, connect_timeout=_CONNECT_S)
    except psycopg.Error as error:
        raise UnavailableError(
            f"The old database cannot be reached ({type(error).__name__}). Is its address right?"
        ) from None
    async with connection:
        known = statements("tower")
        await connection.set_autocommit(True)
        await connection.execute(known["read_only"])
        await connection.set_autocommit(False)
        await connection.set_read_only(True)
        await connection.set_isolation_level(IsolationLevel.REPEATABLE_READ)
        yield await _opened(connection, name)
        await connection.rollback()


async def _opened(connection: AsyncConnection[TupleRow], name: str | None) -> OldDatabase:
    known = statements("tower")
    if await (await connection.execute(known["ours"])).fetchone() is not None:
        raise InvalidError("This is a database of Echo Director, not an old Tower database.")
    async with connection.cursor(row_factory=dict_row) as cursor:
        await cursor.execute(known["tables"], {"tables": list(TABLES)})
        found = await cursor.fetchall()
    if closed := sorted(row["table_name"] for row in found if not row["readable"]):
        raise InvalidError(
            f"This user of the old database may not read {', '.join(closed)}. Grant it select, "
            "or come as another user: half an import would tell a half story.",
            code="TOWER_UNREADABLE",
        )
    columns = {row["table_name"]: frozenset(row["columns"]) for row in found}
    if not columns.keys() & {"episodes", "projects", "characters"}:
        raise InvalidError(
            "None of the tables of an old Tower database is there (episodes, projects, characters)."
        )
    return OldDatabase(connection, name or connection.info.dbname, columns)


def _select(table: str, columns: frozenset[str], by: str, only: bool) -> sql.Composed:
    """Key, row as JSON in UTF-8 (null where it is too large) and its size in bytes."""
    key = sql.SQL("t.id::text" if "id" in columns else "null::text")
    wanted = sql.SQL(" where t.id::text = any(%(only)s)") if only else sql.SQL("")
    order = [sql.SQL("t.{}").format(sql.Identifier(c)) for c in (by, "id") if c in columns]
    return sql.SQL(
        "select key, case when length(line) <= {most} then line end, length(line) from ("
        "select {key} as key, convert_to(row_to_json(t)::text, 'UTF8') as line, "
        "row_number() over ({order}) as place from {table} t{wanted}) as lines order by place"
    ).format(
        most=sql.Literal(ROW_BYTES_MOST),
        key=key,
        table=sql.Identifier(table),
        wanted=wanted,
        order=sql.SQL("order by ") + sql.SQL(", ").join(order) if order else sql.SQL(""),
    )


def _row(key: str | None, line: bytes | None, size: int) -> OldRow:
    known = key or digest((line or b"").hex())[:16]
    if line is None:
        fault = f"The row has {size} bytes, the limit is {ROW_BYTES_MOST}."
        return OldRow(key=known, columns={}, fault=fault)
    try:
        columns: dict[str, Any] = json.loads(line.decode())
    except UnicodeDecodeError:
        return OldRow(key=known, columns={}, fault="The row holds bytes that are no UTF-8 text.")
    except (ValueError, RecursionError):
        return OldRow(key=known, columns={}, fault="The row holds JSON that cannot be read.")
    return OldRow(key=known, columns=columns)
