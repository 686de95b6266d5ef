"""Sixth node: the picture is drawn and kept, once."""

from __future__ import annotations

import time

from langgraph.runtime import Runtime

from graph.generation.keeping import keep, kept_before
from graph.generation.progress import reached, share_done
from graph.generation.request import asked_of
from graph.generation.state import GenerationContext, GenerationState
from tools.domain.documents import digest
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
    key = digest([str(context.run.id), NODE, state.get("parameters", {})])
    if before := await kept_before(context, key):
        return GenerationState(rendered=before)
    await reached(context, "render", share_done(state, _BEGUN))
    asked = await asked_of(context, state, key)

    async def progress(done: float, words: str) -> None:
        within = _BEGUN + (_DRAWN - _BEGUN) * min(1.0, max(0.0, done))
        await reached(context, "render", share_done(state, within))

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
    rendered = await keep(context, state, key=key, asked=asked, drawn=drawn, took_s=took_s)
    return GenerationState(rendered=rendered)
