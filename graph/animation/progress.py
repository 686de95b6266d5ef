"""How far a take is, told to whoever follows it."""

from __future__ import annotations

from graph.animation.state import AnimationContext
from tools.domain.runs import Happening
from tools.studio.relaying import relay

STAGES = {
    "dna": 0.05,
    "verify": 0.12,
    "budget": 0.15,
    "suggest": 0.18,
    "instigator_script": 0.25,
    "responder_scripts": 0.32,
    "instigator_sheets": 0.45,
    "responder_sheets": 0.45,
    "post_process": 0.85,
}
"""How far the run is when a stage begins, 0 to 1."""


async def reached(context: AnimationContext, stage: str) -> None:
    """Note the stage, with an event; the turn that ordered the animation hears of it too.

    It is written at the pace of the context. Raises `LeaseLostError`.
    """
    await context.pace.tell(lambda: _write(context, stage, STAGES[stage]))


async def drawing(context: AnimationContext, stage: str, share: float) -> None:
    """Note the share, 0 to 1, of the sheets that a stage draws. Raises as `reached` does."""
    begun, ended = STAGES[stage], STAGES["post_process"]
    progress = round(begun + (ended - begun) * min(1.0, max(0.0, share)), 3)
    await context.pace.tell(lambda: _write(context, stage, progress))


async def _write(context: AnimationContext, stage: str, progress: float) -> None:
    told = Happening(type="progress", data={"stage": stage, "progress": progress})
    async with context.studio.store.begin(context.actor) as work:
        await work.runs.advance(
            context.actor, context.run.id, stage=stage, progress=progress, happenings=[told]
        )
        await relay(work, context.actor, context.run, stage, progress)
