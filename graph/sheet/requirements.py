"""First node: the order, checked against what is there now."""

from __future__ import annotations

from langgraph.runtime import Runtime

from graph.generation.progress import reached
from graph.sheet.state import GRAPH_VERSION, SheetContext, SheetState
from tools.domain.errors import NotFoundError
from tools.domain.generations import ImageOrder
from tools.domain.sheets import SheetOrder


async def read_requirements(state: SheetState, runtime: Runtime[SheetContext]) -> SheetState:
    """Open the run. Raises `NotFoundError` without the character."""
    run = runtime.context.run
    if run.character_id is None or run.project_id is None:
        raise NotFoundError("The character was deleted meanwhile.", code="CHARACTER_NOT_FOUND")
    await reached(runtime.context, "requirements", 0.02)
    order = SheetOrder.model_validate(run.input["order"])
    of_cells = ImageOrder(
        character=order.character,
        style=order.style,
        quality_threshold=order.quality_threshold,
        seed=order.seed,
        width=order.side,
        height=order.side,
        backend=order.backend,
        kept_out=order.kept_out,
        rendering=order.rendering,
        preferences=order.preferences,
        metadata=order.metadata,
    )
    return SheetState(
        graph_version=GRAPH_VERSION,
        sheet=order.model_dump(mode="json"),
        order=of_cells.model_dump(mode="json"),
        character_id=run.character_id,
        project_id=run.project_id,
    )
