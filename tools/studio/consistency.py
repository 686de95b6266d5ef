"""Consistency: a picture held against its character's reference and the bible, and scored."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from tools.domain.actor import Actor
from tools.domain.assessments import Assessment, CanonicalReference, StoredCalibration
from tools.domain.calibration import Calibration
from tools.domain.consistency import (
    APPROVAL_THRESHOLD,
    Comparison,
    DesignChange,
    Place,
    verdict,
)
from tools.domain.pictures import Picture
from tools.domain.sheets import one_picture
from tools.imaging.measured import measure
from tools.imaging.picture import Picture as Pixels
from tools.imaging.quality import picture_quality
from tools.ports.embedding import Embedding
from tools.ports.store import UnitOfWork
from tools.studio.bible_fitting import BibleMeasure, bible_measure, fit_of
from tools.studio.comparing import compare_designs, compare_embeddings
from tools.studio.design_edits import regions_edited
from tools.studio.images import pixels_at, pixels_of
from tools.studio.judging import Judgement
from tools.studio.studio import Studio


@dataclass(frozen=True, kw_only=True)
class _Standard:
    """What a picture is held against: the design's own reference, or the design before it."""

    design: str
    reference: CanonicalReference | None
    earlier: CanonicalReference | None
    calibration: StoredCalibration | None
    bible: BibleMeasure


@dataclass(frozen=True, kw_only=True)
class _Seen:
    """A picture, or the part of it that is looked at, as pixels and as a vector."""

    picture: Picture
    pixels: Pixels
    embedding: Embedding
    within: Place | None


async def assess_picture(
    studio: Studio,
    actor: Actor,
    *,
    character_id: int,
    picture_id: UUID,
    threshold: float = APPROVAL_THRESHOLD,
    within: Place | None = None,
    judgement: Judgement | None = None,
) -> Assessment:
    """Score a picture against its character's canonical reference, and keep score and vector.

    The first picture of a new design has no reference: it is held against the design before,
    region by region, and the report says whether only what was edited changed. `within` is where
    the character stands in a picture of several. `judgement` is what was measured of the whole
    picture before; without it its quality is measured here. Raises `NotFoundError`, `InvalidError`
    (`WHOLE_SHEET`) for a picture of a whole character sheet.
    """
    picture, whole = await pixels_of(studio, actor, picture_id)
    one_picture(picture)
    async with studio.store.read(actor) as work:
        standard = await _standard(work, actor, studio.embedder.space, picture, character_id)
    seen, vector = await asyncio.to_thread(_looked_at, studio, picture, whole, within)
    found = await _held_against(studio, actor, standard, character_id, seen, threshold)
    found = found.model_copy(update=await asyncio.to_thread(_made, judgement, whole))
    fit = await asyncio.to_thread(_bible_report, standard.bible, seen)
    found = found.model_copy(update={"report": found.report | fit})
    async with studio.store.begin(actor) as work:
        await work.characters.hold(actor, character_id)
        score_id, at = await work.scores.keep(
            actor, character_id=character_id, picture_id=picture.id, assessment=found
        )
        if picture.project_id is not None:
            await work.vectors.keep(
                actor,
                picture_id=picture.id,
                project_id=picture.project_id,
                character_id=picture.character_id,
                sha256=picture.sha256,
                space=studio.embedder.space,
                vector=vector.vector.tolist(),
            )
    return found.model_copy(update={"id": score_id, "at": at})


def curve_of(row: StoredCalibration | None) -> Calibration | None:
    """The stored calibration as the function that it is."""
    if row is None:
        return None
    facts = row.model_dump(include={"space", "domain", "data_set", "n", "ece", "fitted_at"})
    return Calibration.model_validate(facts | row.parameters)


async def _standard(
    work: UnitOfWork, actor: Actor, space: str, picture: Picture, character_id: int
) -> _Standard:
    """A picture of another character, or of nobody, is held against the present design."""
    character = await work.characters.get(actor, character_id)
    own = picture.character_id == character_id and picture.design
    design = picture.design if own and picture.design else character.design
    reference = await work.references.canonical(actor, character_id, design)
    earlier = None
    if reference is None:
        earlier = await work.references.latest_canonical(actor, character_id)
    return _Standard(
        design=design,
        reference=reference,
        earlier=earlier,
        calibration=await work.calibrations.find(actor, space, picture.domain),
        bible=await bible_measure(work, actor, character),
    )


def _looked_at(
    studio: Studio, picture: Picture, whole: Pixels, within: Place | None
) -> tuple[_Seen, Embedding]:
    """What is compared, and the vector of the whole picture, which searches find it by."""
    pixels = whole if within is None else _cut(whole, within)
    embedding = studio.embedder.embed(pixels)
    seen = _Seen(picture=picture, pixels=pixels, embedding=embedding, within=within)
    return seen, embedding if within is None else studio.embedder.embed(whole)


def _cut(pixels: Pixels, place: Place) -> Pixels:
    return pixels[place.top : place.bottom, place.left : place.right]


def _made(judgement: Judgement | None, pixels: Pixels) -> dict[str, Any]:
    quality = judgement.quality if judgement else picture_quality(pixels)
    return {
        "quality": round(quality.overall, 4),
        "alignment": judgement.alignment if judgement else None,
        "measured_by": judgement.measured_by if judgement else None,
    }


def _bible_report(bible: BibleMeasure, seen: _Seen) -> dict[str, Any]:
    fit = fit_of(bible, seen.embedding.measured or measure(seen.pixels))
    if fit is None:
        return {}
    return {"bible": fit.model_dump(mode="json"), "bible_reasons": list(fit.reasons)}


async def _held_against(
    studio: Studio,
    actor: Actor,
    standard: _Standard,
    character_id: int,
    seen: _Seen,
    threshold: float,
) -> Assessment:
    blank = Assessment(
        picture_id=seen.picture.id,
        verdict="no_reference",
        space=studio.embedder.space,
        domain=seen.picture.domain,
        design=standard.design,
        run_id=actor.run_id,
    )
    if standard.reference is None:
        report = await _change_report(studio, actor, standard, seen.pixels, standard.design)
        return blank.model_copy(update={"report": report})
    held = {
        "reference_id": standard.reference.id,
        "reference_sha256": standard.reference.sha256,
    }
    if standard.reference.sha256 == seen.picture.sha256 and seen.within is None:
        itself = {"note": "This picture is the canonical reference itself."}
        found = {"verdict": "approved", "similarity": 1.0, "report": itself}
        return blank.model_copy(update=held | found)
    known = await pixels_at(studio, standard.reference.sha256)
    comparison = await asyncio.to_thread(_compared, studio, standard, known, seen)
    found = {
        "verdict": verdict(comparison.score, threshold=threshold),
        "score": comparison.score,
        "similarity": comparison.similarity,
        "calibration_id": standard.calibration.id if standard.calibration else None,
        "report": _report(comparison, seen.within),
    }
    return blank.model_copy(update=held | found)


def _compared(studio: Studio, standard: _Standard, known: Pixels, seen: _Seen) -> Comparison:
    embedder, curve = studio.embedder, curve_of(standard.calibration)
    first = embedder.embed(known)
    return compare_embeddings(known, first, seen.pixels, seen.embedding, embedder, curve)


async def _change_report(
    studio: Studio,
    actor: Actor,
    standard: _Standard,
    pixels: Pixels,
    design: str,
) -> dict[str, Any]:
    """What an edit changed, where there was a design before; else that there was none."""
    if standard.earlier is None:
        return {"note": "The character has no canonical reference to hold it against."}
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


def _report(comparison: Comparison, within: Place | None) -> dict[str, Any]:
    """`within` is where in the picture the places of its regions begin."""
    return {
        **({"within": within.model_dump()} if within else {}),
        "cosine": comparison.cosine,
        "calibration": comparison.calibration,
        "reasons": list(comparison.reasons),
        "codes": [code.value for code in comparison.codes],
        "regions": [found.model_dump(mode="json") for found in comparison.regions],
    }
