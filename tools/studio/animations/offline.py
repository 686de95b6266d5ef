"""An animation straight from files: the stages of a take without a store around them."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from tools.domain.actor import LOCAL
from tools.domain.animation.constraints import interaction_of
from tools.domain.animation.dna import CharacterDNA, ResponderSuggestion
from tools.domain.animation.violations import RuleReport
from tools.domain.animations import (
    INSTIGATOR,
    CastMember,
    Note,
    SheetRecord,
    Take,
    TakeFacts,
    TakeInput,
    TakeOrder,
    who_at,
)
from tools.domain.documents import digest
from tools.imaging.exports.reel import Cell, Reel, Strip, Track
from tools.studio.animations.casting import cast_notes
from tools.studio.animations.choosing import Spoken, chosen
from tools.studio.animations.cutting import Finished, Raw, cut_as, cut_take
from tools.studio.animations.drawing import document_of, wanted_sheet
from tools.studio.animations.measuring import measured_dna
from tools.studio.animations.planning import expect_contact, planned, suggested
from tools.studio.animations.renderers import backends_of, facings_for
from tools.studio.animations.timelines import bound, checked, driving_script
from tools.studio.animations.trying import drawn_sheet
from tools.studio.exporting import decoded, loops
from tools.studio.studio import Studio

_NOBODYS = UUID(int=0)


@dataclass(frozen=True, kw_only=True)
class Appearing:
    """One character: its picture as bytes, or its definition."""

    name: str
    picture: bytes | None = None
    definition: Mapping[str, object] | None = None


@dataclass(frozen=True, kw_only=True)
class Animated:
    """What came of it: cells and scripts to export, the rules' report, and what was noticed."""

    reel: Reel
    report: RuleReport
    dnas: Mapping[str, CharacterDNA]
    answers: Mapping[str, ResponderSuggestion | str]
    notes: tuple[Note, ...]


async def animated(
    studio: Studio,
    cast: Sequence[Appearing],
    order: TakeOrder,
    *,
    response: Spoken | None = None,
    shift: int = 0,
) -> Animated:
    """Animate the first of the cast alone, or acting on the others.

    Without `response` every responder answers as is recommended. Only `studio.files` and its
    sprite renderers are used. Raises what the stages of a take raise.
    """
    if len(cast) > 1:
        expect_contact(order)
    members = tuple([await _member(studio, place, one) for place, one in enumerate(cast)])
    chosen_backends = await backends_of(studio, members, order)
    take = await _planned(studio, members, order, chosen_backends)
    choices = chosen(take, response or _recommended(take)) if len(members) > 1 else ()
    shifts = {choice.who: shift for choice in choices if shift}
    lines = await asyncio.to_thread(bound, take, driving_script(take), choices, shifts)
    report = checked(take, lines.scripts, choices, shifts)
    written = take.model_copy(update={"scripts": lines.scripts, "choices": choices})
    finished = await _drawn(studio, written)
    notes = [*cast_notes(members), *_said(finished)]
    return Animated(
        reel=_reel(written, finished, report, shift),
        report=report,
        dnas=take.facts.dnas,
        answers={choice.who: choice.action for choice in choices},
        notes=tuple(notes),
    )


async def _member(studio: Studio, place: int, one: Appearing) -> CastMember:
    sha256 = await studio.files.put(one.picture) if one.picture is not None else None
    definition = dict(one.definition) if one.definition is not None else None
    return CastMember(
        who=who_at(place),
        name=one.name,
        definition=definition,
        reference_sha256=sha256,
        source=digest([definition, sha256]),
    )


async def _planned(
    studio: Studio,
    members: tuple[CastMember, ...],
    order: TakeOrder,
    backends: Mapping[str, str],
) -> Take:
    """A take that knows the DNAs, the budget and the suggestions."""
    dnas = {m.who: (await measured_dna(studio, m))[0] for m in members}
    interactions = {
        who: interaction_of(dnas[INSTIGATOR], dna) for who, dna in dnas.items() if who != INSTIGATOR
    }
    take = Take(
        run_id=_NOBODYS,
        animation_id=1,
        number=1,
        status="running",
        input=TakeInput(order=order, cast=members),
        facts=TakeFacts(backends=dict(backends), dnas=dnas, interactions=interactions),
        created_at=datetime.fromtimestamp(0, UTC),
    )
    planning = take.facts.model_copy(update={"budget": planned(take)})
    take = take.model_copy(update={"facts": planning})
    if not interactions:
        return take
    ways = planning.model_copy(update={"suggestions": suggested(take)})
    return take.model_copy(update={"facts": ways})


def _recommended(take: Take) -> dict[str, str]:
    return {
        who: next(s.action for s in ways if s.recommended)
        for who, ways in take.facts.suggestions.items()
    }


async def _drawn(studio: Studio, take: Take) -> list[Finished]:
    raws = await asyncio.gather(
        *(
            _raw(studio, take, member, facing)
            for member in take.cast
            for facing in facings_for(take.order, member.who)
        )
    )
    return await asyncio.to_thread(cut_take, raws)


async def _raw(studio: Studio, take: Take, member: CastMember, facing: int) -> Raw:
    wanted = await wanted_sheet(studio, take, member, facing)
    sheet, seed = await drawn_sheet(studio, LOCAL, wanted, key=wanted.key, node="offline")
    record = SheetRecord(
        run_id=_NOBODYS,
        who=member.who,
        facing=facing,
        request_key=wanted.key,
        raw_sha256="",
        document=document_of(sheet, wanted.request.key_color, seed=seed),
    )
    return cut_as(take, record, sheet.png)


def _reel(take: Take, finished: Sequence[Finished], report: RuleReport, shift: int) -> Reel:
    scripts = take.scripts or {}
    tracks = tuple(
        Track(
            who=member.who,
            name=member.name,
            script=scripts[member.who],
            strips=tuple(
                Strip(
                    cells=tuple(
                        Cell(pixels=decoded(frame.png), pivot=frame.pivot) for frame in one.frames
                    ),
                    facing=float(one.record.facing),
                )
                for one in finished
                if one.record.who == member.who
            ),
        )
        for member in take.cast
    )
    action = take.order.action_type.replace("_", " ")
    return Reel(
        title=f"{' and '.join(member.name for member in take.cast)} {action}",
        tracks=tracks,
        loops=len(tracks) == 1 and loops(tracks[0].script),
        style=take.order.style,
        alignment=shift,
        report=report,
    )


def _said(finished: Sequence[Finished]) -> list[Note]:
    return [
        Note(code=code, who=one.record.who, detail=detail)
        for one in finished
        for code, detail in one.notes
    ]
