"""Stage 7: every responder's script, derived from the instigator's and checked by all rules."""

from __future__ import annotations

from langgraph.runtime import Runtime

from graph.animation.progress import reached
from graph.animation.state import AnimationContext, AnimationState
from tools.studio.animations.writing import write_bound


async def write_responders(
    state: AnimationState, runtime: Runtime[AnimationContext]
) -> AnimationState:
    """Bind the responders. Raises `StudioError` where what was chosen cannot be."""
    context = runtime.context
    await reached(context, "responder_scripts")
    await write_bound(context.studio, context.actor, context.run.id)
    return AnimationState()
