"""Fourth node: the words for the renderer, built from the definition, reworded where one helps."""

from __future__ import annotations

from typing import Any

from langgraph.runtime import Runtime

from graph.generation.progress import entered
from graph.generation.state import GenerationContext, GenerationState, order_in
from tools.domain.definition import build_generation_prompt, looks_worded
from tools.domain.provenance import Refined
from tools.domain.runs import Happening
from tools.studio.advising import refined
from tools.studio.choosing import draws_from_words


async def word(state: GenerationState, runtime: Runtime[GenerationContext]) -> GenerationState:
    """Prompt and negative prompt, before an attempt's emphasis.

    The order's own words stand as they are; those that were built may be reworded by the adviser
    for a model, who must keep the character's looks and name in them.
    """
    told = Happening(type="requirements", data=state.get("requirements", {}))
    step = await entered(runtime.context, state, "wording", 0.1, before=[told])
    return GenerationState(words=await _words(runtime.context, state), step=step)


async def _words(context: GenerationContext, state: GenerationState) -> dict[str, Any]:
    order, built = order_in(state), built_words(state)
    if order.repeats and order.repeats.refined_by:
        by = order.repeats.refined_by
        return {**built, "prompt": by.after, "refined_by": by.model_dump()}
    if order.prompt or order.repeats or not draws_from_words(context.renderer):
        return built
    definition = state.get("definition", {})
    keep = [str(definition["name"]), *looks_worded(definition.get("appearance") or {})]
    prompt, note = await refined(
        context.studio,
        built["prompt"],
        [words for words in keep if words.casefold() in built["prompt"].casefold()],
        {"scene": order.scene_description, "style": order.style},
    )
    if note is None:
        return built
    by = Refined(by=note, before=built["prompt"], after=prompt)
    return {**built, "prompt": prompt, "refined_by": by.model_dump()}


def built_words(state: GenerationState) -> dict[str, Any]:
    """The order's own words, else those built from the definition."""
    order, definition = order_in(state), state.get("definition", {})
    built = build_generation_prompt(
        [definition],
        definition["name"],
        order.scene_description,
        order.style or None,
        lighting=order.lighting or None,
    )
    kept_out = built.negative_prompt if order.negative_prompt is None else order.negative_prompt
    return {
        "prompt": order.prompt or built.prompt,
        "negative_prompt": ", ".join(words for words in (kept_out, *order.kept_out) if words),
        "refined_by": None,
    }
