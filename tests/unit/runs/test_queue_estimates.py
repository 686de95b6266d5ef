"""How long a run will take follows from its place, the machines and what such runs took."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from uuid_utils.compat import uuid7

from tools.domain.queueing import QueuedRun, QueueFigures, eta_s
from tools.domain.queues import met_in, queues_of
from tools.domain.runs import Run, RunStatus, priority_under


def queued(
    *, status: RunStatus = "queued", place: int | None = None, running_s: float | None = None
) -> QueuedRun:
    return QueuedRun(
        id=uuid7(),
        kind="generation",
        status=status,
        stage="",
        progress=0,
        queue="comfyui",
        priority=10,
        created_at=datetime.now(UTC),
        place=place,
        running_s=running_s,
    )


def figures(*, running: int = 0, places: int = 2, typical_s: float | None = 10) -> QueueFigures:
    return QueueFigures(
        queue="comfyui", waiting=3, running=running, workers=1, places=places, typical_s=typical_s
    )


def test_a_run_is_done_when_the_rest_of_a_typical_run_is_over() -> None:
    assert eta_s(queued(status="running", running_s=4), figures(running=1)) == 6
    assert eta_s(queued(status="running", running_s=40), figures(running=1)) == 0


@pytest.mark.parametrize(
    ("place", "running", "expected"),
    [(1, 0, 10), (2, 0, 10), (3, 0, 15), (1, 2, 15), (2, 2, 15), (3, 2, 25), (2, 1, 15)],
)
def test_those_that_wait_are_taken_in_rounds_of_as_many_as_there_are_places(
    place: int, running: int, expected: float
) -> None:
    assert eta_s(queued(place=place), figures(running=running)) == expected


def test_nothing_is_guessed_where_nothing_is_known() -> None:
    assert eta_s(queued(place=1), figures(typical_s=None)) is None
    assert eta_s(queued(place=1), figures(places=0)) is None
    assert eta_s(queued(status="waiting"), figures()) is None


def test_a_machine_takes_the_queues_of_its_backends() -> None:
    assert queues_of(["sketch", "cutout"]) == ("embedded",)
    assert queues_of(["gemini", "comfyui"]) == ("comfyui", "gemini")


def parent(kind: str, **input: object) -> Run:
    return Run(
        id=uuid7(),
        kind=kind,
        workspace_id="local",
        user_id="u",
        created_at=datetime.now(UTC),
        input=input,
    )


def test_a_person_comes_before_delegated_work_and_that_before_batches() -> None:
    urgencies = [
        priority_under(one)
        for one in (None, parent("turn", patience_s=0), parent("batch", patience_s=0))
    ]
    assert urgencies == sorted(urgencies, reverse=True)
    assert len(set(urgencies)) == 3
    assert priority_under(parent("turn", patience_s=None)) == urgencies[0]


def test_a_machine_brings_what_the_rest_of_a_mixed_animation_is_drawn_with() -> None:
    configured = ("gemini", "comfyui", "sketch")
    assert met_in(["comfyui"], configured) == configured
    assert met_in(["gemini"], configured) == ("gemini", "sketch")
    assert met_in(["embedded"], configured) == ("sketch",)
