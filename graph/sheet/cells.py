"""Fifth node: the cells are drawn side by side, each once."""

from __future__ import annotations

from typing import Any

from langgraph.runtime import Runtime

from graph.generation.progress import reached
from graph.sheet.drawing import drawn_cell
from graph.sheet.state import STEPS_AT_ONCE, SheetContext, SheetState
from graph.sheet.together import each
from tools.domain.cells import Cell, sheet_cells

_FROM, _TO = 0.15, 0.75
"""Where drawing lies within the run."""


async def draw_cells(state: SheetState, runtime: Runtime[SheetContext]) -> SheetState:
    """All that are not drawn yet. What an earlier drive of the run kept is not drawn again.

    Raises as drawing a picture does; what was kept until then stays.
    """
    context, before = runtime.context, state.get("drawn", {})
    missing = [cell for cell in sheet_cells() if cell.name not in before]
    shares = dict.fromkeys((cell.name for cell in sheet_cells()), 0.0) | dict.fromkeys(before, 1.0)
    await reached(context, "render", _FROM)

    async def drawn(cell: Cell) -> dict[str, Any]:
        async def progress(done: float, words: str) -> None:
            shares[cell.name] = min(1.0, max(0.0, done))
            whole = sum(shares.values()) / len(shares)
            await reached(context, "render", _FROM + (_TO - _FROM) * whole)

        made = await drawn_cell(context, state, cell, progress)
        await progress(1.0, "drawn")
        return made

    made = await each(context, missing, drawn, at_once=STEPS_AT_ONCE)
    names = [cell.name for cell in missing]
    return SheetState(drawn=before | dict(zip(names, made, strict=True)))
