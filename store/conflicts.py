"""The database's refusals, in the studio's words."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from psycopg.errors import UniqueViolation

from store.rows import Connection
from tools.domain.errors import NameTakenError, StaleVersionError


@asynccontextmanager
async def name_taken(connection: Connection, kind: str, name: str) -> AsyncGenerator[None, None]:
    """A doubled name inside becomes `NameTakenError`; the transaction around stays usable."""
    try:
        async with connection.transaction():
            yield
    except UniqueViolation as error:
        raise NameTakenError(f"There is a {kind} called “{name}” already.", name=name) from error


def stale(kind: str, version: int, expected: int | None) -> StaleVersionError:
    return StaleVersionError(
        f"The {kind} is at version {version} now, not {expected}. Read it again, then repeat "
        "the change.",
        version=version,
    )
