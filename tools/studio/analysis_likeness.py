"""Which characters of a project look alike: all by their vectors, the nearest by their pixels."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from tools.domain.actor import Actor
from tools.domain.analysis.facts import CanonicalVector, PairFact
from tools.domain.analysis.project.likeness import Pair, cosines
from tools.domain.assessments import StoredCalibration
from tools.domain.errors import StudioError
from tools.imaging.picture import Picture as Pixels
from tools.studio.comparing import compare
from tools.studio.consistency import curve_of
from tools.studio.images import pixels_at
from tools.studio.studio import Studio

PAIRS_MEASURED = 4
"""Pairs that are held against each other pixel by pixel: the most alike by their vectors."""


@dataclass(frozen=True, kw_only=True)
class Likeness:
    """`pairs` are the nearest, measured; `between` the cosines of all pairs of characters."""

    pairs: tuple[PairFact, ...] = ()
    between: tuple[float, ...] = ()


async def likeness(studio: Studio, actor: Actor, vectors: Sequence[CanonicalVector]) -> Likeness:
    """Hold the canonical pictures of different characters against each other.

    A pair has its calibrated probability where there is a calibration for the pictures' kind, and
    its vectors' cosine alone where a file cannot be read.
    """
    found = await asyncio.to_thread(cosines, [one.vector for one in vectors])
    nearest = found[:PAIRS_MEASURED]
    async with studio.store.read(actor) as work:
        rows = {
            domain: await work.calibrations.find(actor, studio.embedder.space, domain)
            for domain in sorted({vectors[pair.other].domain for pair in nearest})
        }
    pairs = [await _measured(studio, vectors, pair, rows) for pair in nearest]
    return Likeness(pairs=tuple(pairs), between=tuple(pair.cosine for pair in found))


async def _measured(
    studio: Studio,
    vectors: Sequence[CanonicalVector],
    pair: Pair,
    rows: dict[str, StoredCalibration | None],
) -> PairFact:
    one, other = vectors[pair.one], vectors[pair.other]
    fact = PairFact(
        one=one.character_id,
        other=other.character_id,
        one_picture=str(one.picture_id),
        other_picture=str(other.picture_id),
        space=studio.embedder.space,
        cosine=pair.cosine,
    )
    try:
        pictures = [await pixels_at(studio, sha256) for sha256 in (one.sha256, other.sha256)]
    except StudioError:
        return fact
    row = rows.get(other.domain)
    seen = await asyncio.to_thread(_compared, studio, pictures, row)
    return fact.model_copy(update=seen | {"calibration_id": row.id if row is not None else None})


def _compared(
    studio: Studio, pictures: Sequence[Pixels], row: StoredCalibration | None
) -> dict[str, object]:
    found = compare(pictures[0], pictures[1], studio.embedder, curve_of(row))
    shown = [region for region in found.regions if region.difference is not None]
    return {
        "probability": found.score,
        "alike": tuple(region.region.value for region in shown if not region.drifted),
        "apart": tuple(region.region.value for region in shown if region.drifted),
    }
