"""Generation, as the director words it."""

from __future__ import annotations

from collections.abc import Awaitable
from dataclasses import replace
from typing import Any

from pydantic import Field

from tools.catalog.several import batch_answer, sheet_answer
from tools.catalog.stages import standing
from tools.catalog.subjects import everybody, sentence_case, subject
from tools.catalog.tool import Arguments, Artifact, Call, Family, Outcome
from tools.catalog.wording import notes
from tools.domain.errors import EffectDoneError, StudioError
from tools.domain.generations import (
    ITERATIONS,
    ITERATIONS_MOST,
    QUALITY_THRESHOLD,
    Generation,
    Mode,
)
from tools.domain.naming import Resolution
from tools.domain.pictures import Picture
from tools.studio import generation, ordering
from tools.studio.queue import place_of

FAMILY = Family()

Ordered = tuple[Generation, Resolution | None]
"""What was ordered, and how the character's name was understood."""


class GenerateImage(Arguments):
    character: str = Field(description="The character's name, or a part of it.")
    scene_description: str | None = Field(
        None, description="What happens and where, in the user's own words."
    )
    style: str | None = Field(None, description="A saved style's name, or words for the style.")
    mode: Mode | None = Field(
        None, description="creative_exploration only where the user asks for variety."
    )
    quality_threshold: float | None = Field(
        None, ge=0, le=1, description=f"The score to reach; {QUALITY_THRESHOLD} if left out."
    )
    max_iterations: int | None = Field(
        None, ge=1, le=ITERATIONS_MOST, description=f"How many tries; {ITERATIONS} if left out."
    )


class GetGenerationStatus(Arguments):
    generation_id: str | None = Field(
        None, description="The id or its first four characters or more; the newest if left out."
    )


@FAMILY.tool(GenerateImage)
async def generate_image(call: Call, said: GenerateImage) -> Outcome:
    """Draw a character in a scene, score the picture against the character's canonical reference,
    and keep it. A character that only the bible knows is created from it first."""
    given = said.model_dump(exclude_none=True, exclude={"character"})
    wish = ordering.ImageWish(**{**call.defaults, **given}, follows_saved=True)
    order = ordering.order_image(call.studio, call.actor, call.project, said.character, wish)
    return await awaited(call, order)


@FAMILY.tool(GetGenerationStatus, reads=True)
async def get_generation_status(call: Call, said: GetGenerationStatus) -> Outcome:
    """Say how far a generation is, or how it ended."""
    found = await generation.find_generation(
        call.studio, call.actor, call.project_id, said.generation_id
    )
    return await answered(call, found)


async def awaited(call: Call, order: Awaitable[Ordered]) -> Outcome:
    """What became of an order within the call's patience, and which name was understood.

    Where the call was interrupted after its order, that order is followed. Raises `StudioError`
    for one that failed.
    """
    try:
        ordered, found = await order
    except EffectDoneError:
        ordered, found = await generation.ordered_before(call.studio, call.actor), None
    done = await generation.wait_for(call.studio, call.actor, ordered, patience_s=call.patience_s)
    if error := done.run.error:
        raise StudioError(error["detail"], code=error["code"], generation_id=str(done.id))
    outcome = await answered(call, done)
    return replace(outcome, content={**outcome.content, **notes([found])})


async def answered(call: Call, made: Generation) -> Outcome:
    """A generation as a tool answers it: how far it is, or what was made and found."""
    if made.run.kind == "sheet":
        return await sheet_answer(call, made)
    if made.run.kind == "batch":
        return await batch_answer(call, made)
    run, best = made.run, made.best
    content: dict[str, Any] = {
        "generation_id": str(run.id),
        "status": run.status,
        "character": made.order.character,
        "scene": made.order.scene_description,
    }
    if made.created_character:
        content["created_from_bible"] = made.created_character
    if not run.ended:
        content |= {"stage": run.stage, "progress": round(run.progress, 2)}
    if run.error:
        content |= {"error": run.error["code"], "message": run.error["detail"]}
    if best is None:
        place = await place_of(call.studio, call.actor, run)
        content.setdefault("message", _unfinished(made, place))
        return Outcome(content=content, generation_id=str(run.id))
    content["picture"] = {"label": best.label, "sha256": best.sha256, "url": best.url}
    content |= _origin(made) | _finding(made.result)
    content["message"] = _sentence(made, best.label)
    return Outcome(content=content, artifacts=(_shown(made, best),), generation_id=str(run.id))


def _shown(made: Generation, best: Picture) -> Artifact:
    """The clip, where it is one, else the picture."""
    if video := made.result.get("video"):
        return Artifact(kind="video", url=video["url"], sha256=video["sha256"], label=best.label)
    return Artifact(kind="image", url=best.url, sha256=best.sha256, label=best.label)


def _origin(made: Generation) -> dict[str, Any]:
    """Who drew it, and what the user should know of how."""
    origin: dict[str, Any] = {"backend": made.order.backend}
    if made.notes:
        origin["notes"] = list(made.notes)
    if made.cost_usd:
        origin["cost_usd"] = made.cost_usd
    if opinion := made.result.get("echo_assessment"):
        origin["echo_assessment"] = opinion
    return origin


def _sentence(made: Generation, label: str) -> str:
    """What was made and what became of it, for the user."""
    order, result = made.order, made.result
    scene = f", {order.scene_description}" if order.scene_description else ""
    said = [f"Here is {everybody(order)}{scene} ({label})."]
    if made.created_character:
        said.insert(
            0, f"{made.created_character} was only in the bible; I created the character from it."
        )
    if result["verdict"] == "no_reference" and result["reference"] == "canonical":
        said.append("This design had no reference yet; the picture is now canonical.")
    said += [_dotted(reason) for reason in result["reasons"]]
    said += [_dotted(note) for note in made.notes]
    if len(result["attempts"]) > 1:
        said.append(_several(made))
    return " ".join(said)


def _several(made: Generation) -> str:
    """How many were made, and why this one was kept."""
    count, why = len(made.result["attempts"]), made.result.get("why", "")
    if made.order.makes_all:
        return f"It is the best of {count}. {why}".strip()
    return f"It took {count} attempts; the best one was kept."


def _unfinished(made: Generation, place: int | None) -> str:
    what = sentence_case(subject(made))
    if made.status == "cancelled":
        return f"{what} was cancelled."
    if made.status == "failed":
        return f"{what} could not be made."
    backend = made.order.backend
    stands = standing(made.status, made.run.stage, backend=backend, place=place)
    return f"{what} {stands}. It will appear here when it is ready."


def _dotted(sentence: str) -> str:
    return sentence if sentence.endswith((".", "!", "?")) else f"{sentence}."


def _finding(result: dict[str, Any]) -> dict[str, Any]:
    """What was found about the best attempt, without empty parts."""
    finding = {
        "verdict": result["verdict"],
        "score": result["score"],
        "similarity": result["similarity"],
        "reference": result["reference"],
        "reasons": result["reasons"],
        "undrawn": result["undrawn"],
        "attempts": len(result["attempts"]),
    }
    kept = {name: value for name, value in finding.items() if value not in ([], None)}
    return kept if finding["score"] is not None else kept | {"score": None}
