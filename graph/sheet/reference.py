"""Fourth node: what the cells are held against; where there is nothing, it is drawn."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from langgraph.runtime import Runtime

from graph.generation.progress import reached
from graph.sheet.drawing import drawn_cell, judged_cell
from graph.sheet.state import SheetContext, SheetState, Standard, sheet_in
from tools.domain.cells import Cell, sheet_cells
from tools.domain.documents import digest
from tools.domain.errors import InvalidError
from tools.domain.ranking import BLANK_PICTURE
from tools.studio.consistency import assess_picture
from tools.studio.depiction import depict

_NODE = "reference"
_STAGE_AT = 0.12
_BLANK = "The first picture came out blank: black, or of one colour. Try another seed or backend."


async def find_reference(state: SheetState, runtime: Runtime[SheetContext]) -> SheetState:
    """The canonical reference of the design; without one the first cell becomes it.

    It does so by the rules of any first picture of a design, once a run. Raises as drawing does,
    and `InvalidError` where that picture is blank: then the design has none still.
    """
    context = runtime.context
    await reached(context, "reference", _STAGE_AT)
    key = digest([str(context.run.id), _NODE])
    async with context.studio.store.read(context.actor) as work:
        done, before = await work.effects.result(context.actor, key)
        canonical = await work.references.canonical(
            context.actor, state.get("character_id", 0), state.get("design", "")
        )
    if done and before is not None:
        return SheetState(**before)
    if canonical is not None:
        standard = Standard(sha256=canonical.sha256, cell=None, status=canonical.status, reasons=[])
        return SheetState(standard=standard, drawn={})
    return SheetState(**await _first_picture(context, state, sheet_cells()[0], key))


async def _first_picture(
    context: SheetContext, state: SheetState, cell: Cell, key: str
) -> dict[str, Any]:
    async def progress(done: float, words: str) -> None:
        await reached(context, "reference", _STAGE_AT)

    rendered = await drawn_cell(context, state, cell, progress)
    picture_id, sha256 = UUID(rendered["picture_id"]), rendered["sha256"]
    judgement = await judged_cell(context, state, cell, rendered)
    if judgement.quality.blank:
        raise InvalidError(_BLANK, code=BLANK_PICTURE)
    found = await assess_picture(
        context.studio,
        context.actor,
        character_id=state.get("character_id", 0),
        picture_id=picture_id,
        threshold=sheet_in(state).quality_threshold,
        judgement=judgement,
    )
    async with context.studio.store.begin(context.actor) as work:
        await work.runs.fence(context.actor, context.run.id, attempt=context.run.attempt)
        done, before = await work.effects.result(context.actor, key)
        if done and before is not None:
            return before
        depicted = await depict(
            work,
            context.actor,
            character_id=state.get("character_id", 0),
            design=state.get("design", ""),
            picture_id=picture_id,
            sha256=sha256,
        )
        canonical = await work.references.canonical(
            context.actor, state.get("character_id", 0), state.get("design", "")
        )
        standard = Standard(
            sha256=canonical.sha256 if canonical else sha256,
            cell=cell.name,
            status=depicted.status,
            reasons=_broken_promise(found.report),
        )
        result = {"standard": standard, "drawn": {cell.name: rendered}}
        await work.effects.keep(context.actor, key, _NODE, result)
    return cast("dict[str, Any]", result)


def _broken_promise(report: dict[str, Any]) -> list[str]:
    """What changed from the design before although the edit did not name it."""
    change = report.get("design_change") or {}
    return [str(change["sentence"])] if change.get("kept_promise") is False else []
