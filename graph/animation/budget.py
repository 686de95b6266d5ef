"""Third node, stage 3: how many frames the action gets, once it is known to be possible."""

from __future__ import annotations

from langgraph.runtime import Runtime

from graph.animation.progress import reached
from graph.animation.state import AnimationContext, AnimationState
from tools.studio.animations.planning import planned


async def set_budget(state: AnimationState, runtime: Runtime[AnimationContext]) -> AnimationState:
    """Raises `InvalidError` (`ACTION_NOT_POSSIBLE`) with the question to ask instead."""
    context = runtime.context
    await reached(context, "budget")
    async with context.studio.store.read(context.actor) as work:
        take = await work.takes.of_run(context.actor, context.run.id)
    budget = take.facts.budget or planned(take)
    async with context.studio.store.begin(context.actor) as work:
        await work.takes.hold(context.actor, take.run_id)
        await work.takes.learn(
            context.actor, take.run_id, {"budget": budget.model_dump(mode="json")}
        )
    return AnimationState(frame_count=budget.frame_count)
