"""Two pictures held against each other: a score where one is due, and what differs."""

from __future__ import annotations

from tools.domain.calibration import Calibration
from tools.domain.consistency import Comparison, DesignChange, Region, design_change
from tools.imaging.measured import measure
from tools.imaging.picture import Picture
from tools.imaging.regions import region_differences
from tools.ports.embedding import Embedder, Embedding


class CalibrationMismatchError(ValueError):
    """A calibration of another embedding space says nothing about these vectors."""


def compare(
    reference: Picture,
    candidate: Picture,
    embedder: Embedder,
    calibration: Calibration | None = None,
) -> Comparison:
    """Whether the candidate shows the reference's character in the same design.

    `calibration` is the row for (the embedder's space, the candidate's domain), or None where
    there is none: then the score is null. Under 150 ms on one core; call it in a thread. Raises
    `CalibrationMismatchError` where the calibration is of another space.
    """
    return compare_embedded(reference, embedder.embed(reference), candidate, embedder, calibration)


def compare_embedded(
    reference: Picture,
    known: Embedding,
    candidate: Picture,
    embedder: Embedder,
    calibration: Calibration | None = None,
) -> Comparison:
    """As `compare`, where the reference's embedding is known already."""
    other = embedder.embed(candidate)
    return compare_embeddings(reference, known, candidate, other, embedder, calibration)


def compare_embeddings(
    reference: Picture,
    known: Embedding,
    candidate: Picture,
    other: Embedding,
    embedder: Embedder,
    calibration: Calibration | None = None,
) -> Comparison:
    """As `compare`, where both embeddings are known already."""
    if calibration is not None and calibration.space != embedder.space:
        raise CalibrationMismatchError(
            f"The calibration is of {calibration.space}, the vectors are of {embedder.space}."
        )
    similarity = embedder.similarity(known, other)
    return Comparison(
        space=embedder.space,
        score=None if calibration is None else calibration.probability(similarity),
        similarity=similarity,
        cosine=float(known.vector @ other.vector),
        calibration="none" if calibration is None else calibration.key,
        regions=region_differences(
            known.measured or measure(reference), other.measured or measure(candidate)
        ),
    )


def compare_designs(old: Picture, new: Picture, named: frozenset[Region]) -> DesignChange:
    """Whether the regions that an edit names changed from the old design, and no others."""
    return design_change(region_differences(measure(old), measure(new), named), named)
