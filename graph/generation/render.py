"""Sixth node: the picture is drawn and kept, once."""

from __future__ import annotations

import time
from typing import Any

from langgraph.runtime import Runtime

from graph.generation.keeping import keep, kept_before
from graph.generation.progress import reached, share_done
from graph.generation.request import asked_of
from graph.generation.state import GenerationContext, GenerationState
from tools.domain.documents import digest
from tools.ports.rendering import Progress
from tools.studio.paying import drawn_once

NODE = "render"
_BEGUN, _DRAWN = 0.1, 0.65
"""Where drawing lies within an attempt."""


async def render(state: GenerationState, runtime: Runtime[GenerationContext]) -> GenerationState:
    """Draw with the run's backend.

    Raises `BackendError`, `SpendingLimitError`, `AnswerLostError`, and `LeaseLostError` where
    another process drives the run by now: then nothing of the picture is kept.
    """
    context = runtime.context

    async def progress(done: float, words: str) -> None:
        within = _BEGUN + (_DRAWN - _BEGUN) * min(1.0, max(0.0, done))
        await reached(context, "render", share_done(state, within))

    return GenerationState(rendered=await made_once(context, state, progress))


async def made_once(
    context: GenerationContext,
    state: GenerationState,
    progress: Progress,
    *,
    called: str | None = None,
) -> dict[str, Any]:
    """The picture of the state's parameters, drawn and kept once a run; `called` so if not by name.

    Raises as `render` does.
    """
    key = digest([str(context.run.id), NODE, state.get("parameters", {})])
    if before := await kept_before(context, key):
        return before
    await progress(0.0, "drawing")
    asked = await asked_of(context, state, key)
    begun = time.monotonic()
    with context.at_work.during(context.renderer, key):
        drawn = await drawn_once(
            context.studio,
            context.actor,
            key=key,
            node=NODE,
            backend=context.renderer.name,
            price_usd=context.renderer.price_usd(asked.request),
            draw=lambda: context.renderer.render(asked.request, progress),
        )
    took_s = time.monotonic() - begun
    return await keep(
        context, state, key=key, asked=asked, drawn=drawn, took_s=took_s, called=called
    )
