"""Webhooks: who is told of a run's end, in which words, and how often it is tried."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from urllib.parse import SplitResult, urlsplit, urlunsplit
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from tools.domain.errors import InvalidError, LimitExceededError
from tools.domain.runs import ENDED, RunKind, RunStatus

WAITS_S = (5.0, 30.0, 120.0, 600.0, 3600.0, 21600.0)
"""Between the tries of a delivery: seven tries in some seven hours."""
KEPT_DAYS = 30
"""How long a delivery that ended is kept."""
OLD_SECRET_S = 24 * 3600.0
"""How long a secret that was replaced still signs beside the new one."""
URL_CHARACTERS_MOST = 2_000
_GONE = 410

DeliveryState = Literal["pending", "delivered", "gone", "refused", "given_up"]
"""`gone`: the receiver answered 410. `refused`: its address may not be called from here.
`given_up`: it was tried as often as there are waits, and once."""


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True)


class Subject(_Record):
    """A run as it was when it ended or began to wait; `seq` is its last event's number.

    `result` lacks what is long (attempts, tool calls); `attempts` counts the pictures made.
    """

    run_id: UUID
    kind: RunKind
    status: RunStatus
    seq: int
    parent_id: UUID | None = None
    thread_id: UUID | None = None
    project_id: int | None = None
    character_id: int | None = None
    character: str | None = None
    attempts: int | None = None
    result: dict[str, Any] | None = None
    error: dict[str, Any] | None = None
    at: datetime


class Delivery(_Record):
    """One event for one address. `asked_by` is the run whose callback it is, None for standing."""

    id: int
    message_id: UUID
    workspace_id: str
    asked_by: UUID | None = None
    url: str
    subject: Subject
    state: DeliveryState
    attempts: int
    last_status: int | None = None
    last_error: str | None = None
    due_at: datetime
    created_at: datetime
    ended_at: datetime | None = None

    @property
    def event(self) -> str:
        return event_of(self.subject.kind, self.subject.status)


class Tried(_Record):
    """What one try came to: the status that was answered, or why there is none."""

    status: int | None = None
    error: str | None = None
    refused: bool = False
    took_ms: int = 0


class Callback(_Record):
    """How the callback of one run stands, over all its deliveries; `url` has no credentials."""

    url: str
    state: DeliveryState
    attempts: int = 0
    delivered: int = 0
    last_status: int | None = None
    last_error: str | None = None
    next_at: datetime | None = None


def event_of(kind: RunKind, status: RunStatus) -> str:
    """The event's name: `generation.completed`, `turn.waiting`; a turn's end is `turn.ended`."""
    return "turn.ended" if kind == "turn" and status in ENDED else f"{kind}.{status}"


def judged(tried: Tried, attempts: int) -> tuple[DeliveryState, float | None]:
    """What becomes of a delivery after its `attempts`-th try, and the wait before the next in s.

    Any 2xx is taken; 410 and a refused address end it at once; anything else, redirects too,
    is tried again.
    """
    if tried.refused:
        return "refused", None
    if tried.status is not None and 200 <= tried.status < 300:
        return "delivered", None
    if tried.status == _GONE:
        return "gone", None
    if attempts > len(WAITS_S):
        return "given_up", None
    return "pending", WAITS_S[attempts - 1]


def callback_url(url: str) -> str:
    """The address, checked. Raises `InvalidError` (`BAD_CALLBACK_URL`), `LimitExceededError`."""
    if len(url) > URL_CHARACTERS_MOST:
        raise LimitExceededError(
            f"A callback_url has at most {URL_CHARACTERS_MOST} characters.",
            limit=URL_CHARACTERS_MOST,
        )
    if _parts(url.strip()) is None:
        raise InvalidError(
            "A webhook's address is such as https://example.com/hook: http or https, in ASCII.",
            code="BAD_CALLBACK_URL",
        )
    return url.strip()


def shown_url(url: str) -> str:
    """The address as people may see it: without user, password, query and fragment."""
    parts = _parts(url)
    if parts is None:
        return ""
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit((parts.scheme, host, parts.path, "", ""))


def callback_standing(url: str, deliveries: list[Delivery]) -> Callback:
    """The callback's state from its deliveries, oldest first: the worst of those unfinished."""
    if not deliveries:
        return Callback(url=shown_url(url), state="pending")
    telling = next((d for d in deliveries if d.state != "delivered"), deliveries[-1])
    failing = [d for d in deliveries if d.last_error]
    return Callback(
        url=shown_url(url),
        state=telling.state,
        attempts=sum(d.attempts for d in deliveries),
        delivered=sum(d.state == "delivered" for d in deliveries),
        last_status=deliveries[-1].last_status,
        last_error=failing[-1].last_error if failing else None,
        next_at=telling.due_at if telling.state == "pending" else None,
    )


def _parts(url: str) -> SplitResult | None:
    """The parts of an http address with a host; None for anything else."""
    if not url.isprintable() or not url.isascii() or " " in url:
        return None
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    usable = parts.scheme in ("http", "https") and parts.hostname and port != 0
    return parts if usable else None
