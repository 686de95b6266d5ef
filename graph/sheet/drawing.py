"""One cell: drawn, kept as a picture of the production, and measured."""

from __future__ import annotations

from typing import Any

from graph.generation.assess import asked_for
from graph.generation.parameters import parameters_of
from graph.generation.render import made_once
from graph.generation.state import GenerationState
from graph.sheet.state import SheetContext, SheetState, cell_state, sheet_in
from tools.domain.cells import Cell
from tools.ports.rendering import Progress
from tools.studio.judging import Judgement, judged


async def drawn_cell(
    context: SheetContext, state: SheetState, cell: Cell, progress: Progress
) -> dict[str, Any]:
    """The kept picture of a cell, as `made_once` gives it. Raises as that does."""
    asked = cell_state(state, cell)
    parameters = await parameters_of(context, asked) | {"cell": cell.name}
    name = str(state.get("definition", {}).get("name", "Character"))
    return await made_once(
        context,
        asked | GenerationState(parameters=parameters),
        progress,
        called=f"{name}, {cell.label.casefold()}",
    )


async def judged_cell(
    context: SheetContext, state: SheetState, cell: Cell, rendered: dict[str, Any]
) -> Judgement:
    """How well the cell's picture is made, and how much of what was asked is on it."""
    words = {"scene": cell.scene, "style": sheet_in(state).style}
    return await judged(
        context.studio,
        rendered["sha256"],
        asked=asked_for(cell_state(state, cell) | GenerationState(parameters=words)),
        undrawn=rendered["undrawn"],
        domain=rendered["domain"],
    )
