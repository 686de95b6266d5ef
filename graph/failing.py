"""What becomes of a run whose drive raised: tried again later, ended as failed, or as stopped."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from psycopg import OperationalError
from psycopg_pool import PoolTimeout

from tools.domain.errors import ConflictError, InvalidError, StudioError, UnavailableError
from tools.domain.runs import Run
from tools.ports.rendering import (
    BackendBusyError,
    BackendDownError,
    BackendError,
    BackendStoppedError,
)

BUSY_TRIES_MOST = 30
DOWN_TRIES_MOST = 6
WAIT_MOST_S = 300.0
_DOWN_FIRST_S = 2.0
_JITTER = 0.25
"""The most that chance adds to a repeated wait, as a share of it."""
_LOST = "The database could not be reached."
_INSIDE = "It failed inside; the service's log says more."


@dataclass(frozen=True, kw_only=True)
class Again:
    """The run goes back into its queue, to be tried in `wait_s` seconds."""

    code: str
    detail: str
    wait_s: float


@dataclass(frozen=True, kw_only=True)
class Over:
    """The run ends; `known` is False where the failure is a fault of the service's own."""

    status: Literal["failed", "cancelled"]
    error: StudioError
    known: bool = True


def verdict(error: Exception, run: Run, *, chance: float) -> Again | Over:
    """Whether trying again can help, and when.

    A busy backend is asked when it says, and doubly later each time it is busy still; one that is
    down may be starting again, so it is asked a few times, as the database is. `chance`, 0 to 1,
    keeps runs that failed together from returning together.
    """
    if isinstance(error, BackendBusyError) and run.retries < BUSY_TRIES_MOST:
        wait_s = _wait_s(run, max(0.0, error.retry_after), chance)
        return Again(code=error.code, detail=str(error), wait_s=wait_s)
    if isinstance(error, BackendDownError) and run.retries < DOWN_TRIES_MOST:
        return Again(code=error.code, detail=str(error), wait_s=_wait_s(run, _DOWN_FIRST_S, chance))
    if isinstance(error, OperationalError | PoolTimeout) and run.retries < DOWN_TRIES_MOST:
        wait_s = _wait_s(run, _DOWN_FIRST_S, chance)
        return Again(code="DATABASE_LOST", detail=_LOST, wait_s=wait_s)
    if isinstance(error, BackendError):
        return _given_up(error)
    if isinstance(error, StudioError):
        return Over(status="failed", error=error)
    inside = UnavailableError(_INSIDE, code=f"{run.kind.upper()}_FAILED")
    return Over(status="failed", error=inside, known=False)


def _given_up(error: BackendError) -> Over:
    if isinstance(error, BackendStoppedError):
        return Over(status="cancelled", error=ConflictError(str(error), code=error.code))
    passing = isinstance(error, BackendBusyError | BackendDownError)
    kind = UnavailableError if passing else InvalidError
    return Over(status="failed", error=kind(str(error), code=error.code))


def _wait_s(run: Run, first_s: float, chance: float) -> float:
    """The first wait is as asked, however long; later ones grow up to `WAIT_MOST_S`."""
    if not run.retries:
        return first_s
    grown_s = min(WAIT_MOST_S, max(1.0, first_s) * 2.0**run.retries)
    return max(first_s, grown_s) * (1 + _JITTER * chance)
