"""First node, stages 1 and 1b: who they are, and what they mean to each other."""

from __future__ import annotations

from langgraph.runtime import Runtime

from graph.animation.progress import reached
from graph.animation.state import GRAPH_VERSION, AnimationContext, AnimationState
from tools.studio.animations.reading import cast_dna


async def read_dna(state: AnimationState, runtime: Runtime[AnimationContext]) -> AnimationState:
    """Read the DNAs that the take does not have yet. Raises `NotFoundError`, `InvalidError`."""
    context = runtime.context
    await reached(context, "dna")
    async with context.studio.store.read(context.actor) as work:
        take = await work.takes.of_run(context.actor, context.run.id)
        animation = await work.animations.get(context.actor, take.animation_id)
    if set(take.facts.dnas) < {member.who for member in take.cast}:
        reading = await cast_dna(context.studio, context.actor, animation, take.cast)
        facts = {
            "dnas": {who: dna.model_dump(mode="json") for who, dna in reading.dnas.items()},
            "interactions": {
                who: found.model_dump(mode="json") for who, found in reading.interactions.items()
            },
        }
        async with context.studio.store.begin(context.actor) as work:
            await work.takes.hold(context.actor, take.run_id)
            await work.takes.learn(context.actor, take.run_id, facts)
            await work.takes.note(context.actor, take.run_id, "dna", reading.notes)
    return AnimationState(graph_version=GRAPH_VERSION, drawn=[])
