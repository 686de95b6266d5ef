"""Where a take waits for somebody. Gates have no effects: they run again when it goes on."""

from __future__ import annotations

from langgraph.runtime import Runtime
from langgraph.types import interrupt

from graph.animation.state import AnimationContext, AnimationState
from tools.domain.animations import Gate, Take
from tools.studio.animations.gates import open_gate


async def await_choice(state: AnimationState, runtime: Runtime[AnimationContext]) -> AnimationState:
    """Wait until the responders' actions are chosen."""
    return await _passed(runtime.context, "choice")


async def await_sprites(
    state: AnimationState, runtime: Runtime[AnimationContext]
) -> AnimationState:
    """Wait until the sprites are ordered."""
    return await _passed(runtime.context, "sprites")


async def _passed(context: AnimationContext, gate: Gate) -> AnimationState:
    async with context.studio.store.read(context.actor) as work:
        take: Take = await work.takes.of_run(context.actor, context.run.id)
    if open_gate(take) == gate:
        interrupt({"gate": gate})
    return AnimationState()
