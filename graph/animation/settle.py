"""Last node: the take is finished, its run ends, whoever asked is told."""

from __future__ import annotations

from typing import Any

from langgraph.runtime import Runtime

from graph.animation.state import AnimationContext, AnimationState
from tools.domain.animations import SheetRecord, Take
from tools.domain.runs import Happening, Run
from tools.ports.store import UnitOfWork
from tools.studio.relaying import relay


async def settle(state: AnimationState, runtime: Runtime[AnimationContext]) -> AnimationState:
    """End the run with what it made, all in one transaction, and only once."""
    context = runtime.context
    await context.pace.flush()
    async with context.studio.store.begin(context.actor) as work:
        take = await work.takes.hold(context.actor, context.run.id)
        sheets = await work.takes.sheets(context.actor, context.run.id)
        result = _result(take, sheets)
        ended = Happening(type="run.ended", data={"status": "completed", "result": result})
        if await work.runs.settle(
            context.actor,
            context.run.id,
            "completed",
            result=result,
            happenings=[ended],
            attempt=context.run.attempt,
        ):
            await relay(work, context.actor, context.run, "completed", 1.0)
            await _tell(work, context, take, sheets)
    return AnimationState()


def _result(take: Take, sheets: list[SheetRecord]) -> dict[str, Any]:
    return {
        "animation_id": take.animation_id,
        "take": take.number,
        "sheets": [
            {"who": sheet.who, "facing": sheet.facing, "url": sheet.url, "sha256": sheet.sha256}
            for sheet in sheets
        ],
    }


async def _tell(
    work: UnitOfWork, context: AnimationContext, take: Take, sheets: list[SheetRecord]
) -> None:
    """Say it in the conversation where the turn that asked has stopped waiting."""
    now: Run = await work.runs.get(context.actor, context.run.id)
    if not now.input.get("detached") or now.thread_id is None:
        return
    names = {member.who: member.name for member in take.cast}
    artifacts = [
        {
            "kind": "image",
            "url": sheet.url,
            "sha256": sheet.sha256,
            "label": f"{names[sheet.who]}, {take.order.action_type}, sheet",
        }
        for sheet in sheets
    ]
    await work.threads.say(
        context.actor,
        now.thread_id,
        role="artifact",
        text=f"The sprites of animation {take.animation_id} are ready.",
        content={"artifacts": artifacts, "animation": take.animation_id, "result": now.result},
        run_id=now.id,
    )
