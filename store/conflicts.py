"""The database's refusals, in the studio's words."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager

from psycopg.errors import ForeignKeyViolation, UniqueViolation

from store.rows import Connection
from tools.domain.errors import ConflictError, NameTakenError, StaleVersionError


@asynccontextmanager
async def name_taken(connection: Connection, kind: str, name: str) -> AsyncGenerator[None, None]:
    """A doubled name inside becomes `NameTakenError`; the transaction around stays usable."""
    try:
        async with connection.transaction():
            yield
    except UniqueViolation as error:
        raise NameTakenError(f"There is a {kind} called “{name}” already.", name=name) from error


@contextmanager
def gone_meanwhile() -> Generator[None, None, None]:
    """A reference to what another transaction deleted becomes `ConflictError`."""
    try:
        yield
    except ForeignKeyViolation as error:
        raise ConflictError(
            "Something that this needs was deleted meanwhile. Read it again, then repeat.",
            code="DELETED_MEANWHILE",
        ) from error


def stale(kind: str, version: int, expected: int | None) -> StaleVersionError:
    return StaleVersionError(
        f"The {kind} is at version {version} now, not {expected}. Read it again, then repeat "
        "the change.",
        version=version,
    )
