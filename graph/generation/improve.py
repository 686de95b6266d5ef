"""Seventh node: what a failed attempt changes for the next one, by rule and on record."""

from __future__ import annotations

from langgraph.runtime import Runtime

from graph.generation.state import GenerationContext, GenerationState
from tools.domain.adjustments import adjustments_after


async def improve(state: GenerationState, runtime: Runtime[GenerationContext]) -> GenerationState:
    """Turn the last attempt's reason codes into adjustments of the next."""
    last = state.get("attempts", [])[-1]
    return GenerationState(adjustments=adjustments_after(last["codes"], last["adjustments"]))
