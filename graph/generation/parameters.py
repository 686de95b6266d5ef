"""Fourth node: what exactly is asked of the renderer in this attempt."""

from __future__ import annotations

from langgraph.runtime import Runtime

from graph.generation.state import GenerationContext, GenerationState
from tools.domain.adjustments import emphasised
from tools.domain.definition import build_generation_prompt
from tools.domain.generations import ImageOrder


async def set_parameters(
    state: GenerationState, runtime: Runtime[GenerationContext]
) -> GenerationState:
    """Prompt, seed and references; in creative exploration each attempt has its own seed."""
    context, order = runtime.context, ImageOrder.model_validate(state.get("order"))
    number = len(state.get("attempts", []))
    definition = state.get("definition", {})
    prompt = build_generation_prompt(
        [definition], definition["name"], order.scene_description, order.style or None
    )
    exploring = order.mode == "creative_exploration"
    async with context.studio.store.read(context.actor) as work:
        canonical = await work.references.canonical(
            context.actor, state.get("character_id", 0), state.get("design", "")
        )
    return GenerationState(
        parameters={
            "prompt": emphasised(prompt.prompt, definition, state.get("adjustments", {})),
            "negative_prompt": prompt.negative_prompt,
            "scene": order.scene_description,
            "style": order.style,
            "seed": order.seed + (number if exploring else 0),
            "width": order.width,
            "height": order.height,
            "palette": state.get("palette", []),
            "references": [canonical.sha256] if canonical and not exploring else [],
            "adjustments": state.get("adjustments", {}),
            "attempt": number + 1,
        }
    )
