"""The primary timeline: stage 6 of a dual animation, stage 5 of a single one."""

from __future__ import annotations

from langgraph.runtime import Runtime

from graph.animation.progress import reached
from graph.animation.state import AnimationContext, AnimationState
from tools.studio.animations.writing import write_driving


async def write_instigator(
    state: AnimationState, runtime: Runtime[AnimationContext]
) -> AnimationState:
    """Write the instigator's script, unless the take was opened with its scripts."""
    context = runtime.context
    await reached(context, "instigator_script")
    await write_driving(context.studio, context.actor, context.run.id)
    return AnimationState()
