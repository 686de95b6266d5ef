"""Fifth node: what exactly is asked of the renderer in this attempt."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from langgraph.runtime import Runtime

from graph.generation.request import SAMPLING
from graph.generation.state import GenerationContext, GenerationState, order_in
from graph.generation.wording import built_words
from tools.domain.adjustments import emphasised
from tools.domain.definition import lighting_worded
from tools.domain.generations import ImageOrder


async def set_parameters(
    state: GenerationState, runtime: Runtime[GenerationContext]
) -> GenerationState:
    """Prompt, seed and references; where all are made, each attempt has its own seed."""
    return GenerationState(parameters=await parameters_of(runtime.context, state))


async def parameters_of(context: GenerationContext, state: GenerationState) -> dict[str, Any]:
    """All that the renderer is asked for in the state's next attempt."""
    order = order_in(state)
    number, learned = len(state.get("attempts", [])), state.get("adjustments", {})
    shift = number if order.makes_all else _moved_on(learned) - _moved_on_before(order)
    words = state.get("words") or built_words(state)
    return {
        **_worded(state, order, words),
        "refined_by": words.get("refined_by"),
        "scene": order.scene_description or order.prompt,
        "style": ", ".join(
            said
            for said in (order.style, lighting_worded(order.lighting), _light_tried(learned))
            if said
        ),
        "seed": order.seed + shift,
        "width": order.width,
        "height": order.height,
        "frames": order.frames,
        "frame_rate": order.frame_rate,
        "palette": state.get("palette", []),
        "references": await _references(context, state, order),
        "adjustments": learned | _overrides(order),
        "attempt": number + 1,
    }


def _worded(state: GenerationState, order: ImageOrder, words: dict[str, Any]) -> dict[str, Any]:
    """The words with this attempt's emphasis; a repetition's first attempt has them already."""
    repeats, learned = order.repeats, state.get("adjustments", {})
    negative = words["negative_prompt"]
    if repeats and repeats.negative_prompt is not None and order.negative_prompt is None:
        negative = repeats.negative_prompt
    if repeats and repeats.prompt is not None and learned == repeats.adjustments:
        return {"prompt": repeats.prompt, "negative_prompt": negative}
    prompt = emphasised(words["prompt"], state.get("definition", {}), learned)
    light = _light_tried(learned)
    return {"prompt": f"{prompt}, {light}" if light else prompt, "negative_prompt": negative}


def _light_tried(learned: Mapping[str, Any]) -> str:
    """An exploration's light in words; empty where none is tried."""
    return lighting_worded(str(learned.get("light", "")))


def _moved_on(learned: Mapping[str, Any]) -> int:
    return int(learned.get("another_seed", 0))


def _moved_on_before(order: ImageOrder) -> int:
    """A repetition's order has the seed that the repeated attempt had moved on to."""
    return _moved_on(order.repeats.adjustments) if order.repeats else 0


def _overrides(order: ImageOrder) -> dict[str, Any]:
    said = {name: getattr(order, name) for name in SAMPLING}
    return {name: value for name, value in said.items() if value is not None}


async def _references(
    context: GenerationContext, state: GenerationState, order: ImageOrder
) -> list[str]:
    """The canonical reference of the design, which explorations do without."""
    if order.repeats:
        return list(order.repeats.drawn_as.references)
    if order.explores:
        return []
    async with context.studio.store.read(context.actor) as work:
        canonical = await work.references.canonical(
            context.actor, state.get("character_id", 0), state.get("design", "")
        )
    return [canonical.sha256] if canonical else []
