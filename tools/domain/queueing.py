"""How long a run will take: its place, the machines at work, what such runs took before."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from tools.domain.queues import Queue
from tools.domain.runs import RunKind, RunStatus


class QueuedRun(BaseModel):
    """An unfinished run.

    `place` counts from 1 among those that wait in its queue, in the order in which they will be
    taken; None for one that does not wait there. `running_s` is how long it is driven by now.
    """

    model_config = ConfigDict(frozen=True)

    id: UUID
    kind: RunKind
    status: RunStatus
    stage: str
    progress: float
    queue: Queue
    priority: int
    created_at: datetime
    place: int | None = None
    running_s: float | None = None


class QueueFigures(BaseModel):
    """One queue of the whole fleet.

    `workers` are alive, `places` how many runs they drive at once; `typical_s` is the median of
    what the last completed runs took to drive, None where none has completed.
    """

    model_config = ConfigDict(frozen=True)

    queue: Queue
    waiting: int
    running: int
    workers: int
    places: int
    typical_s: float | None = None


def eta_s(run: QueuedRun, queue: QueueFigures) -> float | None:
    """Seconds until the run is likely to be done; None where nothing is known.

    Runs are taken in rounds of as many as there are places, each as long as the typical run. The
    rounds of those that wait begin when places become free: half a run from now on average.
    Nobody drives a batch; what it ordered is driven.
    """
    typical = None if run.kind == "batch" else queue.typical_s
    if typical is None:
        return None
    if run.status == "running":
        return max(0.0, typical - (run.running_s or 0.0))
    if run.place is None or queue.places == 0:
        return None
    free = max(0, queue.places - queue.running)
    if run.place <= free:
        return typical
    rounds_before = (run.place - free - 1) // queue.places
    return typical * (0.5 + rounds_before + 1)
