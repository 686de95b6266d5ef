"""First node: the order, checked against what is there now."""

from __future__ import annotations

from langgraph.runtime import Runtime

from graph.generation.progress import entered
from graph.generation.state import GRAPH_VERSION, GenerationContext, GenerationState
from tools.domain.errors import NotFoundError
from tools.domain.generations import ImageOrder


async def read_requirements(
    state: GenerationState, runtime: Runtime[GenerationContext]
) -> GenerationState:
    """Open the run: what was ordered, for whom. Raises `NotFoundError` without the character.

    A repetition begins with what the attempt that it repeats had learned, another order with the
    adjustments that it brings.
    """
    run = runtime.context.run
    if run.character_id is None or run.project_id is None:
        raise NotFoundError("The character was deleted meanwhile.", code="CHARACTER_NOT_FOUND")
    step = await entered(runtime.context, state, "requirements", 0.05)
    order = ImageOrder.model_validate(run.input["order"])
    return GenerationState(
        graph_version=GRAPH_VERSION,
        step=step,
        order=order.model_dump(mode="json"),
        character_id=run.character_id,
        project_id=run.project_id,
        adjustments=dict(order.repeats.adjustments if order.repeats else order.begins_with),
        attempts=[],
        improvements=[],
        passed=False,
    )
