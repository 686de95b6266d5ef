"""Second and third node: the bible is looked up, the character's definition is put together."""

from __future__ import annotations

from langgraph.runtime import Runtime

from graph.generation.progress import reached
from graph.generation.state import GenerationContext, GenerationState
from tools.domain.definition import palette_of
from tools.studio.definitions import defined_character


async def look_up_bible(
    state: GenerationState, runtime: Runtime[GenerationContext]
) -> GenerationState:
    """The palette of the bible; a project without one has none."""
    context = runtime.context
    async with context.studio.store.read(context.actor) as work:
        bible = await work.bibles.of_project(context.actor, state.get("project_id", 0))
    await reached(context, "bible", 0.08)
    return GenerationState(palette=list(palette_of(bible)))


async def define_character(
    state: GenerationState, runtime: Runtime[GenerationContext]
) -> GenerationState:
    """The character as the bible and its own record define it now."""
    context = runtime.context
    character, definition = await defined_character(
        context.studio, context.actor, state.get("character_id", 0)
    )
    await reached(context, "definition", 0.1)
    return GenerationState(design=character.design, definition=definition)
