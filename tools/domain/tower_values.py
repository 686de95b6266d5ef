"""Columns of an old Tower database's rows, as JSON wrote them: texts, documents, times."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from tools.domain.tower import UnfitRowError

TEXT_CHARACTERS_MOST = 20_000


def text(old: dict[str, Any], column: str, most: int | None = TEXT_CHARACTERS_MOST) -> str:
    """The text of a column, empty where it is null or missing."""
    value = old.get(column)
    if value is None:
        return ""
    if isinstance(value, dict | list):
        raise UnfitRowError(f"`{column}` is no text.")
    written = value if isinstance(value, str) else json.dumps(value)
    if "\x00" in written:
        raise UnfitRowError(f"`{column}` holds a null character, which cannot be stored.")
    if most is not None and len(written) > most:
        raise UnfitRowError(f"`{column}` has {len(written)} characters, the limit is {most}.")
    return written


def required(old: dict[str, Any], *columns: str) -> str:
    """The first of the columns that says something."""
    found = next((said for column in columns if (said := text(old, column).strip())), "")
    if not found:
        raise UnfitRowError(f"`{columns[0]}` is empty.")
    return found


def document(old: dict[str, Any], column: str) -> dict[str, Any]:
    """The object of a JSON column (or of JSON as text); what is no object stands as `value`."""
    value = old.get(column)
    if isinstance(value, str):
        try:
            value = json.loads(value) if value.strip() else None
        except (ValueError, RecursionError):
            raise UnfitRowError(f"`{column}` is not valid JSON.") from None
    if value is None:
        return {}
    return value if isinstance(value, dict) else {"value": value}


def leftover(old: dict[str, Any], known: Collection[str]) -> dict[str, Any]:
    """The columns of the old row that have no place of their own, without the empty ones."""
    return {key: value for key, value in old.items() if key not in known and value is not None}


def dates(old: dict[str, Any]) -> dict[str, str | None]:
    """When it was made and last changed, as RFC 3339; None where the old row does not say."""
    made = date(old, "created_at")
    return {"created_at": made, "updated_at": date(old, "updated_at") or made}


def date(old: dict[str, Any], column: str) -> str | None:
    """When a column says, as RFC 3339; None where it says nothing that can be read."""
    at = moment(old.get(column))
    return at.isoformat() if at else None


def moment(value: Any) -> datetime | None:
    """A timestamp as JSON writes it; one without a zone is UTC; None where it is none."""
    if not isinstance(value, str):
        return None
    try:
        at = datetime.fromisoformat(value)
        return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


def uuid(value: Any) -> str | None:
    """A UUID as text; None for anything else."""
    try:
        return str(UUID(value)) if isinstance(value, str) else None
    except ValueError:
        return None
