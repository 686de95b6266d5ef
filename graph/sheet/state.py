"""What a character sheet carries from node to node."""

from __future__ import annotations

from typing import Any, TypedDict

from graph.generation.state import GenerationContext, GenerationState
from tools.domain.cells import Cell
from tools.domain.sheets import SheetOrder

GRAPH_VERSION = 1
STEPS_AT_ONCE = 4
"""How many cells are under way at backends at the same time."""

SheetContext = GenerationContext
"""A sheet works with what a generation works with."""


class Standard(TypedDict):
    """What the cells are held against: the canonical reference of the design.

    `cell` names the one that was drawn to be it, where there was none before, and `status` is
    its standing then (`canonical`, or `candidate` where another came before it); `reasons` are
    what an edit's first picture showed against the design before.
    """

    sha256: str
    cell: str | None
    status: str
    reasons: list[str]


class SheetState(GenerationState, total=False):
    """Plain and checkpointed at every step; `order` is that of one cell without its scene.

    `drawn` are the kept pictures by cell, `findings` what was found about them (`CellFinding`),
    `laid_out` the picture of the whole.
    """

    sheet: dict[str, Any]
    standard: Standard
    drawn: dict[str, dict[str, Any]]
    findings: list[dict[str, Any]]
    laid_out: dict[str, Any]


def sheet_in(state: SheetState) -> SheetOrder:
    """The order, as the run keeps it."""
    return SheetOrder.model_validate(state.get("sheet"))


def cell_state(state: SheetState, cell: Cell) -> GenerationState:
    """The state of a generation that makes this cell and nothing else."""
    order = state.get("order", {}) | {"scene_description": cell.scene}
    return GenerationState(
        order=order,
        character_id=state.get("character_id", 0),
        project_id=state.get("project_id", 0),
        design=state.get("design", ""),
        palette=state.get("palette", []),
        definition=state.get("definition", {}),
        companions=[],
        adjustments={},
        attempts=[],
    )
