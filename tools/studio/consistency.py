"""Consistency: pictures held against references, references chosen, likenesses found."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from tools.domain.actor import Actor
from tools.domain.assessments import (
    Assessment,
    CanonicalReference,
    Neighbour,
    StoredCalibration,
)
from tools.domain.calibration import Calibration
from tools.domain.characters import Character
from tools.domain.consistency import APPROVAL_THRESHOLD, Comparison, DesignChange, verdict
from tools.domain.errors import InvalidError, NotFoundError, UnavailableError
from tools.domain.pictures import Picture
from tools.imaging.picture import Picture as Pixels
from tools.ports.embedding import Embedder
from tools.ports.store import UnitOfWork
from tools.studio.comparing import compare, compare_designs
from tools.studio.design_edits import regions_edited
from tools.studio.images import pixels_at, pixels_of
from tools.studio.studio import Studio
from tools.studio.wishes import wished

NEIGHBOURS = 10
NEIGHBOURS_MOST = 100


@dataclass(frozen=True, kw_only=True)
class _Standard:
    """What a picture is held against: the design's own reference, or the design before it."""

    reference: CanonicalReference | None
    earlier: CanonicalReference | None
    calibration: StoredCalibration | None


async def assess_picture(
    studio: Studio,
    actor: Actor,
    *,
    character_id: int,
    picture_id: UUID,
    threshold: float = APPROVAL_THRESHOLD,
) -> Assessment:
    """Score a picture against its character's canonical reference, and keep score and vector.

    The first picture of a new design has no reference: it is held against the design before,
    region by region, and the report says whether only what was edited changed.
    """
    picture, pixels = await pixels_of(studio, actor, picture_id)
    async with studio.store.read(actor) as work:
        character = await work.characters.get(actor, character_id)
        design = picture.design or character.design
        standard = await _standard(work, actor, studio.embedder, picture, character_id, design)
    found = await _held_against(studio, actor, standard, picture, pixels, design, threshold)
    vector = await asyncio.to_thread(lambda: studio.embedder.embed(pixels).vector)
    async with studio.store.begin(actor) as work:
        score_id = await work.scores.keep(
            actor, character_id=character_id, picture_id=picture.id, assessment=found
        )
        if picture.project_id is not None:
            await work.vectors.keep(
                actor,
                picture_id=picture.id,
                project_id=picture.project_id,
                character_id=character_id,
                sha256=picture.sha256,
                space=studio.embedder.space,
                vector=vector.tolist(),
            )
    return found.model_copy(update={"id": score_id})


async def approve_reference(
    studio: Studio, actor: Actor, character: Character, picture: Picture
) -> CanonicalReference:
    """Make a picture canonical for its character in the design that it was made in.

    Raises `InvalidError` for a picture of another character.
    """
    if picture.character_id not in (None, character.id):
        raise InvalidError(
            f"{picture.label} shows another character, not {character.name}.",
            code="WRONG_CHARACTER",
        )
    design = picture.design or character.design
    async with studio.store.begin(actor) as work:
        reference = await work.references.propose(
            actor, character.id, design, picture.sha256, picture.id
        )
        return await work.references.approve(actor, reference.id)


async def similar_to_picture(
    studio: Studio, actor: Actor, project_id: int, picture: Picture, *, limit: int = NEIGHBOURS
) -> list[Neighbour]:
    """The project's other pictures, the most alike first."""
    pixels = await pixels_at(studio, picture.sha256)
    vector = await asyncio.to_thread(lambda: studio.embedder.embed(pixels).vector)
    return await _nearest(studio, actor, project_id, vector.tolist(), limit, picture.sha256)


async def similar_to_character(
    studio: Studio, actor: Actor, character: Character, *, limit: int = NEIGHBOURS
) -> list[Neighbour]:
    """Pictures like the character's canonical reference. Raises `NotFoundError` without one."""
    async with studio.store.read(actor) as work:
        reference = await work.references.latest_canonical(actor, character.id)
    if reference is None:
        raise NotFoundError(
            f"{character.name} has no canonical reference yet. Generate a picture, or approve one.",
            code="REFERENCE_NOT_FOUND",
        )
    pixels = await pixels_at(studio, reference.sha256)
    vector = await asyncio.to_thread(lambda: studio.embedder.embed(pixels).vector)
    project_id = character.project_id
    return await _nearest(studio, actor, project_id, vector.tolist(), limit, reference.sha256)


async def similar_to_words(
    studio: Studio, actor: Actor, project_id: int, query: str, *, limit: int = NEIGHBOURS
) -> list[Neighbour]:
    """Pictures that fit the words, as far as the embedder's space can take words.

    Raises `UnavailableError` where the words say nothing that this space knows.
    """
    vector = await asyncio.to_thread(wished, studio.embedder, query)
    if vector is None:
        raise UnavailableError(
            f"The {studio.embedder.space} embedder looks for colours of hair, skin, outfit and "
            f"legs only, and “{query}” names none. Name one, or install the extra `clip`.",
            code="QUERY_NOT_UNDERSTOOD",
        )
    return await _nearest(studio, actor, project_id, vector, limit, None)


async def _standard(
    work: UnitOfWork,
    actor: Actor,
    embedder: Embedder,
    picture: Picture,
    character_id: int,
    design: str,
) -> _Standard:
    reference = await work.references.canonical(actor, character_id, design)
    earlier = None
    if reference is None:
        earlier = await work.references.latest_canonical(actor, character_id)
    calibration = await work.calibrations.find(actor, embedder.space, picture.domain)
    return _Standard(reference=reference, earlier=earlier, calibration=calibration)


async def _held_against(
    studio: Studio,
    actor: Actor,
    standard: _Standard,
    picture: Picture,
    pixels: Pixels,
    design: str,
    threshold: float,
) -> Assessment:
    blank = Assessment(
        picture_id=picture.id,
        verdict="no_reference",
        space=studio.embedder.space,
        domain=picture.domain,
        design=design,
        run_id=actor.run_id,
    )
    if standard.reference is None:
        report = await _change_report(studio, actor, standard, pixels, design)
        return blank.model_copy(update={"report": report})
    held = {
        "reference_id": standard.reference.id,
        "reference_sha256": standard.reference.sha256,
    }
    if standard.reference.sha256 == picture.sha256:
        itself = {"note": "This picture is the canonical reference itself."}
        found = {"verdict": "approved", "similarity": 1.0, "report": itself}
        return blank.model_copy(update=held | found)
    known = await pixels_at(studio, standard.reference.sha256)
    curve = _curve(standard.calibration)
    comparison = await asyncio.to_thread(compare, known, pixels, studio.embedder, curve)
    found = {
        "verdict": verdict(comparison.score, threshold=threshold),
        "score": comparison.score,
        "similarity": comparison.similarity,
        "calibration_id": standard.calibration.id if standard.calibration else None,
        "report": _report(comparison),
    }
    return blank.model_copy(update=held | found)


async def _change_report(
    studio: Studio,
    actor: Actor,
    standard: _Standard,
    pixels: Pixels,
    design: str,
) -> dict[str, Any]:
    """What an edit changed, where there was a design before; else that there was none."""
    if standard.earlier is None:
        return {"note": "This is the first picture of the character."}
    old = await pixels_at(studio, standard.earlier.sha256)
    named = await regions_edited(
        studio, actor, standard.earlier.character_id, standard.earlier.design, design
    )
    change: DesignChange = await asyncio.to_thread(compare_designs, old, pixels, named)
    return {
        "design_change": change.model_dump(mode="json"),
        "reasons": [change.sentence],
        "compared_with": standard.earlier.sha256,
    }


async def _nearest(
    studio: Studio,
    actor: Actor,
    project_id: int,
    vector: Sequence[float],
    limit: int,
    without: str | None,
) -> list[Neighbour]:
    if not 1 <= limit <= NEIGHBOURS_MOST:
        raise InvalidError(f"limit must be between 1 and {NEIGHBOURS_MOST}.")
    async with studio.store.read(actor) as work:
        return await work.vectors.nearest(
            actor,
            project_id=project_id,
            space=studio.embedder.space,
            vector=vector,
            limit=limit,
            without=without,
        )


def _curve(row: StoredCalibration | None) -> Calibration | None:
    if row is None:
        return None
    facts = row.model_dump(include={"space", "domain", "data_set", "n", "ece", "fitted_at"})
    return Calibration.model_validate(facts | row.parameters)


def _report(comparison: Comparison) -> dict[str, Any]:
    return {
        "cosine": comparison.cosine,
        "calibration": comparison.calibration,
        "reasons": list(comparison.reasons),
        "codes": [code.value for code in comparison.codes],
        "regions": [found.model_dump(mode="json") for found in comparison.regions],
    }
