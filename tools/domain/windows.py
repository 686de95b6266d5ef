"""Stretches of time that figures are counted over."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Literal

from pydantic import BaseModel, ConfigDict

from tools.domain.errors import InvalidError, LimitExceededError

Bucket = Literal["day", "week"]
WINDOW_DEFAULT = timedelta(days=30)
WINDOW_MOST = timedelta(days=366)
_EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
_LATEST = datetime(9000, 1, 1, tzinfo=UTC)


class Window(BaseModel):
    """From `since` to before `until`."""

    model_config = ConfigDict(frozen=True)

    since: datetime
    until: datetime


def window_of(since: datetime | None, until: datetime | None, now: datetime) -> Window:
    """The window asked for; it ends now and is 30 days long where nothing else is said.

    Raises `InvalidError` (`BAD_WINDOW`), `LimitExceededError` beyond 366 days.
    """
    span(since, until)
    end = until or (max(now, since) if since else now)
    begin = since or end - WINDOW_DEFAULT
    if begin >= end:
        raise _empty()
    if end - begin > WINDOW_MOST:
        raise LimitExceededError(
            f"A window is at most {WINDOW_MOST.days} days long.", limit=WINDOW_MOST.days
        )
    return Window(since=begin, until=end)


def span(since: datetime | None, until: datetime | None) -> None:
    """Check ends that may be open. Raises `InvalidError` (`BAD_WINDOW`)."""
    for moment in (since, until):
        if moment is not None and not _EARLIEST <= moment <= _LATEST:
            raise InvalidError(
                "Times lie between the years 1970 and 9000, with an offset.", code="BAD_WINDOW"
            )
    if since is not None and until is not None and since >= until:
        raise _empty()


def _empty() -> InvalidError:
    return InvalidError("`since` must be before `until`.", code="BAD_WINDOW")
