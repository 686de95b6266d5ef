"""How far a run is, told to whoever follows it."""

from __future__ import annotations

from graph.generation.state import GenerationContext, GenerationState
from tools.domain.runs import Happening
from tools.studio.relaying import relay


async def reached(context: GenerationContext, stage: str, progress: float) -> None:
    """Note the stage, with an event; the turn that ordered the picture hears of it too.

    It is written at the pace of the context, so that it may be called as often as one likes.
    Raises `LeaseLostError`.
    """
    await context.pace.tell(lambda: _write(context, stage, progress))


async def _write(context: GenerationContext, stage: str, progress: float) -> None:
    told = Happening(type="progress", data={"stage": stage, "progress": round(progress, 3)})
    async with context.studio.store.begin(context.actor) as work:
        await work.runs.advance(
            context.actor, context.run.id, stage=stage, progress=progress, happenings=[told]
        )
        await relay(work, context.actor, context.run, stage, progress)


def share_done(state: GenerationState, within: float) -> float:
    """The run's progress when the present attempt is `within` (0 to 1) of the way."""
    order = state.get("order", {})
    tries = order.get("candidates") or order.get("max_iterations", 1)
    return 0.1 + 0.8 * min(1.0, (len(state.get("attempts", [])) + within) / max(1, tries))
