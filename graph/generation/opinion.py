"""Tenth node: the adviser's opinion on the best attempt, where there is an adviser."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from langgraph.runtime import Runtime

from graph.generation.progress import reached
from graph.generation.state import GenerationContext, GenerationState, order_in
from tools.studio.advising import assessed

_STAGE_AT = 0.94
_TOLD = frozenset(
    {"score", "similarity", "verdict", "reasons", "quality", "alignment", "undrawn", "why"}
)


async def ask_opinion(
    state: GenerationState, runtime: Runtime[GenerationContext]
) -> GenerationState:
    """Words and a figure to be shown, from the figures that were found; they decide nothing."""
    context, ranking = runtime.context, state.get("ranking", [])
    if context.studio.adviser is None or not ranking or ranking[0].get("broken"):
        return GenerationState(echo_assessment=None)
    await reached(context, "opinion", _STAGE_AT)
    opinion = await assessed(context.studio, _facts(state))
    return GenerationState(echo_assessment=asdict(opinion) if opinion else None)


def _facts(state: GenerationState) -> dict[str, Any]:
    order, best = order_in(state), state.get("ranking", [])[0]
    return {
        "character": order.character,
        "scene": order.scene_description or order.prompt,
        "style": order.style,
        "attempts": len(state.get("ranking", [])),
        **{name: value for name, value in best.items() if name in _TOLD},
    }
