"""What a run tells what ordered it: a turn hears how far it is, a batch ends with its last one."""

from __future__ import annotations

from uuid import UUID

from tools.domain.actor import Actor
from tools.domain.batches import tally
from tools.domain.runs import Happening, Run
from tools.ports.store import UnitOfWork

_BATCH_STAGE = "generating"


async def relay(work: UnitOfWork, actor: Actor, run: Run, stage: str, progress: float) -> None:
    """Tell what ordered the run, as long as that is not over; progress 1 is the run's end.

    The parent's row is held from here on, after the run's own: so of two that end together one
    sees the other's end, and a batch ends in the transaction of its last one.
    """
    if run.parent_id is None:
        return
    data = {"run_id": str(run.id), "stage": stage, "progress": round(progress, 3)}
    told = Happening(type="progress", data=data)
    await work.runs.append(actor, run.parent_id, [told], while_open=True)
    if progress >= 1.0:
        await _count(work, actor, run.parent_id)


async def _count(work: UnitOfWork, actor: Actor, batch_id: UUID) -> None:
    """Where a batch ordered the run: note how far it is, or end it with its last one."""
    shares = await work.runs.shares(actor, batch_id)
    if not shares:
        return
    counts = tally(shares)
    if counts.open:
        await work.runs.advance(actor, batch_id, stage=_BATCH_STAGE, progress=counts.progress)
        return
    ended = Happening(type="run.ended", data={"status": counts.status, "result": counts.result})
    await work.runs.settle(actor, batch_id, counts.status, result=counts.result, happenings=[ended])
