"""One character's DNA from its definition or its picture, by written rules."""

from __future__ import annotations

import asyncio

from tools.domain.animation.dna import CharacterDNA
from tools.domain.animation.dna_reading import dna_from_definition, dna_from_measures
from tools.domain.animation.measures import Measures
from tools.domain.animations import CastMember, Note
from tools.domain.errors import InvalidError
from tools.imaging.silhouette import measure_silhouette
from tools.studio.images import pixels_at
from tools.studio.studio import Studio


async def measured_dna(studio: Studio, member: CastMember) -> tuple[CharacterDNA, list[Note]]:
    """The DNA, and notes on what the picture does not show.

    Raises `InvalidError` (`NO_FIGURE_IN_PICTURE`) where there is only a picture that shows
    nobody.
    """
    measures = await measures_of(studio, member)
    if member.definition is not None:
        return await asyncio.to_thread(dna_from_definition, member.definition, measures), []
    if measures is None or measures.figures == 0:
        raise InvalidError(
            f"The picture of {member.who} shows no figure.",
            code="NO_FIGURE_IN_PICTURE",
            who=member.who,
        )
    return dna_from_measures(measures), _notes(member, measures)


async def measures_of(studio: Studio, member: CastMember) -> Measures | None:
    """What the pixels of the reference picture say; None without one."""
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
