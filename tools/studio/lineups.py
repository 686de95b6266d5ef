"""References of several characters held against each other, pair by pair."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from tools.domain.actor import Actor
from tools.domain.assessments import CanonicalReference, StoredCalibration
from tools.domain.calibration import Calibration
from tools.domain.consistency import RegionDifference
from tools.domain.validation.lineups import Pair
from tools.imaging.picture import Picture as Pixels
from tools.ports.embedding import Embedder, Embedding
from tools.studio.comparing import compare_embeddings
from tools.studio.consistency import curve_of
from tools.studio.images import pixels_at
from tools.studio.studio import Studio

PAIRS_MOST = 45
"""So many of the nearest pairs are held against each other region by region: ten characters."""


@dataclass(frozen=True, kw_only=True)
class _Known:
    name: str
    pixels: Pixels
    embedding: Embedding


async def pairs_of(
    studio: Studio,
    actor: Actor,
    references: Sequence[tuple[str, CanonicalReference]],
    *,
    domain: str,
) -> list[Pair]:
    """The pairs whose vectors are nearest, the nearest first; `domain` is that of the pictures.

    Raises `UnavailableError` where a reference's bytes are gone.
    """
    async with studio.store.read(actor) as work:
        row = await work.calibrations.find(actor, studio.embedder.space, domain)
    pictures = [(name, await pixels_at(studio, one.sha256)) for name, one in references]
    return await asyncio.to_thread(_held, pictures, studio.embedder, row)


def _held(
    pictures: Sequence[tuple[str, Pixels]], embedder: Embedder, row: StoredCalibration | None
) -> list[Pair]:
    known = [
        _Known(name=name, pixels=pixels, embedding=embedder.embed(pixels))
        for name, pixels in pictures
    ]
    nearest = sorted(combinations(known, 2), key=lambda two: -_cosine(*two))[:PAIRS_MOST]
    return [_pair(one, other, embedder, curve_of(row), row) for one, other in nearest]


def _cosine(one: _Known, other: _Known) -> float:
    return float(one.embedding.vector @ other.embedding.vector)


def _pair(
    one: _Known,
    other: _Known,
    embedder: Embedder,
    curve: Calibration | None,
    row: StoredCalibration | None,
) -> Pair:
    found = compare_embeddings(
        one.pixels, one.embedding, other.pixels, other.embedding, embedder, curve
    )
    drifted = sorted((r for r in found.regions if r.drifted), key=lambda r: -_far(r))
    return Pair(
        first=one.name,
        second=other.name,
        space=found.space,
        cosine=found.cosine,
        similarity=found.similarity,
        score=found.score,
        calibration_id=row.id if row else None,
        told_apart_by=tuple(region.region for region in drifted),
        differences={
            one.region: one.difference for one in found.regions if one.difference is not None
        },
    )


def _far(found: RegionDifference) -> float:
    return found.difference or 0.0
