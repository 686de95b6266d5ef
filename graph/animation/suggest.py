"""Fourth node, dual only: ways in which each responder may answer, with reasons."""

from __future__ import annotations

from typing import Any

from langgraph.runtime import Runtime

from graph.animation.progress import reached
from graph.animation.state import AnimationContext, AnimationState
from tools.domain.animations import Note
from tools.studio.animations.authoring import author_suggestions
from tools.studio.animations.planning import suggested


async def suggest(state: AnimationState, runtime: Runtime[AnimationContext]) -> AnimationState:
    """At least three a responder, one of them recommended."""
    context = runtime.context
    await reached(context, "suggest")
    async with context.studio.store.read(context.actor) as work:
        take = await work.takes.of_run(context.actor, context.run.id)
    if not take.facts.suggestions:
        found, notes = dict[str, list[Any]](), list[Note]()
        for who, ruled in suggested(take).items():
            ways, noted = await author_suggestions(context.studio, context.actor, take, who, ruled)
            found[who] = [one.model_dump(mode="json") for one in ways]
            notes += noted
        async with context.studio.store.begin(context.actor) as work:
            await work.takes.hold(context.actor, take.run_id)
            await work.takes.learn(context.actor, take.run_id, {"suggestions": found})
            await work.takes.note(context.actor, take.run_id, "suggest", notes)
    return AnimationState()
