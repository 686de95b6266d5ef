"""Last node: the verdict over all cells, the end of the run, whoever asked is told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from langgraph.runtime import Runtime

from graph.generation.ending import end, say
from graph.sheet.state import SheetContext, SheetState, sheet_in
from tools.domain.sheets import CellFinding, SheetVerdict, sheet_verdict


async def settle(state: SheetState, runtime: Runtime[SheetContext]) -> SheetState:
    """End the run, all in one transaction, and only once.

    Raises `LeaseLostError` where another process drives the run by now: its checkpoints stay.
    """
    context = runtime.context
    findings = [CellFinding.model_validate(one) for one in state.get("findings", [])]
    verdict, why = sheet_verdict(findings)
    result = _result(state, findings, verdict, why)
    await context.pace.flush()
    async with context.studio.store.begin(context.actor) as work:
        await work.runs.fence(context.actor, context.run.id, attempt=context.run.attempt)
        await end(work, context, "completed", result=result)
        made = {
            "artifacts": [_artifact(result)],
            "generation_id": str(context.run.id),
            "result": result,
        }
        await say(work, context, _sentence(state, verdict, why), made)
    return SheetState()


def _result(
    state: SheetState, findings: Sequence[CellFinding], verdict: SheetVerdict, why: Sequence[str]
) -> dict[str, Any]:
    order = sheet_in(state)
    return {
        **state.get("laid_out", {}),
        "verdict": verdict,
        "why": list(why),
        "cells": [one.model_dump(mode="json") for one in findings],
        "approved": sum(one.verdict == "approved" for one in findings),
        "reference": state.get("standard"),
        "design": state.get("design"),
        "backend": order.backend,
        "passed_over": [one.model_dump() for one in order.passed_over],
    }


def _artifact(result: dict[str, Any]) -> dict[str, Any]:
    return {
        "kind": "image",
        "url": result["url"],
        "sha256": result["sha256"],
        "label": result["label"],
    }


def _sentence(state: SheetState, verdict: SheetVerdict, why: Sequence[str]) -> str:
    said = f"The character sheet of {sheet_in(state).character} is ready."
    return said if verdict == "approved" else f"{said} Look at: {' '.join(why)}"
