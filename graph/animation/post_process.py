"""Stage 10 (7 of a single animation): sheets into frames of one count, canvas and timing."""

from __future__ import annotations

from langgraph.runtime import Runtime

from graph.animation.progress import reached
from graph.animation.state import AnimationContext, AnimationState
from tools.studio.animations.finishing import finish_sheets


async def post_process(state: AnimationState, runtime: Runtime[AnimationContext]) -> AnimationState:
    """Cut every sheet that was drawn. Raises `InvalidError` (`FRAME_COUNT_MISMATCH`)."""
    context = runtime.context
    await reached(context, "post_process")
    finished = await finish_sheets(context.studio, context.actor, context.run.id)
    return AnimationState(finished=finished)
