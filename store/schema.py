"""Forward-only migrations: numbered SQL, applied once each under an advisory lock."""

from __future__ import annotations

import asyncio
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files

from procrastinate import App, PsycopgConnector
from psycopg import AsyncConnection
from psycopg.rows import TupleRow

from store.checkpoints import create_checkpoint_tables

_LOCK_RETRY_S = 0.05
_ADVISORY_LOCK = 0x6563686F  # "echo"
_OLDEST_POSTGRES = 160000
_OLDEST_PGVECTOR = (0, 8)
_FILE_NAME = re.compile(r"^(\d{4})_([a-z0-9_]+)\.sql$")


class UnfitDatabaseError(Exception):
    """The database cannot carry the schema; the message says what to do."""


@dataclass(frozen=True, kw_only=True)
class Migration:
    number: int
    title: str
    statements: str

    @property
    def checksum(self) -> str:
        return hashlib.sha256(self.statements.encode()).hexdigest()


def migrations() -> list[Migration]:
    """All migrations of this release in order. Raises `UnfitDatabaseError` on a doubled number."""
    found: list[Migration] = []
    for entry in files("store").joinpath("migrations").iterdir():
        if match := _FILE_NAME.match(entry.name):
            number, title = int(match[1]), match[2].replace("_", " ")
            found.append(Migration(number=number, title=title, statements=entry.read_text("utf-8")))
    found.sort(key=lambda migration: migration.number)
    numbers = [migration.number for migration in found]
    if len(set(numbers)) != len(numbers):
        raise UnfitDatabaseError(f"Two migrations share a number: {numbers}.")
    return found


async def upgrade(url: str) -> list[Migration]:
    """Bring the database at `url` up to date; returns what was applied now.

    Safe when several processes start at once. Raises `UnfitDatabaseError` where PostgreSQL or
    pgvector is too old or missing, and where an applied migration was edited since.
    """
    async with await AsyncConnection.connect(url, autocommit=True) as connection:
        await _require_fit_server(connection)
        await _lock(connection)
        try:
            return await _apply_missing(connection, url)
        finally:
            await connection.execute("select pg_advisory_unlock(%s)", (_ADVISORY_LOCK,))


async def pending(url: str) -> list[Migration]:
    """The migrations that `upgrade` would apply."""
    async with await AsyncConnection.connect(url, autocommit=True) as connection:
        known = await connection.execute("select to_regclass('schema_migrations')")
        row = await known.fetchone()
        if row is None or row[0] is None:
            return migrations()
        return _missing(migrations(), await _applied(connection))


async def _lock(connection: AsyncConnection[TupleRow]) -> None:
    """Take the advisory lock by asking again and again.

    A connection that waited inside `pg_advisory_lock` would hold a snapshot, for which the
    holder's `create index concurrently` (LangGraph's) would wait in turn.
    """
    while True:
        rows = await connection.execute("select pg_try_advisory_lock(%s)", (_ADVISORY_LOCK,))
        row = await rows.fetchone()
        if row and row[0]:
            return
        await asyncio.sleep(_LOCK_RETRY_S)


async def _apply_missing(connection: AsyncConnection[TupleRow], url: str) -> list[Migration]:
    await connection.execute(
        "create table if not exists schema_migrations (number integer primary key, title text "
        "not null, checksum text not null, applied_at timestamptz not null default now())"
    )
    missing = _missing(migrations(), await _applied(connection))
    for migration in missing:
        async with connection.transaction():
            await connection.execute(migration.statements.encode())
            await connection.execute(
                "insert into schema_migrations (number, title, checksum) values (%s, %s, %s)",
                (migration.number, migration.title, migration.checksum),
            )
    await _create_queue_tables(url)
    await create_checkpoint_tables(url)
    return missing


async def _applied(connection: AsyncConnection[TupleRow]) -> dict[int, str]:
    rows = await connection.execute("select number, checksum from schema_migrations")
    return {row[0]: row[1] async for row in rows}


def _missing(known: Sequence[Migration], applied: dict[int, str]) -> list[Migration]:
    if newer := set(applied) - {migration.number for migration in known}:
        raise UnfitDatabaseError(
            f"The database was made by a newer release (migration {max(newer)}). "
            "Use that release, or another database."
        )
    for migration in known:
        if applied.get(migration.number, migration.checksum) != migration.checksum:
            raise UnfitDatabaseError(
                f"Migration {migration.number:04} differs from the one that this database has. "
                "Migrations are never edited: restore the file and add a new one."
            )
    return [migration for migration in known if migration.number not in applied]


async def _create_queue_tables(url: str) -> None:
    app = App(connector=PsycopgConnector(conninfo=url, min_size=1, max_size=1))
    async with app.open_async():
        if not await app.check_connection_async():
            await app.schema_manager.apply_schema_async()


async def _require_fit_server(connection: AsyncConnection[TupleRow]) -> None:
    if connection.info.server_version < _OLDEST_POSTGRES:
        raise UnfitDatabaseError(
            "PostgreSQL 16 or newer is needed, this server is "
            f"{connection.info.server_version // 10000}."
        )
    rows = await connection.execute(
        "select default_version from pg_available_extensions where name = 'vector'"
    )
    row = await rows.fetchone()
    if row is None:
        raise UnfitDatabaseError(
            "The PostgreSQL server has no pgvector. Install pgvector 0.8 or newer on it (packages "
            "are named postgresql-16-pgvector and the like), or unset ECHO_DIRECTOR_DATABASE_URL "
            "to use the embedded database."
        )
    if tuple(int(part) for part in str(row[0]).split(".")[:2]) < _OLDEST_PGVECTOR:
        raise UnfitDatabaseError(f"pgvector 0.8 or newer is needed, this server has {row[0]}.")
