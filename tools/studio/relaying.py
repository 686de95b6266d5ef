"""What a run tells the turn that ordered it."""

from __future__ import annotations

from tools.domain.actor import Actor
from tools.domain.runs import Happening, Run
from tools.ports.store import UnitOfWork


async def relay(work: UnitOfWork, actor: Actor, run: Run, stage: str, progress: float) -> None:
    """Tell the turn that ordered the run, as long as it is not over; progress 1 is the end."""
    if run.parent_id is None:
        return
    data = {"run_id": str(run.id), "stage": stage, "progress": round(progress, 3)}
    told = Happening(type="progress", data=data)
    await work.runs.append(actor, run.parent_id, [told], while_open=True)
