"""What an order means: read by the embedded reading, and by Echo Brain where it was asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graph.generation.state import GenerationContext
from tools.domain.generations import ImageOrder
from tools.domain.requirements import EMBEDDED, Requirements, requirements_of, words_for
from tools.studio.advising import interpreted


async def understood(
    context: GenerationContext, order: ImageOrder, definition: Mapping[str, Any]
) -> tuple[ImageOrder, Requirements]:
    """The order with the words that Echo Brain added to its scene, and what was understood.

    A repetition has the words that were added to what it repeats.
    """
    if order.repeats:
        added = await _added_then(context, order)
        return _understood(order, definition, added=added)
    said = requirements_of(order, definition)
    if not order.orchestrated or not said.scene_description:
        return order, said
    opinion = await interpreted(context.studio, _known(said))
    if opinion is None:
        return order, said
    added = words_for(order, definition, opinion.staging)
    read_by = f"{EMBEDDED} and {opinion.model}"
    return _understood(order, definition, added=added, read_by=read_by, remarks=opinion.remarks)


def _understood(
    order: ImageOrder, definition: Mapping[str, Any], *, added: str = "", **said: Any
) -> tuple[ImageOrder, Requirements]:
    field = "scene_description" if order.scene_description or not order.prompt else "prompt"
    words = ", ".join(part for part in (getattr(order, field), added) if part)
    extended = order.model_copy(update={field: words})
    return extended, requirements_of(extended, definition, added=added, **said)


def _known(said: Requirements) -> dict[str, Any]:
    return {
        "character": said.character,
        "scene": said.scene_description,
        "style": said.style,
        "read": said.staging,
        "left_open": said.left_open,
        "undrawn": said.undrawn,
    }


async def _added_then(context: GenerationContext, order: ImageOrder) -> str:
    """The words that were added to what is repeated, where its scene is as it was."""
    if order.parent is None or {"scene_description", "prompt"} & set(order.overrides):
        return ""
    async with context.studio.store.read(context.actor) as work:
        parents = await work.runs.find(context.actor, str(order.parent), kinds=("generation",))
    results = [run.result or {} for run in parents]
    return next((str((r.get("requirements") or {}).get("added") or "") for r in results), "")
