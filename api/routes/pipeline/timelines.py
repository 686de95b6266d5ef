"""Timelines changed by hand over HTTP: shifted, edited, chained."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Body
from pydantic import BaseModel, Field

from api.dependencies import StudioPort, WhoAsks
from api.routes.parameters import RowId
from api.routes.pipeline.answers import AnimationAnswer, animation_answer
from api.routes.pipeline.projects import RowNumber, TakeNumber
from tools.domain.animation.alignment import Alignment
from tools.domain.animation.kinds import Who
from tools.domain.animation.script import AnimationScript
from tools.domain.animation.violations import RuleReport
from tools.studio.animations.advancing import PATIENCE_S
from tools.studio.animations.chaining import chain_combo
from tools.studio.animations.documents import script_in
from tools.studio.animations.editing import edit_script, shift_alignment
from tools.studio.animations.overview import overview

router = APIRouter()

COMBO_MOST = 8


class AlignmentBody(BaseModel):
    """How many frames later the responder acts than it was derived; absolute, not added up."""

    frames: Annotated[int, Field(ge=-64, le=64)]
    who: Who | None = None


class AlignmentAnswer(BaseModel):
    """`value`, `min` and `max` are the first shifted responder's; scripts are as shifted."""

    value: int
    min: int
    max: int
    project_id: int
    take: int
    alignments: dict[str, Alignment]
    scripts: dict[str, AnimationScript]
    report: RuleReport | None
    drawn: bool


class ScriptAnswer(BaseModel):
    """The scripts with the edited one in place; `drawn` says whether the sprites follow it."""

    project_id: int
    take: int
    who: str
    script: AnimationScript
    scripts: dict[str, AnimationScript]
    report: RuleReport | None
    drawn: bool


class ComboBody(BaseModel):
    """The animations whose newest takes are played one after the other."""

    animations: Annotated[list[RowNumber], Field(min_length=2, max_length=COMBO_MOST)]


@router.post("/{animation_id}/alignment")
async def set_alignment(
    animation_id: RowId,
    body: AlignmentBody,
    studio: StudioPort,
    actor: WhoAsks,
    take: TakeNumber = None,
) -> AlignmentAnswer:
    """Shift the binding. A shift that breaks a rule is refused and changes nothing."""
    shifted = await shift_alignment(
        studio,
        actor,
        animation_id,
        body.frames,
        who=body.who,
        take=take,
        patience_s=PATIENCE_S,
    )
    first = shifted.alignments[body.who or shifted.take.responders[0]]
    return AlignmentAnswer(
        value=first.value,
        min=first.min,
        max=first.max,
        project_id=animation_id,
        take=shifted.take.number,
        alignments=dict(shifted.alignments),
        scripts=shifted.take.scripts or {},
        report=shifted.take.facts.report,
        drawn=shifted.take.status == "completed",
    )


@router.put("/{animation_id}/scripts/{who}")
async def put_script(
    animation_id: RowId,
    who: Who,
    body: Annotated[dict[str, Any], Body(description="An `AnimationScript`.")],
    studio: StudioPort,
    actor: WhoAsks,
    take: TakeNumber = None,
) -> ScriptAnswer:
    """A script edited by hand, checked by all rules; the instigator's drives the others anew."""
    script = script_in(body, who)
    made = await edit_script(
        studio, actor, animation_id, who, script, take=take, patience_s=PATIENCE_S
    )
    scripts = made.scripts or {}
    return ScriptAnswer(
        project_id=animation_id,
        take=made.number,
        who=who,
        script=scripts[who],
        scripts=scripts,
        report=made.facts.report,
        drawn=made.status == "completed",
    )


@router.post("/combos", status_code=201)
async def post_combo(body: ComboBody, studio: StudioPort, actor: WhoAsks) -> AnimationAnswer:
    """Chain sequences through matching poses into a new animation, and draw it."""
    take = await chain_combo(studio, actor, body.animations, patience_s=PATIENCE_S)
    return animation_answer(await overview(studio, actor, take.animation_id))
