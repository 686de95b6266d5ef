"""Eighth node: what a failed attempt changes for the next one, by rule and on record."""

from __future__ import annotations

from langgraph.runtime import Runtime

from graph.generation.state import GenerationContext, GenerationState, order_in
from tools.domain.adjustments import adjustments_after


async def improve(state: GenerationState, runtime: Runtime[GenerationContext]) -> GenerationState:
    """Turn the last attempt's reason codes into adjustments of the next.

    An exploration stays free: its pictures differ by their seeds alone.
    """
    if order_in(state).explores:
        return GenerationState()
    last = state.get("attempts", [])[-1]
    adjustments = adjustments_after(last.get("codes", []), last.get("adjustments", {}))
    if crops := last.get("crops"):
        adjustments["crops"] = crops
    return GenerationState(adjustments=adjustments)
