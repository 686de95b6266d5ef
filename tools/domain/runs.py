"""Runs: one execution of one graph, and what may become of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from tools.domain.queues import BATCH, DELEGATED, PERSON_WAITS, Queue

RunKind = Literal["turn", "generation", "sheet", "animation", "batch"]
RunStatus = Literal["queued", "running", "waiting", "completed", "failed", "cancelled"]

ENDED: frozenset[RunStatus] = frozenset({"completed", "failed", "cancelled"})
TAKE_UPS_MOST = 2
"""How often a run whose process died is continued before it is given up."""


class Run(BaseModel):
    """One execution of one graph; `progress` is 0 to 1.

    `attempt` counts who drove it and fences their writes. `retries` counts how often it was put
    back because a backend was busy or down, `take_ups` how often because its process died.
    `queue` and `priority` are those of its jobs.
    """

    model_config = ConfigDict(frozen=True)

    id: UUID
    kind: RunKind
    workspace_id: str
    user_id: str
    parent_id: UUID | None = None
    thread_id: UUID | None = None
    project_id: int | None = None
    character_id: int | None = None
    status: RunStatus = "queued"
    stage: str = ""
    progress: float = 0.0
    attempt: int = 0
    retries: int = 0
    take_ups: int = 0
    queue: Queue = "embedded"
    priority: int = PERSON_WAITS
    input: dict[str, Any] = {}
    result: dict[str, Any] | None = None
    error: dict[str, Any] | None = None
    created_at: datetime
    started_at: datetime | None = None
    finished_at: datetime | None = None

    @property
    def ended(self) -> bool:
        return self.status in ENDED


def priority_under(parent: Run | None) -> int:
    """How urgent a run is that `parent` orders: as it says, else by who waits for it.

    A turn without patience delegates.
    """
    if parent is None:
        return PERSON_WAITS
    if isinstance(said := parent.input.get("priority"), int):
        return said
    if parent.kind == "batch":
        return BATCH
    return DELEGATED if parent.input.get("patience_s") == 0 else PERSON_WAITS


class Event(BaseModel):
    """One line of a run's log; `seq` counts from 1 within the run."""

    model_config = ConfigDict(frozen=True)

    run_id: UUID
    seq: int
    type: str
    data: dict[str, Any]
    at: datetime


class Happening(BaseModel):
    """An event that is about to be written."""

    model_config = ConfigDict(frozen=True)

    type: str
    data: dict[str, Any] = {}
