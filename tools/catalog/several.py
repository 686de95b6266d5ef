"""Sheets and batches, as a tool answers them: how far they are, or what was made and found."""

from __future__ import annotations

from typing import Any

from tools.catalog.stages import standing
from tools.catalog.tool import Artifact, Call, Outcome
from tools.domain.generations import Generation
from tools.studio.queue import place_of

_CELLS_TOLD = 5


async def sheet_answer(call: Call, made: Generation) -> Outcome:
    """A character sheet: the whole as an artifact, its verdict, and the cells to look at."""
    run, best, result = made.run, made.best, made.result
    content = _began(made)
    if best is None:
        place = await place_of(call.studio, call.actor, run)
        content.setdefault("message", _unfinished(made, "character sheet", place))
        return Outcome(content=content, generation_id=str(run.id))
    cells = result["cells"]
    content |= {
        "sheet": {"label": best.label, "sha256": best.sha256, "url": best.url},
        "verdict": result["verdict"],
        "cells": [
            {name: one[name] for name in ("name", "picture_label", "verdict", "score")}
            for one in cells
        ],
        "backend": made.backend,
    }
    if made.notes:
        content["notes"] = list(made.notes)
    if made.cost_usd:
        content["cost_usd"] = made.cost_usd
    content["message"] = _sheet_sentence(made, best.label)
    shown = Artifact(kind="image", url=best.url, sha256=best.sha256, label=best.label)
    return Outcome(content=content, artifacts=(shown,), generation_id=str(run.id))


async def batch_answer(call: Call, made: Generation) -> Outcome:
    """A batch: how many of it have ended, and how."""
    content, counts = _began(made), made.counts
    if counts is not None:
        content["counts"] = counts.model_dump()
        ended = f"{counts.completed} of {counts.total} are made"
        failed = f", {counts.failed} failed" if counts.failed else ""
        stopped = f", {counts.cancelled} were cancelled" if counts.cancelled else ""
        content["message"] = f"The batch of {made.character}: {ended}{failed}{stopped}."
    return Outcome(content=content, generation_id=str(made.id))


def _began(made: Generation) -> dict[str, Any]:
    run = made.run
    content: dict[str, Any] = {
        "generation_id": str(run.id),
        "kind": run.kind,
        "status": run.status,
        "character": made.character,
    }
    if made.created_character:
        content["created_from_bible"] = made.created_character
    if not run.ended:
        content |= {"stage": run.stage, "progress": round(run.progress, 2)}
    if run.error:
        content |= {"error": run.error["code"], "message": run.error["detail"]}
    return content


def _unfinished(made: Generation, what: str, place: int | None) -> str:
    who = made.character
    if made.status == "cancelled":
        return f"The {what} of {who} was cancelled."
    if made.status == "failed":
        return f"The {what} of {who} could not be made."
    stands = standing(made.status, made.run.stage, backend=made.backend, place=place)
    return f"The {what} of {who} {stands}. It will appear here when it is ready."


def _sheet_sentence(made: Generation, label: str) -> str:
    result = made.result
    cells = result["cells"]
    poses = sum(one["kind"] == "pose" for one in cells)
    said = [
        f"Here is the character sheet of {made.character} ({label}): {poses} poses and "
        f"{len(cells) - poses} expressions."
    ]
    if made.created_character:
        said.insert(
            0, f"{made.created_character} was only in the bible; I created the character from it."
        )
    reference = result.get("reference") or {}
    if reference.get("cell") and reference.get("status") == "canonical":
        said.append("This design had no reference yet; the front view is now canonical.")
    if result["verdict"] == "approved":
        said.append("Every picture on it matches the reference.")
    else:
        why = [one.rstrip(".") for one in result["why"]]
        more = len(why) - _CELLS_TOLD
        rest = f"; and {more} more" if more > 0 else ""
        said.append(f"Look at {'; '.join(why[:_CELLS_TOLD])}{rest}.")
    return " ".join([*said, *made.notes])
