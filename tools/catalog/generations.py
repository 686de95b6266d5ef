"""Generations listed and stopped, as the director words them."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from tools.catalog.subjects import sentence_case, subject
from tools.catalog.tool import Arguments, Call, Family, NoArguments, Outcome
from tools.domain.generations import Generation
from tools.studio import generation

FAMILY = Family()
_ID_SHOWN = 13
"""As many characters of an id as tell two apart that were not ordered in the same millisecond."""
_SCENE_CHARACTERS_MOST = 80


class CancelGeneration(Arguments):
    generation_id: str | None = Field(
        None,
        description="The id or its first four characters or more; the newest that is not done if "
        "left out.",
    )


@FAMILY.tool(NoArguments, reads=True)
async def list_generations(call: Call, said: NoArguments) -> Outcome:
    """List the newest pictures, clips, sheets and batches of the project, and how each stands."""
    made = await generation.latest_generations(call.studio, call.actor, call.project)
    lines = [_line(one) for one in made]
    message = "\n".join(lines) if lines else "Nothing was generated in this project yet."
    return Outcome(content={"generations": [_entry(one) for one in made], "message": message})


@FAMILY.tool(CancelGeneration)
async def cancel_generation(call: Call, said: CancelGeneration) -> Outcome:
    """Stop a generation that is queued or being drawn; what is done already stays."""
    found = await generation.find_to_cancel(
        call.studio, call.actor, call.project_id, said.generation_id
    )
    stopped = await generation.cancel_generation(call.studio, call.actor, found.id)
    what = sentence_case(subject(stopped))
    message = f"{what} is stopped."
    if stopped.status != "cancelled":
        message = f"{what} had just ended."
    return Outcome(
        content={
            "generation_id": str(stopped.id),
            "status": stopped.status,
            "character": stopped.character,
            "message": message,
        }
    )


def _entry(made: Generation) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "generation_id": str(made.id),
        "kind": made.run.kind,
        "status": made.status,
        "character": made.character,
        "verdict": made.result.get("verdict"),
        "created_at": made.run.created_at.isoformat(timespec="seconds"),
    }
    if scene := made.ordered.get("scene_description"):
        entry["scene"] = _short(scene)
    return entry


def _line(made: Generation) -> str:
    """One generation on a line, such as `- 01a1ffbc: clip of Kai, completed, approved`."""
    verdict = made.result.get("verdict")
    scene = made.ordered.get("scene_description")
    words = f", {_short(scene)}" if scene else ""
    found = f", {verdict.replace('_', ' ')}" if verdict else ""
    what = subject(made).removeprefix("the ")
    return f"- {str(made.id)[:_ID_SHOWN]}: {what}{words}, {made.status}{found}"


def _short(words: str) -> str:
    most = _SCENE_CHARACTERS_MOST
    return words if len(words) <= most else f"{words[:most].rstrip()}…"
