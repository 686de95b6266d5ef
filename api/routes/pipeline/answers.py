"""What the sprite pipeline answers: the seed's fields, and what stands beside them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import BaseModel

from tools.domain.animation.alignment import Alignment
from tools.domain.animation.dna import CharacterDNA, InteractionConstraints, ResponderSuggestion
from tools.domain.animation.kinds import (
    Directions,
    GenerationMode,
    Perspective,
    ResponderKind,
    SpriteStyle,
)
from tools.domain.animation.script import AnimationScript
from tools.domain.animation.violations import RuleReport
from tools.domain.animations import (
    INSTIGATOR,
    Budget,
    FrameRecord,
    Joints,
    Note,
    SheetRecord,
    Take,
    choice_of,
)
from tools.domain.runs import RunStatus
from tools.studio.animations.overview import Overview

FIRST = "responder"


class SheetAnswer(BaseModel):
    """One character's sprites in one facing. `frames` say where the figure is on each canvas."""

    who: str
    facing: int
    spritesheet_url: str
    raw_spritesheet_url: str
    frame_urls: list[str]
    frame_count: int
    durations_ms: list[int]
    columns: int
    rows: int
    width: int
    height: int
    frames: list[FrameRecord]
    backend: str
    model: str
    undrawn: list[str]


class SpritesAnswer(SheetAnswer):
    """The first facing's sprites; `directions` holds all facings, this one among them."""

    directions: list[SheetAnswer] = []


class TakeAnswer(BaseModel):
    """One take: the run that it is (`generation_id`), and how far it got."""

    take: int
    generation_id: str
    status: RunStatus
    stage: str
    progress: float
    action_type: str
    difficulty_tier: str
    perspective: Perspective
    directions: Directions
    error: dict[str, Any] | None = None
    created_at: datetime


class ChoiceAnswer(BaseModel):
    action: str
    kind: ResponderKind


class FigureAnswer(BaseModel):
    """One character of the animation, with what its take has of it."""

    who: str
    character_id: int | None = None
    character: str | None = None
    reference_url: str | None = None
    claims: str = ""
    joints: Joints = {}
    dna: CharacterDNA | None = None
    interaction_constraints: InteractionConstraints | None = None
    suggested_actions: list[ResponderSuggestion] = []
    confirmed_action: ChoiceAnswer | None = None
    alignment: Alignment | None = None
    animation_script: AnimationScript | None = None
    spritesheet_url: str | None = None
    frame_urls: list[str] = []
    sprites: SpritesAnswer | None = None


class AnimationAnswer(BaseModel):
    """A sprite pipeline project; the columns of seed 004, section 9, are of the first responder."""

    id: int
    name: str
    project_id: int | None
    generation_mode: GenerationMode
    perspective: Perspective
    sprite_px: int
    directions: Directions
    style: SpriteStyle
    metadata: dict[str, Any]
    version: int
    created_by: str
    created_at: datetime
    updated_at: datetime
    take: TakeAnswer | None = None
    budget: Budget | None = None
    report: RuleReport | None = None
    warnings: list[Note] = []
    instigator: FigureAnswer
    responders: list[FigureAnswer] = []
    reference_url: str | None = None
    dna: CharacterDNA | None = None
    animation_script: AnimationScript | None = None
    spritesheet_url: str | None = None
    frame_urls: list[str] = []
    responder_reference_url: str | None = None
    responder_dna: CharacterDNA | None = None
    interaction_constraints: InteractionConstraints | None = None
    responder_animation_script: AnimationScript | None = None
    responder_spritesheet_url: str | None = None
    responder_frame_urls: list[str] = []


def animation_answer(seen: Overview) -> AnimationAnswer:
    figures = {who: figure_answer(seen, who) for who in seen.everybody}
    instigator, first = figures[INSTIGATOR], figures.get(FIRST) or FigureAnswer(who=FIRST)
    animation, take = seen.animation, seen.take
    return AnimationAnswer(
        **animation.model_dump(exclude={"figures"}),
        take=take_answer(take) if take else None,
        budget=take.facts.budget if take else None,
        report=take.facts.report if take else None,
        warnings=list(take.warnings) if take else [],
        instigator=instigator,
        responders=[figure for who, figure in figures.items() if who != INSTIGATOR],
        reference_url=instigator.reference_url,
        dna=instigator.dna,
        animation_script=instigator.animation_script,
        spritesheet_url=instigator.spritesheet_url,
        frame_urls=instigator.frame_urls,
        responder_reference_url=first.reference_url,
        responder_dna=first.dna,
        interaction_constraints=first.interaction_constraints,
        responder_animation_script=first.animation_script,
        responder_spritesheet_url=first.spritesheet_url,
        responder_frame_urls=first.frame_urls,
    )


def figure_answer(seen: Overview, who: str) -> FigureAnswer:
    figure, take = seen.animation.figure(who), seen.take
    facts = take.facts if take else None
    member = take.member(who) if take else None
    chosen = choice_of(take.choices, who) if take else None
    sprites = sprites_answer(seen, who)
    return FigureAnswer(
        who=who,
        character_id=figure.character_id if figure else None,
        character=figure.character if figure else member.name if member else None,
        reference_url=figure.reference_url if figure else None,
        claims=figure.claims if figure else "",
        joints=figure.joints if figure else {},
        dna=(facts.dnas.get(who) if facts else None) or (figure.dna if figure else None),
        interaction_constraints=(facts.interactions.get(who) if facts else None)
        or (figure.interaction if figure else None),
        suggested_actions=list(facts.suggestions.get(who, ())) if facts else [],
        confirmed_action=ChoiceAnswer(action=chosen.action, kind=chosen.kind) if chosen else None,
        alignment=facts.alignments.get(who) if facts else None,
        animation_script=seen.script(who),
        spritesheet_url=sprites.spritesheet_url if sprites else None,
        frame_urls=sprites.frame_urls if sprites else [],
        sprites=sprites,
    )


def sprites_answer(seen: Overview, who: str) -> SpritesAnswer | None:
    """The sprites of one character; None before they are drawn."""
    sheets = [sheet_answer(sheet) for sheet in seen.sheets_of(who)]
    if not sheets:
        return None
    return SpritesAnswer(**sheets[0].model_dump(), directions=sheets)


def sheet_answer(sheet: SheetRecord) -> SheetAnswer:
    document = sheet.document
    return SheetAnswer(
        who=sheet.who,
        facing=sheet.facing,
        spritesheet_url=sheet.url or "",
        raw_spritesheet_url=f"/api/assets/{sheet.raw_sha256}",
        frame_urls=[frame.url for frame in sheet.frames],
        frame_count=len(sheet.frames),
        durations_ms=[frame.duration_ms for frame in sheet.frames],
        columns=document.columns,
        rows=document.rows,
        width=document.width,
        height=document.height,
        frames=list(sheet.frames),
        backend=document.backend,
        model=document.model,
        undrawn=list(document.undrawn),
    )


def take_answer(take: Take) -> TakeAnswer:
    return TakeAnswer(
        take=take.number,
        generation_id=str(take.run_id),
        status=take.status,
        stage=take.stage,
        progress=take.progress,
        action_type=take.order.action_type,
        difficulty_tier=take.order.difficulty_tier,
        perspective=take.order.perspective,
        directions=take.order.directions,
        error=take.error,
        created_at=take.created_at,
    )
