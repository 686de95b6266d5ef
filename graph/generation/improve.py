"""Eighth node: what a failed attempt changes for the next one, by rule and on record."""

from __future__ import annotations

from langgraph.runtime import Runtime

from graph.generation.progress import note
from graph.generation.state import GenerationContext, GenerationState, order_in
from tools.domain.adjustments import adjustments_after, changes_made, moved_on


async def improve(state: GenerationState, runtime: Runtime[GenerationContext]) -> GenerationState:
    """Turn the last attempt's reason codes into adjustments of the next, never into none.

    An exploration stays free: its pictures differ by their seeds alone.
    """
    order = order_in(state)
    if order.explores:
        return GenerationState()
    last = state.get("attempts", [])[-1]
    before, codes = last.get("adjustments", {}), last.get("codes", [])
    after = adjustments_after(codes, before)
    if crops := last.get("crops"):
        after["crops"] = crops
    if not last.get("passes") and not order.makes_all:
        after = moved_on(after, before)
    improved = {
        "after": last.get("number", 0),
        "changes": [
            change.model_dump(mode="json") for change in changes_made(codes, before, after)
        ],
    }
    await note(runtime.context, "attempt.improved", improved)
    return GenerationState(adjustments=after, improvements=[improved])
