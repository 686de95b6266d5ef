"""Consistency, as the director words it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import Field

from tools.catalog.names import note
from tools.catalog.tool import Arguments, Artifact, Call, Family, Outcome
from tools.domain.assessments import Assessment, Neighbour
from tools.domain.characters import Character
from tools.domain.errors import InvalidError
from tools.domain.naming import Resolution
from tools.domain.pictures import Picture
from tools.studio import consistency, likeness, references
from tools.studio.finding import find_character
from tools.studio.images import LAST, find_image, newest_image

FAMILY = Family()

_IMAGE = "A picture's label, file name or sha256, or `last`; the character's newest if left out."


class CheckConsistency(Arguments):
    character: str = Field(description="The character's name, or a part of it.")
    image: str | None = Field(None, description=_IMAGE)


class ApproveReference(Arguments):
    character: str = Field(description="The character's name, or a part of it.")
    image: str | None = Field(None, description=_IMAGE)


class FindSimilar(Arguments):
    query: str | None = Field(None, description="Words for what the picture shows.")
    character: str | None = Field(None, description="A character to look for.")
    image: str | None = Field(None, description="A picture's label, file name, sha256, or `last`.")
    limit: int | None = Field(None, ge=1, le=likeness.NEIGHBOURS_MOST)


@FAMILY.tool(CheckConsistency)
async def check_consistency(call: Call, said: CheckConsistency) -> Outcome:
    """Hold a picture against the character's canonical reference and say what differs."""
    character, found = await find_character(call.studio, call.actor, call.project, said.character)
    picture = await _picture_of(call, character, said.image)
    finding = await consistency.assess_picture(
        call.studio, call.actor, character_id=character.id, picture_id=picture.id
    )
    return Outcome(
        content={"character": character.name, "picture": picture.label}
        | _worded(finding)
        | {"message": _sentence(character.name, picture.label, finding)}
        | note(found),
        artifacts=(_shown(picture),),
    )


@FAMILY.tool(ApproveReference)
async def approve_reference(call: Call, said: ApproveReference) -> Outcome:
    """Make a picture the canonical reference of the character's present design."""
    character, found = await find_character(call.studio, call.actor, call.project, said.character)
    picture = await _picture_of(call, character, said.image)
    reference = await references.approve_reference(call.studio, call.actor, character, picture)
    return Outcome(
        content={
            "character": character.name,
            "picture": picture.label,
            "reference": reference.status,
            "sha256": reference.sha256,
            "message": f"{picture.label} is now the canonical reference of {character.name}.",
        }
        | note(found),
        artifacts=(_shown(picture),),
    )


@FAMILY.tool(FindSimilar, reads=True)
async def find_similar(call: Call, said: FindSimilar) -> Outcome:
    """Find the project's pictures like a character, a picture or words (give one of the three)."""
    limit = said.limit or likeness.NEIGHBOURS
    found: Resolution | None = None
    if [said.query, said.character, said.image].count(None) != 2:
        raise InvalidError("Give one of query, character and image.")
    if said.character:
        character, found = await find_character(
            call.studio, call.actor, call.project, said.character
        )
        near = await likeness.similar_to_character(call.studio, call.actor, character, limit=limit)
    elif said.image:
        picture = await find_image(call.studio, call.actor, call.project, said.image)
        near = await likeness.similar_to_picture(
            call.studio, call.actor, call.project, picture, limit=limit
        )
    else:
        near = await likeness.similar_to_words(
            call.studio, call.actor, call.project, said.query or "", limit=limit
        )
    return Outcome(
        content={
            "space": call.studio.embedder.space,
            "pictures": [_near(neighbour) for neighbour in near],
            "message": _listed(near),
        }
        | (note(found) if found else {}),
        artifacts=tuple(
            Artifact(kind="image", url=f"/api/assets/{n.sha256}", sha256=n.sha256, label=n.label)
            for n in near
        ),
    )


async def _picture_of(call: Call, character: Character, image: str | None) -> Picture:
    """The picture that is meant; without one, or by `last`, the one that is attached to the
    message, else the character's newest."""
    if call.pictures and (image is None or image.casefold() == LAST):
        return await find_image(call.studio, call.actor, call.project, call.pictures[-1])
    if image is None or image.casefold() == LAST:
        return await newest_image(call.studio, call.actor, character)
    return await find_image(call.studio, call.actor, call.project, image)


def _worded(finding: Assessment) -> dict[str, Any]:
    report = finding.report
    worded: dict[str, Any] = {
        "verdict": finding.verdict,
        "score": finding.score,
        "similarity": finding.similarity,
        "calibration": report.get("calibration", "none"),
    }
    if reasons := report.get("reasons"):
        worded["reasons"] = reasons
    if change := report.get("design_change"):
        worded["changed"] = [r["sentence"] for r in change["regions"] if r["changed"] is not None]
        worded["kept_promise"] = change["kept_promise"]
    return worded


def _sentence(name: str, label: str, finding: Assessment) -> str:
    """The finding in words: what it was held against, and what differs."""
    report = finding.report
    if note := report.get("note"):
        return f"{label}: {note}"
    if change := report.get("design_change"):
        told = [r["sentence"] for r in change["regions"] if r["named"] or r["changed"]]
        return " ".join([f"{label} against {name}'s design before.", change["sentence"], *told])
    reasons = report.get("reasons") or []
    if not reasons:
        return f"{label} matches {name}'s canonical reference in every region that can be seen."
    return f"{label} differs from {name}'s canonical reference: {'; '.join(reasons)}."


def _listed(near: Sequence[Neighbour]) -> str:
    if not near:
        return "This project has no other pictures to compare with yet."
    told = [f"{n.label} ({n.similarity:.2f})" for n in near]
    return f"The most alike, by cosine similarity: {', '.join(told)}."


def _near(neighbour: Neighbour) -> dict[str, Any]:
    return {
        "label": neighbour.label,
        "character": neighbour.character,
        "similarity": round(neighbour.similarity, 3),
    }


def _shown(picture: Picture) -> Artifact:
    return Artifact(kind="image", url=picture.url, sha256=picture.sha256, label=picture.label)
