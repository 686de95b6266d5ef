"""The queue over HTTP: what is unfinished, and in which place it waits."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel

from api.dependencies import PAGE, Cursor, Limit, StudioPort, WhoAsks
from tools.domain.queueing import QueueFigures
from tools.domain.queues import Queue
from tools.domain.runs import RunKind, RunStatus
from tools.studio.queue import Waiting, overview

router = APIRouter(prefix="/api", tags=["generation"])


class QueuedAnswer(BaseModel):
    """An unfinished run; `generation_id` equals `id`.

    `place` counts from 1 among those that wait in its queue, in the order in which they will be
    taken; it is null for one that is driven, or that waits for somebody. `eta_seconds` is until it
    is likely to be done, null where nothing is known.
    """

    id: UUID
    generation_id: UUID
    kind: RunKind
    status: RunStatus
    stage: str
    progress: float
    queue: Queue
    priority: int
    place: int | None
    eta_seconds: float | None
    created_at: datetime


class QueueStanding(BaseModel):
    """One queue of the whole fleet: runs that wait and that are driven, and workers alive.

    `places` is how many runs those drive at once, `typical_seconds` the median of what the last
    completed runs took to drive.
    """

    queue: Queue
    waiting: int
    running: int
    workers: int
    places: int
    typical_seconds: float | None


class QueueAnswer(BaseModel):
    """A page of unfinished runs, oldest first, and every queue."""

    items: list[QueuedAnswer]
    next_cursor: str | None
    queues: list[QueueStanding]


@router.get("/queue")
async def get_queue(
    studio: StudioPort, actor: WhoAsks, limit: Limit = PAGE, cursor: Cursor = None
) -> QueueAnswer:
    """Every unfinished generation and animation of the workspace, and where it waits."""
    seen = await overview(studio, actor, limit=limit, cursor=cursor)
    return QueueAnswer(
        items=[_item(one) for one in seen.waiting],
        next_cursor=seen.page.next_cursor,
        queues=[_standing(one) for one in seen.queues],
    )


def _item(waiting: Waiting) -> QueuedAnswer:
    run, eta = waiting.run, waiting.eta_seconds
    return QueuedAnswer(
        **run.model_dump(exclude={"running_s"}),
        generation_id=run.id,
        eta_seconds=None if eta is None else round(eta, 1),
    )


def _standing(figures: QueueFigures) -> QueueStanding:
    typical = figures.typical_s
    return QueueStanding(
        **figures.model_dump(exclude={"typical_s"}),
        typical_seconds=None if typical is None else round(typical, 2),
    )
