"""How far a run is, told to whoever follows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from graph.generation.state import GenerationContext, GenerationState
from tools.domain.orchestration import Stage, stage_of
from tools.domain.runs import Happening
from tools.studio.relaying import relay


async def reached(context: GenerationContext, stage: str, progress: float) -> None:
    """Note the stage, with an event; the turn that ordered the picture hears of it too.

    It is written at the pace of the context, so that it may be called as often as one likes.
    Raises `LeaseLostError`.
    """
    await context.pace.tell(lambda: _write(context, stage, progress))


async def entered(
    context: GenerationContext,
    state: GenerationState,
    node: str,
    progress: float,
    *,
    stage: str | None = None,
    before: Sequence[Happening] = (),
) -> Stage:
    """Note that a node began, under the name `stage` where it is not the node's own.

    With the first node of one of the five stages the event says so, at once, after what is to be
    told `before`; the rest keeps the pace. Returns the stage, for the state to remember.
    """
    step = stage_of(node, len(state.get("attempts", [])) + 1)
    if state.get("step") == step and not before:
        await reached(context, stage or node, progress)
        return step
    await context.pace.drop()
    await _write(context, stage or node, progress, before, step)
    return step


async def note(context: GenerationContext, type: str, data: Mapping[str, Any]) -> None:
    """Add to the run's log, at once. Raises `LeaseLostError`."""
    async with context.studio.store.begin(context.actor) as work:
        await work.runs.append(
            context.actor, context.run.id, [Happening(type=type, data=dict(data))], while_open=True
        )


async def _write(
    context: GenerationContext,
    stage: str,
    progress: float,
    before: Sequence[Happening] = (),
    step: Stage | None = None,
) -> None:
    begun = {"step": step} if step else {}
    data = {"stage": stage, "progress": round(progress, 3), **begun}
    told = Happening(type="progress", data=data)
    async with context.studio.store.begin(context.actor) as work:
        await work.runs.advance(
            context.actor,
            context.run.id,
            stage=stage,
            progress=progress,
            happenings=[*before, told],
        )
        await relay(work, context.actor, context.run, stage, progress)


def share_done(state: GenerationState, within: float) -> float:
    """The run's progress when the present attempt is `within` (0 to 1) of the way."""
    order = state.get("order", {})
    tries = order.get("candidates") or order.get("max_iterations", 1)
    return 0.1 + 0.8 * min(1.0, (len(state.get("attempts", [])) + within) / max(1, tries))
