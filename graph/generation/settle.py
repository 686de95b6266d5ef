"""Last node: the best attempt is kept, the character is depicted, whoever asked is told."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from langgraph.runtime import Runtime

from graph.generation.state import Attempt, GenerationContext, GenerationState
from tools.domain.runs import Happening
from tools.ports.store import UnitOfWork
from tools.studio.depiction import depict
from tools.studio.relaying import relay


async def settle(state: GenerationState, runtime: Runtime[GenerationContext]) -> GenerationState:
    """Keep the best attempt, end the run, all in one transaction, and only once."""
    context = runtime.context
    best = best_of(state.get("attempts", []))
    async with context.studio.store.begin(context.actor) as work:
        run = await work.runs.get(context.actor, context.run.id)
        if run.ended or run.attempt != context.run.attempt:
            return GenerationState()
        depicted = await depict(
            work,
            context.actor,
            character_id=state.get("character_id", 0),
            design=state.get("design", ""),
            picture_id=UUID(best["picture_id"]),
            sha256=best["sha256"],
        )
        result = {
            **best,
            "url": f"/api/assets/{best['sha256']}",
            "reference": depicted.status,
            "attempts": [dict(attempt) for attempt in state.get("attempts", [])],
        }
        if await work.runs.settle(
            context.actor,
            run.id,
            "completed",
            result=result,
            happenings=[
                Happening(type="run.ended", data={"status": "completed", "result": result})
            ],
            attempt=context.run.attempt,
        ):
            await relay(work, context.actor, context.run, "completed", 1.0)
            await _tell(work, context, result)
    return GenerationState()


def best_of(attempts: list[Attempt]) -> Attempt:
    """The attempt with the highest score; of equals, the fewest words undrawn, then the first."""
    return max(
        attempts,
        key=lambda attempt: (
            -1.0 if attempt["score"] is None else attempt["score"],
            -len(attempt["undrawn"]),
            -attempt["number"],
        ),
    )


async def _tell(work: UnitOfWork, context: GenerationContext, result: dict[str, Any]) -> None:
    """Say it in the conversation where the turn that asked has stopped waiting."""
    now = await work.runs.get(context.actor, context.run.id)
    if not now.input.get("detached") or now.thread_id is None:
        return
    label = now.input["order"]["character"]
    artifact = {
        "kind": "image",
        "url": result["url"],
        "sha256": result["sha256"],
        "label": label,
    }
    await work.threads.say(
        context.actor,
        now.thread_id,
        role="artifact",
        text=f"The picture of {label} is ready.",
        content={"artifacts": [artifact], "generation_id": str(now.id), "result": result},
        run_id=now.id,
    )
