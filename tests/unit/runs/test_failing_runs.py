"""What becomes of a run whose drive raised follows from the kind of error alone."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from psycopg import OperationalError
from uuid_utils.compat import uuid7

from graph.failing import BUSY_TRIES_MOST, DOWN_TRIES_MOST, WAIT_MOST_S, Again, Over, verdict
from tools.domain.errors import NotFoundError
from tools.domain.runs import Run
from tools.ports.rendering import (
    BackendBusyError,
    BackendDownError,
    BackendError,
    BackendRejectedError,
    BackendStoppedError,
)


def run(retries: int = 0) -> Run:
    return Run(
        id=uuid7(),
        kind="generation",
        workspace_id="local",
        user_id="u",
        created_at=datetime.now(UTC),
        retries=retries,
    )


def busy(retry_after: float) -> BackendBusyError:
    return BackendBusyError("Full.", retry_after=retry_after)


def test_a_busy_backend_is_asked_again_exactly_when_it_says() -> None:
    again = verdict(busy(7), run(), chance=1.0)
    assert again == Again(code="BACKEND_BUSY", detail="Full.", wait_s=7)


@pytest.mark.parametrize("chance", [0.0, 0.5, 1.0])
def test_one_that_is_busy_again_is_asked_doubly_later_each_time(chance: float) -> None:
    waits = [verdict(busy(2), run(retries), chance=chance) for retries in range(5)]
    grown = [2, 4, 8, 16, 32]
    for again, base in zip(waits, grown, strict=True):
        assert isinstance(again, Again)
        assert base <= again.wait_s <= base * 1.25


def test_waits_stop_growing_but_never_fall_below_what_was_asked() -> None:
    long_busy, asked_long = (
        verdict(busy(2), run(25), chance=0),
        verdict(busy(3600), run(3), chance=0),
    )
    assert isinstance(long_busy, Again)
    assert isinstance(asked_long, Again)
    assert long_busy.wait_s == WAIT_MOST_S
    assert asked_long.wait_s == 3600


def test_a_server_that_may_be_starting_is_asked_a_few_times_and_then_given_up() -> None:
    down = BackendDownError("No answer.", code="COMFYUI_DOWN")
    waits = [verdict(down, run(n), chance=0) for n in range(DOWN_TRIES_MOST)]
    assert [again.wait_s for again in waits if isinstance(again, Again)] == [2, 4, 8, 16, 32, 64]
    over = verdict(down, run(DOWN_TRIES_MOST), chance=0)
    assert isinstance(over, Over)
    assert (over.status, over.error.code, over.error.detail) == (
        "failed",
        "COMFYUI_DOWN",
        "No answer.",
    )


def test_a_backend_that_stays_busy_is_given_up_in_the_end() -> None:
    over = verdict(busy(1), run(BUSY_TRIES_MOST), chance=0)
    assert isinstance(over, Over)
    assert (over.status, over.error.code) == ("failed", "BACKEND_BUSY")


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (BackendRejectedError("Refused.", code="UNSAFE"), "UNSAFE"),
        (BackendError("None."), "BACKEND_FAILED"),
        (NotFoundError("Gone.", code="CHARACTER_NOT_FOUND"), "CHARACTER_NOT_FOUND"),
    ],
)
def test_what_would_be_refused_again_fails_at_once_with_its_own_code(
    error: Exception, code: str
) -> None:
    over = verdict(error, run(), chance=0)
    assert isinstance(over, Over)
    assert (over.status, over.error.code, over.error.detail) == ("failed", code, str(error))


def test_work_that_was_stopped_at_the_backend_is_cancelled_not_failed() -> None:
    over = verdict(BackendStoppedError("Somebody interrupted it."), run(), chance=0)
    assert isinstance(over, Over)
    assert (over.status, over.error.detail) == ("cancelled", "Somebody interrupted it.")


def test_a_fault_of_our_own_fails_without_its_words() -> None:
    over = verdict(RuntimeError("password=hunter2"), run(), chance=0)
    assert isinstance(over, Over)
    assert (over.status, over.error.code, over.known) == ("failed", "GENERATION_FAILED", False)
    assert "hunter2" not in over.error.detail


def test_a_database_that_goes_away_for_a_moment_fails_nothing() -> None:
    again = verdict(OperationalError("terminating connection"), run(), chance=0)
    assert isinstance(again, Again)
    assert again.code == "DATABASE_LOST"
