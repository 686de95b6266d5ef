"""Second node, stage 2: what the user claims of the characters is held against their pictures."""

from __future__ import annotations

from langgraph.runtime import Runtime

from graph.animation.progress import reached
from graph.animation.state import AnimationContext, AnimationState
from tools.studio.animations.verifying import claim_notes, claim_reports


async def verify(state: AnimationState, runtime: Runtime[AnimationContext]) -> AnimationState:
    """Note each claim that does not hold; nothing stops for it."""
    context = runtime.context
    await reached(context, "verify")
    async with context.studio.store.read(context.actor) as work:
        take = await work.takes.of_run(context.actor, context.run.id)
    reports = await claim_reports(context.studio, take.cast, take.facts.dnas)
    facts = {"claims": {who: report.model_dump(mode="json") for who, report in reports.items()}}
    async with context.studio.store.begin(context.actor) as work:
        await work.takes.hold(context.actor, take.run_id)
        await work.takes.learn(context.actor, take.run_id, facts)
        await work.takes.note(context.actor, take.run_id, "verify", claim_notes(reports))
    return AnimationState()
