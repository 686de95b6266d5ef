"""Eighth node: what a failed attempt changes for the next one, by rule and on record."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from langgraph.runtime import Runtime

from graph.generation.progress import note
from graph.generation.state import Attempt, GenerationContext, GenerationState, order_in
from tools.domain.adjustments import Drawn, adjustments_after, changes_made, moved_on
from tools.domain.exploring import explored, variations_made
from tools.domain.orchestration import Adjustment
from tools.studio.choosing import draws_from_words


async def improve(state: GenerationState, runtime: Runtime[GenerationContext]) -> GenerationState:
    """Turn the last attempt's reason codes into adjustments of the next, never into none.

    An exploration stays free of reasons: it tries another camera, light and seed.
    """
    order = order_in(state)
    last = state.get("attempts", [])[-1]
    before, codes = last.get("adjustments", {}), last.get("codes", [])
    if order.explores:
        tried = explored(len(state.get("attempts", [])), state.get("requirements", {}))
        return await _next(runtime, last, tried, variations_made(before, tried))
    after = adjustments_after(codes, before)
    if crops := last.get("crops"):
        after["crops"] = crops
    drawn = _drawn(state, by_words=draws_from_words(runtime.context.renderer))
    if not last.get("passes") and not order.makes_all:
        after = moved_on(codes, after, before, drawn)
    return await _next(runtime, last, after, changes_made(codes, before, after, drawn))


async def _next(
    runtime: Runtime[GenerationContext],
    last: Attempt,
    after: dict[str, Any],
    changes: Sequence[Adjustment],
) -> GenerationState:
    """The next attempt's adjustments, told before they are used."""
    improved = {
        "after": last.get("number", 0),
        "changes": [change.model_dump(mode="json") for change in changes],
    }
    await note(runtime.context, "attempt.improved", improved)
    return GenerationState(adjustments=after, improvements=[improved])


def _drawn(state: GenerationState, *, by_words: bool) -> Drawn:
    """How the scene's words put the character before the camera."""
    staging = state.get("requirements", {}).get("staging", {})
    return Drawn(
        by_words=by_words,
        setting=staging.get("setting", "studio"),
        view=staging.get("view"),
        framing=staging.get("framing"),
    )
