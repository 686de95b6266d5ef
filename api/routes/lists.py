"""Pages over lists that are whole in memory, and version tags."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from fastapi import Response

from tools.domain.paging import Page, after_number, page_of

T = TypeVar("T")


def page_up(
    items: Sequence[T], number: Callable[[T], int], limit: int, cursor: str | None
) -> Page[T]:
    """A page of a list in ascending order of `number`. Raises `InvalidError` for a bad cursor."""
    last = after_number(cursor)
    rest = [item for item in items if number(item) > last]
    return page_of(rest[: limit + 1], limit, number)


def page_down(
    items: Sequence[T], number: Callable[[T], int], limit: int, cursor: str | None
) -> Page[T]:
    """A page of a list in descending order of `number`. Raises `InvalidError` for a bad cursor."""
    last = after_number(cursor)
    rest = [item for item in items if not cursor or number(item) < last]
    return page_of(rest[: limit + 1], limit, number)


def tag(response: Response, version: int) -> None:
    """Say which version is answered, so that a later write can name it in `If-Match`."""
    response.headers["ETag"] = f'"{version}"'
