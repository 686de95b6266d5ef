"""Stretches of time that figures are counted over."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

from pydantic import BaseModel, ConfigDict

from tools.domain.errors import InvalidError, LimitExceededError

Bucket = Literal["day", "week"]
WINDOW_DEFAULT = timedelta(days=30)
WINDOW_MOST = timedelta(days=366)
_DAY = timedelta(days=1)
_EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
_LATEST = datetime(9000, 1, 1, tzinfo=UTC)


class Window(BaseModel):
    """From `since` to before `until`."""

    model_config = ConfigDict(frozen=True)

    since: datetime
    until: datetime


def window_of(since: datetime | None, until: datetime | None, now: datetime) -> Window:
    """The window asked for; where nothing else is said it ends with today (UTC) and is 30 days
    long.

    Raises `InvalidError` (`BAD_WINDOW`), `LimitExceededError` beyond 366 days.
    """
    span(since, until)
    end = until or _midnight(max(now, since) if since else now) + _DAY
    begin = since or _midnight(end - WINDOW_DEFAULT)
    if begin >= end:
        raise _empty()
    if end - begin > WINDOW_MOST:
        raise LimitExceededError(
            f"A window is at most {WINDOW_MOST.days} days long.", limit=WINDOW_MOST.days
        )
    return Window(since=begin, until=end)


def days_in(window: Window) -> tuple[tuple[date, date], list[Window]]:
    """The whole UTC days of a window (from the first to before the last), and its other parts.

    An end within a day is a part of its own.
    """
    first, last = _midnight(window.since), _midnight(window.until)
    if first < window.since:
        first += _DAY
    if last < first:
        return (first.date(), first.date()), [window]
    ends = [
        Window(since=window.since, until=first),
        Window(since=last, until=window.until),
    ]
    return (first.date(), last.date()), [one for one in ends if one.since < one.until]


def begins(day: date, bucket: Bucket) -> datetime:
    """The midnight (UTC) at which the day, or its week from Monday, begins."""
    first = day - timedelta(days=day.weekday()) if bucket == "week" else day
    return datetime.combine(first, time(), tzinfo=UTC)


def _midnight(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


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
