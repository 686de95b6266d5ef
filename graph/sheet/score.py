"""Sixth node: every cell is held against the canonical reference."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from langgraph.runtime import Runtime

from graph.generation.progress import reached
from graph.sheet.drawing import judged_cell
from graph.sheet.state import SheetContext, SheetState, sheet_in
from graph.sheet.together import each
from tools.domain.cells import Cell, sheet_cells
from tools.domain.consistency import Verdict
from tools.domain.documents import digest
from tools.domain.sheets import CellFinding, cell_verdict, compared_regions
from tools.studio.consistency import assess_picture
from tools.studio.judging import Judgement

_NODE = "score"
_FROM, _TO = 0.75, 0.92
_AT_ONCE = 2
"""Comparing is work for a core, not waiting for a server."""
_BLANK = "Nothing is on the picture: it is black, or of one colour."
_FIRST = "This is the first picture of the design; it is the reference now."


async def score_cells(state: SheetState, runtime: Runtime[SheetContext]) -> SheetState:
    """A finding for every cell, in their order, each kept once a run."""
    context, scored = runtime.context, 0
    cells = sheet_cells()
    await reached(context, "consistency", _FROM)

    async def finding(cell: Cell) -> CellFinding:
        nonlocal scored
        found = await _once(context, state, cell)
        scored += 1
        await reached(context, "consistency", _FROM + (_TO - _FROM) * scored / len(cells))
        return found

    found = await each(context, cells, finding, at_once=_AT_ONCE)
    return SheetState(findings=[one.model_dump(mode="json") for one in found])


async def _once(context: SheetContext, state: SheetState, cell: Cell) -> CellFinding:
    rendered = state.get("drawn", {})[cell.name]
    key = digest([str(context.run.id), _NODE, rendered["picture_id"]])
    async with context.studio.store.read(context.actor) as work:
        done, before = await work.effects.result(context.actor, key)
    if done and before is not None:
        return CellFinding.model_validate(before)
    found = await _found(context, state, cell, rendered)
    async with context.studio.store.begin(context.actor) as work:
        await work.effects.keep(context.actor, key, _NODE, found.model_dump(mode="json"))
    return found


async def _found(
    context: SheetContext, state: SheetState, cell: Cell, rendered: dict[str, Any]
) -> CellFinding:
    judgement = await judged_cell(context, state, cell, rendered)
    drawn = _drawn(cell, rendered, judgement)
    if judgement.quality.blank:
        return drawn.model_copy(update={"verdict": "needs_revision", "why": (_BLANK,)})
    standard = state.get("standard")
    assert standard is not None
    if standard["sha256"] == rendered["sha256"]:
        return drawn.model_copy(update=_itself(standard["cell"], standard["reasons"]))
    threshold = sheet_in(state).quality_threshold
    assessed = await assess_picture(
        context.studio,
        context.actor,
        character_id=state.get("character_id", 0),
        picture_id=UUID(rendered["picture_id"]),
        threshold=threshold,
        judgement=judgement,
    )
    verdict, unseen, why = cell_verdict(
        cell,
        score=assessed.score,
        verdict=assessed.verdict,
        regions=compared_regions(assessed.report),
        threshold=threshold,
    )
    return drawn.model_copy(
        update={
            "verdict": verdict,
            "score_id": assessed.id,
            "score": assessed.score,
            "similarity": assessed.similarity,
            "unseen": unseen,
            "why": why,
        }
    )


def _drawn(cell: Cell, rendered: dict[str, Any], judgement: Judgement) -> CellFinding:
    """What is known of the cell before it is held against anything."""
    alignment = judgement.alignment
    return CellFinding(
        name=cell.name,
        label=cell.label,
        kind=cell.kind,
        picture_id=rendered["picture_id"],
        picture_label=rendered["label"],
        sha256=rendered["sha256"],
        url=f"/api/assets/{rendered['sha256']}",
        verdict="unscored",
        quality=round(judgement.quality.overall, 4),
        alignment=None if alignment is None else round(alignment, 4),
        undrawn=tuple(rendered["undrawn"]),
    )


def _itself(first: str | None, reasons: list[str]) -> dict[str, Any]:
    """The finding about the reference: nothing is held against itself."""
    verdict: Verdict = "needs_review" if reasons else "approved"
    note = _FIRST if first else "This picture is the canonical reference itself."
    return {"verdict": verdict, "why": tuple(reasons), "note": note}
