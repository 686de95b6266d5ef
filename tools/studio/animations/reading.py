"""The DNA of a take's characters: read once from each definition or picture, then kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from tools.domain.actor import Actor
from tools.domain.animation.claims import ClaimReport
from tools.domain.animation.constraints import interaction_of
from tools.domain.animation.dna import CharacterDNA, InteractionConstraints
from tools.domain.animations import INSTIGATOR, Animation, CastMember, Figure, Note
from tools.studio.animations.casting import cast_notes, cast_of
from tools.studio.animations.keeping import get_animation, place_in
from tools.studio.animations.measuring import measured_dna
from tools.studio.animations.seeing import refined
from tools.studio.animations.verifying import claim_notes, claim_reports
from tools.studio.seeing import Seen
from tools.studio.studio import Studio


@dataclass(frozen=True, kw_only=True)
class DnaReading:
    """Everybody's DNA by `who`, the responders' interaction constraints, and what was noticed."""

    cast: tuple[CastMember, ...]
    dnas: dict[str, CharacterDNA]
    interactions: dict[str, InteractionConstraints]
    notes: tuple[Note, ...] = ()
    claims: Mapping[str, ClaimReport] = field(default_factory=dict[str, ClaimReport])


async def extract_dna(studio: Studio, actor: Actor, animation_id: int) -> DnaReading:
    """Read the DNAs anew from what the animation has now, and keep them.

    Raises `InvalidError` (`MISSING_INSTIGATOR_IMAGE`, `MISSING_RESPONDER_IMAGE`).
    """
    animation = await get_animation(studio, actor, animation_id)
    cast = await cast_of(studio, actor, animation)
    notes = cast_notes(cast)
    reading = await read_cast(studio, actor, animation, cast, known={}, notes=notes)
    reports = await claim_reports(studio, cast, reading.dnas)
    noticed = (*reading.notes, *claim_notes(reports))
    return replace(reading, notes=noticed, claims=reports)


async def cast_dna(
    studio: Studio, actor: Actor, animation: Animation, cast: Sequence[CastMember]
) -> DnaReading:
    """The DNAs of a cast; what is stored for the same definition or picture is taken as it is."""
    known = {
        figure.who: figure.dna
        for figure in animation.figures
        for member in cast
        if figure.dna and figure.who == member.who and figure.dna_source == member.source
    }
    return await read_cast(studio, actor, animation, cast, known=known)


async def read_cast(
    studio: Studio,
    actor: Actor,
    animation: Animation,
    cast: Sequence[CastMember],
    *,
    known: Mapping[str, CharacterDNA],
    notes: Sequence[Note] = (),
) -> DnaReading:
    """Read what is not known, and keep all of it with the animation's figures."""
    measured, noticed = dict[str, CharacterDNA](), list(notes)
    unread = [member for member in cast if member.who not in known]
    for member in unread:
        measured[member.who], noted = await measured_dna(studio, member)
        noticed += noted
    seen, noted = await refined(studio, actor, unread, measured)
    noticed += noted
    dnas = {**known, **seen.dnas}
    interactions = _interactions(animation, cast, dnas, seen)
    reading = DnaReading(
        cast=tuple(cast), dnas=dnas, interactions=interactions, notes=tuple(noticed)
    )
    await _keep(studio, actor, animation.id, reading)
    return reading


def _interactions(
    animation: Animation,
    cast: Sequence[CastMember],
    dnas: Mapping[str, CharacterDNA],
    seen: Seen,
) -> dict[str, InteractionConstraints]:
    """By the rules; as the model refined them; or as they are kept with the same two DNAs."""
    found: dict[str, InteractionConstraints] = {}
    for member in cast:
        if member.who == INSTIGATOR:
            continue
        figure = animation.figure(member.who)
        if seen.interaction is not None and member.who == "responder":
            found[member.who] = seen.interaction
        elif figure and figure.interaction and not {INSTIGATOR, member.who} & set(seen.dnas):
            found[member.who] = figure.interaction
        else:
            found[member.who] = interaction_of(dnas[INSTIGATOR], dnas[member.who])
    return found


async def _keep(studio: Studio, actor: Actor, animation_id: int, reading: DnaReading) -> None:
    """Beside each figure that still is what the DNA was read from, or is not there yet."""
    async with studio.store.begin(actor) as work:
        animation = await work.animations.hold(actor, animation_id)
        for member in reading.cast:
            figure = animation.figure(member.who) or Figure(place=place_in(member.who))
            kept = figure.model_copy(
                update={
                    "dna": reading.dnas[member.who],
                    "dna_source": member.source,
                    "interaction": reading.interactions.get(member.who),
                }
            )
            if kept != figure:
                await work.animations.put_figure(actor, animation_id, kept)
