"""Long lists, a page at a time."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Generic, TypeVar

from pydantic import BaseModel

from tools.domain.errors import InvalidError

T = TypeVar("T")

LIMIT_DEFAULT = 50
LIMIT_MOST = 200
_NUMBER_MOST = 2_147_483_647


class Page(BaseModel, Generic[T]):
    """Some items and, where there are more, the cursor that continues after the last."""

    items: list[T]
    next_cursor: str | None = None


def page_of(rows: Sequence[T], limit: int, key: Callable[[T], object]) -> Page[T]:
    """A page from up to `limit + 1` rows; the spare row only tells that there are more."""
    items = list(rows[:limit])
    more = len(rows) > limit and items
    return Page(items=items, next_cursor=_encode(str(key(items[-1]))) if more else None)


def after(cursor: str | None) -> str | None:
    """The key that a cursor stands for. Raises `InvalidError` where it is none of ours."""
    if not cursor:
        return None
    try:
        return base64.urlsafe_b64decode(cursor.encode("ascii")).decode()
    except (binascii.Error, UnicodeError, ValueError) as error:
        raise InvalidError(
            "The cursor is not one that this service gave out.", code="BAD_CURSOR"
        ) from error


def after_number(cursor: str | None) -> int:
    """The integer key that a cursor stands for, 0 without one. Raises `InvalidError`."""
    key = after(cursor)
    if key is None:
        return 0
    if not key.isascii() or not key.isdigit() or len(key) > 18:
        raise _unknown_cursor()
    return int(key)


def after_moment(cursor: str | None) -> tuple[datetime, int] | None:
    """The time and number that a cursor stands for, None without one. Raises `InvalidError`."""
    key = after(cursor)
    if key is None:
        return None
    moment, _, number = key.partition("|")
    try:
        at = datetime.fromisoformat(moment)
    except ValueError as error:
        raise _unknown_cursor() from error
    if at.tzinfo is None or not number.isascii() or not number.isdigit() or len(number) > 18:
        raise _unknown_cursor()
    return at, int(number)


def after_numbers(cursor: str | None, count: int) -> tuple[int, ...] | None:
    """The integers that a cursor stands for, None without one. Raises `InvalidError`."""
    key = after(cursor)
    if key is None:
        return None
    parts = key.split("|")
    if len(parts) != count or not all(
        one.isascii() and one.isdigit() and len(one) <= 10 and int(one) <= _NUMBER_MOST
        for one in parts
    ):
        raise _unknown_cursor()
    return tuple(int(one) for one in parts)


def _unknown_cursor() -> InvalidError:
    return InvalidError("The cursor is not one that this list gave out.", code="BAD_CURSOR")


def _encode(key: str) -> str:
    return base64.urlsafe_b64encode(key.encode()).decode("ascii")
