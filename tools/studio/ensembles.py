"""A picture of several characters: each held against its own canonical reference."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from tools.domain.actor import Actor
from tools.domain.calibration import Calibration
from tools.domain.consistency import APPROVAL_THRESHOLD, Comparison, Place, verdict
from tools.domain.ensembles import CharacterFinding
from tools.imaging.ensemble_figures import HeldFigure, held_against
from tools.imaging.picture import Picture as Pixels
from tools.ports.embedding import Embedder, Embedding
from tools.studio.comparing import compare_embedded
from tools.studio.consistency import curve_of
from tools.studio.images import pixels_at
from tools.studio.studio import Studio


@dataclass(frozen=True, kw_only=True)
class Member:
    """A character that should be in the picture, in the design that it should have."""

    character_id: int
    name: str
    design: str


@dataclass(frozen=True, kw_only=True)
class _Known:
    member: Member
    sha256: str
    pixels: Pixels


async def assess_ensemble(
    studio: Studio,
    actor: Actor,
    sha256: str,
    members: Sequence[Member],
    *,
    domain: str,
    threshold: float = APPROVAL_THRESHOLD,
) -> tuple[CharacterFinding, ...]:
    """Each member's own figure in the picture, scored; in the members' order.

    `domain` is the picture's, for its calibration. Raises `UnavailableError` where the picture's
    or a reference's bytes are gone.
    """
    picture = await pixels_at(studio, sha256)
    async with studio.store.read(actor) as work:
        references = [
            await work.references.canonical(actor, one.character_id, one.design) for one in members
        ]
        calibration = await work.calibrations.find(actor, studio.embedder.space, domain)
    known = [
        _Known(member=member, sha256=one.sha256, pixels=await pixels_at(studio, one.sha256))
        for member, one in zip(members, references, strict=True)
        if one is not None
    ]
    held = await asyncio.to_thread(
        _held, picture, known, len(members), studio.embedder, curve_of(calibration)
    )
    by_id = {
        one.member.character_id: _finding(one, *found, threshold, known)
        for one, found in zip(known, held, strict=True)
    }
    return tuple(by_id.get(one.character_id) or _unknown(one) for one in members)


def crop_of(picture: Pixels, finding: CharacterFinding) -> Pixels:
    """The character's own part of the picture; all of it where the character was not found."""
    if finding.box is None:
        return picture
    box = finding.box
    return picture[box.top : box.bottom, box.left : box.right]


def _held(
    picture: Pixels,
    known: Sequence[_Known],
    count: int,
    embedder: Embedder,
    curve: Calibration | None,
) -> list[tuple[HeldFigure, Comparison | None]]:
    embedded: dict[int, Embedding] = {}

    def embedding(pixels: Pixels) -> Embedding:
        if id(pixels) not in embedded:
            embedded[id(pixels)] = embedder.embed(pixels)
        return embedded[id(pixels)]

    def alike(one: Pixels, other: Pixels) -> float:
        return embedder.similarity(embedding(one), embedding(other))

    found = held_against(picture, [one.pixels for one in known], alike, count=count)
    return [
        (
            held,
            compare_embedded(one.pixels, embedding(one.pixels), held.figure.crop, embedder, curve)
            if held.figure
            else None,
        )
        for one, held in zip(known, found, strict=True)
    ]


def _finding(
    one: _Known,
    held: HeldFigure,
    compared: Comparison | None,
    threshold: float,
    known: Sequence[_Known],
) -> CharacterFinding:
    member = one.member
    if held.figure is None or compared is None:
        return CharacterFinding(
            name=member.name,
            character_id=member.character_id,
            found=False,
            verdict="needs_revision",
            reference_sha256=one.sha256,
        )
    left, top, right, bottom = held.figure.box
    other = known[held.rival].member.name if held.confusable and held.rival is not None else None
    return CharacterFinding(
        name=member.name,
        character_id=member.character_id,
        found=True,
        verdict=verdict(compared.score, threshold=threshold),
        similarity=round(compared.similarity, 4),
        score=None if compared.score is None else round(compared.score, 4),
        box=Place(left=left, top=top, right=right, bottom=bottom),
        reference_sha256=one.sha256,
        confused_with=other,
        reasons=tuple(compared.reasons),
        codes=tuple(compared.codes),
    )


def _unknown(member: Member) -> CharacterFinding:
    return CharacterFinding(
        name=member.name, character_id=member.character_id, found=None, verdict="no_reference"
    )
