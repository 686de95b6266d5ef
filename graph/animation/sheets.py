"""Stages 8 and 9 (6 of a single animation): the sheets are drawn, side by side."""

from __future__ import annotations

import asyncio

from langgraph.runtime import Runtime

from graph.animation.progress import reached
from graph.animation.state import AnimationContext, AnimationState
from tools.domain.animations import INSTIGATOR, CastMember, Take
from tools.studio.animations.drawing import draw
from tools.studio.animations.renderers import facings_for


async def draw_instigator(
    state: AnimationState, runtime: Runtime[AnimationContext]
) -> AnimationState:
    """The instigator's sheets, one a facing. Raises `BackendError`."""
    return await _drawn(runtime.context, "instigator_sheets", instigator=True)


async def draw_responders(
    state: AnimationState, runtime: Runtime[AnimationContext]
) -> AnimationState:
    """The responders' sheets, one a responder and facing. Raises `BackendError`."""
    return await _drawn(runtime.context, "responder_sheets", instigator=False)


async def _drawn(context: AnimationContext, node: str, *, instigator: bool) -> AnimationState:
    await reached(context, node)
    async with context.studio.store.read(context.actor) as work:
        take = await work.takes.of_run(context.actor, context.run.id)
    members = [member for member in take.cast if (member.who == INSTIGATOR) == instigator]
    sheets = await asyncio.gather(
        *(
            _sheet(context, take, member, facing, node)
            for member in members
            for facing in facings_for(take.order, member.who)
        )
    )
    return AnimationState(drawn=list(sheets))


async def _sheet(
    context: AnimationContext, take: Take, member: CastMember, facing: int, node: str
) -> str:
    await draw(context.studio, context.actor, take, member, facing, node=node)
    return f"{member.who}@{facing}"
