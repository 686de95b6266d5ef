"""How runs that make pictures end: the status, the event, whoever asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from graph.generation.state import GenerationContext
from tools.domain.runs import Happening
from tools.ports.store import UnitOfWork
from tools.studio.relaying import relay


async def end(
    work: UnitOfWork,
    context: GenerationContext,
    status: Literal["completed", "failed"],
    *,
    result: Mapping[str, Any],
    error: Mapping[str, Any] | None = None,
    before: Sequence[Happening] = (),
) -> None:
    """End the run in this unit of work, with its event; what ordered it hears of it.

    What is `before` stands in the log before the end.
    """
    told = {"error": error} if error else {"result": result}
    ended = Happening(type="run.ended", data={"status": status, **told})
    await work.runs.settle(
        context.actor,
        context.run.id,
        status,
        result=result,
        error=error,
        happenings=[*before, ended],
        attempt=context.run.attempt,
    )
    await relay(work, context.actor, context.run, status, 1.0)


async def say(
    work: UnitOfWork, context: GenerationContext, text: str, content: Mapping[str, Any]
) -> None:
    """Say it in the conversation where the turn that asked has stopped waiting."""
    now = await work.runs.get(context.actor, context.run.id)
    if not now.input.get("detached") or now.thread_id is None:
        return
    await work.threads.say(
        context.actor,
        now.thread_id,
        role="artifact",
        text=text,
        content=dict(content),
        run_id=now.id,
    )
