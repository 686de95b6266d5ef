"""One character's DNA from its definition or its picture, and what two of them mean."""

from __future__ import annotations

import asyncio

from tools.domain.animation.constraints import interaction_of
from tools.domain.animation.dna import CharacterDNA, InteractionConstraints
from tools.domain.animation.dna_reading import dna_from_definition, dna_from_measures
from tools.domain.animation.measures import Measures
from tools.domain.animations import CastMember, Note
from tools.domain.errors import InvalidError
from tools.imaging.silhouette import measure_silhouette
from tools.studio.images import pixels_at
from tools.studio.studio import Studio


async def dna_of(studio: Studio, member: CastMember) -> tuple[CharacterDNA, list[Note]]:
    """The DNA, and notes on what the picture does not show.

    Raises `InvalidError` (`NO_FIGURE_IN_PICTURE`) for a picture that shows nobody.
    """
    measures = await _measures(studio, member)
    if member.definition is not None:
        dna = await asyncio.to_thread(dna_from_definition, member.definition, measures)
        return dna, []
    assert measures is not None
    if measures.figures == 0:
        raise InvalidError(
            f"The picture of {member.who} shows no figure.",
            code="NO_FIGURE_IN_PICTURE",
            who=member.who,
        )
    return dna_from_measures(measures), _notes(member, measures)


def constraints_between(
    instigator: CharacterDNA, responder: CharacterDNA
) -> InteractionConstraints:
    return interaction_of(instigator, responder)


async def _measures(studio: Studio, member: CastMember) -> Measures | None:
    if member.reference_sha256 is None:
        return None
    pixels = await pixels_at(studio, member.reference_sha256)
    return await asyncio.to_thread(measure_silhouette, pixels)


def _notes(member: CastMember, measures: Measures) -> list[Note]:
    notes: list[Note] = []
    if measures.figures > 1:
        detail = f"The picture of {member.who} shows {measures.figures} figures."
        notes.append(Note(code="SEVERAL_FIGURES", who=member.who, detail=detail))
    if measures.cropped:
        detail = f"The frame cuts the figure of {member.who}."
        notes.append(Note(code="FIGURE_CUT", who=member.who, detail=detail))
    return notes
