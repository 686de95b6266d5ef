"""Consistency, as the director words it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import Field

from tools.catalog.names import note
from tools.catalog.tool import Arguments, Artifact, Call, Family, Outcome
from tools.catalog.wording import notes
from tools.domain.assessments import Assessment, Neighbour, Validation
from tools.domain.characters import Character
from tools.domain.pictures import Picture
from tools.studio import likeness, references
from tools.studio.consistency_history import consistency_history
from tools.studio.finding import find_character
from tools.studio.images import LAST, find_image, newest_image
from tools.studio.reference_search import Sought, search_references
from tools.studio.validating import validate_character

FAMILY = Family()

_SCORES_TOLD, _REASONS_TOLD = 5, 4
_IMAGE = "A picture's label, file name or sha256, or `last`; the character's newest if left out."


class CheckConsistency(Arguments):
    character: str = Field(description="The character's name, or a part of it.")
    image: str | None = Field(None, description=_IMAGE)


class GetConsistencyHistory(Arguments):
    character: str = Field(description="The character's name, or a part of it.")


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
    done = await validate_character(
        call.studio, call.actor, character.id, image=_image_meant(call, said.image)
    )
    finding, picture = done.validation, done.picture
    return Outcome(
        content={"character": character.name, "picture": picture.label}
        | _worded(finding)
        | {"message": _sentence(character.name, picture.label, finding)}
        | note(found),
        artifacts=(_shown(picture),),
    )


@FAMILY.tool(GetConsistencyHistory, reads=True)
async def get_consistency_history(call: Call, said: GetConsistencyHistory) -> Outcome:
    """Tell how a character's consistency went: the trend of its scores, and the newest of them."""
    character, found = await find_character(call.studio, call.actor, call.project, said.character)
    history = await consistency_history(call.studio, call.actor, character.id, limit=_SCORES_TOLD)
    tendency = history.tendency
    told = [_score_told(one) for one in history.page.items]
    newest = f" The newest: {'; '.join(told)}." if told else ""
    return Outcome(
        content={
            "character": character.name,
            "validations": tendency.n,
            "trend": tendency.trend.model_dump(mode="json") if tendency.trend else None,
            "reason": tendency.reason,
            "verdicts": {one.verdict: one.n for one in tendency.verdicts},
            "drifts_most": tendency.drifts_most,
            "scores": [_score_fields(one) for one in history.page.items],
            "message": f"{character.name}: {tendency.sentence}{newest}",
        }
        | note(found)
    )


@FAMILY.tool(ApproveReference)
async def approve_reference(call: Call, said: ApproveReference) -> Outcome:
    """Make a picture the canonical reference of the character's present design."""
    character, found = await find_character(call.studio, call.actor, call.project, said.character)
    picture = await _picture_of(call, character, said.image)
    done = await references.approve_picture(call.studio, call.actor, character.id, picture)
    reference = done.reference
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
    found = await search_references(
        call.studio,
        call.actor,
        Sought(query=said.query, character=said.character, image=said.image, lenient=True),
        project_id=call.project,
        limit=said.limit or likeness.NEIGHBOURS,
    )
    return Outcome(
        content={
            "space": found.space,
            "pictures": [_near(neighbour) for neighbour in found.near],
            "message": _listed(found.near),
        }
        | notes([found.understood]),
        artifacts=tuple(
            Artifact(kind="image", url=f"/api/assets/{n.sha256}", sha256=n.sha256, label=n.label)
            for n in found.near
        ),
    )


def _image_meant(call: Call, image: str | None) -> str | None:
    """The picture that is named; without one, or by `last`, the one that is attached to the
    message, else None: the character's newest."""
    if image is not None and image.casefold() != LAST:
        return image
    return call.pictures[-1] if call.pictures else None


async def _picture_of(call: Call, character: Character, image: str | None) -> Picture:
    meant = _image_meant(call, image)
    if meant is None:
        return await newest_image(call.studio, call.actor, character)
    return await find_image(call.studio, call.actor, call.project, meant)


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
    if against := report.get("bible_reasons"):
        worded["against_the_bible"] = against[:_REASONS_TOLD]
    if change := report.get("design_change"):
        worded["changed"] = [r["sentence"] for r in change["regions"] if r["changed"] is not None]
        worded["kept_promise"] = change["kept_promise"]
    return worded


def _score_told(row: Validation) -> str:
    at = row.at.date().isoformat() if row.at else "some day"
    if row.score is not None:
        figure = f"score {row.score:.2f}"
    elif row.similarity is not None:
        figure = f"similarity {row.similarity:.2f}, no calibrated score"
    else:
        figure = "nothing to compare with"
    return f"{row.picture_label or 'a picture'} on {at}: {row.verdict}, {figure}"


def _score_fields(row: Validation) -> dict[str, Any]:
    return {
        "picture": row.picture_label,
        "at": row.at.isoformat() if row.at else None,
        "verdict": row.verdict,
        "score": row.score,
        "similarity": row.similarity,
        "calibration": row.report.get("calibration", "none"),
        "reasons": row.report.get("reasons", [])[:_REASONS_TOLD],
    }


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
