"""Stages 8 and 9 (6 of a single animation): the sheets are drawn, side by side."""

from __future__ import annotations

from langgraph.runtime import Runtime

from graph.animation.progress import drawing, reached
from graph.animation.state import AnimationContext, AnimationState
from graph.failing import Again, verdict
from graph.together import all_of
from tools.domain.animations import INSTIGATOR, CastMember
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
    asked = [(m, facing) for m in members for facing in facings_for(take.order, m.who)]
    shares = dict.fromkeys(range(len(asked)), 0.0)

    async def drawn(index: int, member: CastMember, facing: int) -> str:
        async def progress(done: float, words: str) -> None:
            shares[index] = done
            await drawing(context, node, sum(shares.values()) / len(shares))

        await draw(
            context.studio,
            context.actor,
            take,
            member,
            facing,
            node=node,
            progress=progress,
            watch=context.at_work.during,
        )
        return f"{member.who}@{facing}"

    def passes(error: Exception) -> bool:
        return isinstance(verdict(error, context.run, chance=0.0), Again)

    sheets = await all_of(
        [drawn(at, *one) for at, one in enumerate(asked)], passes=passes, under_way=context.sheets
    )
    return AnimationState(drawn=sheets)
