"""Second and third node: the bible is looked up, the characters' definitions are put together."""

from __future__ import annotations

import json
from typing import Any

from langgraph.runtime import Runtime

from graph.generation.progress import reached
from graph.generation.state import GenerationContext, GenerationState, order_in
from graph.generation.understanding import understood
from tools.domain.definition import palette_of
from tools.domain.provenance import DrawnAs
from tools.studio.definitions import defined_character


async def look_up_bible(
    state: GenerationState, runtime: Runtime[GenerationContext]
) -> GenerationState:
    """The palette of the order, else of the bible; a repetition keeps its own."""
    context, order = runtime.context, order_in(state)
    if order.repeats:
        return GenerationState(palette=list(order.repeats.palette))
    async with context.studio.store.read(context.actor) as work:
        bible = await work.bibles.of_project(context.actor, state.get("project_id", 0))
    await reached(context, "bible", 0.08)
    return GenerationState(palette=list(order.palette or palette_of(bible)))


async def define_character(
    state: GenerationState, runtime: Runtime[GenerationContext]
) -> GenerationState:
    """The characters as the bible and their own records define them now, or as they were drawn.

    With them the order can be understood: its words are read against the definition.
    """
    context, order = runtime.context, order_in(state)
    await reached(context, "definition", 0.1)
    if order.repeats:
        first = await _drawn_then(context, order.repeats.drawn_as)
        others = [await _drawn_then(context, one) for one in order.repeats.companions]
    else:
        first = await _defined_now(context, state.get("character_id", 0), not order.explores)
        others = [
            await _defined_now(context, number, not order.explores)
            for number in order.companion_ids
        ]
    order, requirements = await understood(context, order, first["definition"])
    return GenerationState(
        order=order.model_dump(mode="json"),
        requirements=requirements.model_dump(mode="json"),
        design=first["design"],
        definition=first["definition"],
        companions=others,
    )


async def _defined_now(
    context: GenerationContext, character_id: int, referring: bool
) -> dict[str, Any]:
    character, definition = await defined_character(context.studio, context.actor, character_id)
    async with context.studio.store.read(context.actor) as work:
        canonical = await work.references.canonical(context.actor, character_id, character.design)
    return {
        "character_id": character_id,
        "name": character.name,
        "design": character.design,
        "definition": definition,
        "references": [canonical.sha256] if canonical and referring else [],
    }


async def _drawn_then(context: GenerationContext, drawn: DrawnAs) -> dict[str, Any]:
    """Raises `UnavailableError` where the definition's asset is gone."""
    document = json.loads(await context.studio.files.get(drawn.definition))
    return {**drawn.model_dump(mode="json"), "definition": document}
