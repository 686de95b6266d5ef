"""Sprite animation, as the director words it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Annotated

from pydantic import Field

from tools.catalog.animation_answers import (
    began,
    drawn,
    frames_said,
    member_name,
    rules_said,
    scripts_said,
    take_facts,
)
from tools.catalog.tool import Arguments, Artifact, Call, Family, Outcome
from tools.catalog.wording import notes
from tools.domain.actor import Actor
from tools.domain.animation.kinds import (
    ActionType,
    DifficultyTier,
    Directions,
    ExportFormat,
    Perspective,
)
from tools.domain.animations import Animation, Take
from tools.domain.errors import InvalidError
from tools.studio.animations.advancing import StageInput, advance
from tools.studio.animations.chaining import chain_combo as chain
from tools.studio.animations.editing import shift_alignment as shift
from tools.studio.animations.keeping import find_animation
from tools.studio.animations.overview import overview
from tools.studio.animations.starting import AnimationOrder
from tools.studio.animations.starting import start_animation as start
from tools.studio.animations.waiting import detached
from tools.studio.exporting import drawn_take
from tools.studio.exporting import export_animation as export

FAMILY = Family()

Number = Annotated[
    int | str | None,
    Field(description="The animation's number, or “animation 4”; the newest if left out."),
]
_FORMATS: dict[ExportFormat, str] = {
    "aseprite": "Aseprite",
    "texturepacker": "TexturePacker",
    "phaser": "Phaser",
    "godot": "Godot",
    "unity": "Unity",
    "gif": "GIF",
    "apng": "animated PNG",
    "webp": "WebP",
    "mp4": "MP4",
}
_NUMBER = re.compile(r"(?:animation|anim)?[\s#-]*(\d{1,9})", re.IGNORECASE)


class StartAnimation(Arguments):
    character: str = Field(description="Who acts: the instigator's name, or a part of it.")
    responder: str | list[str] | None = Field(
        None, description="Who it is done to: a name or a list of names; makes it dual."
    )
    action_type: ActionType
    difficulty_tier: DifficultyTier | None = None
    perspective: Perspective | None = None
    directions: Directions | None = None


class ChooseResponse(Arguments):
    action: str = Field(
        min_length=1, description="One of the suggested actions, or the user's own words."
    )
    animation: Number = None


class OneAnimation(Arguments):
    animation: Number = None


class ExportAnimation(Arguments):
    format: ExportFormat
    animation: Number = None


class ShiftAlignment(Arguments):
    frames: int = Field(description="Absolute, in frames: the responder later if positive.")
    animation: Number = None


class ChainCombo(Arguments):
    animations: list[int | str] = Field(min_length=2, max_length=8, description="In order.")


@FAMILY.tool(StartAnimation)
async def start_animation(call: Call, said: StartAnimation) -> Outcome:
    """Begin a sprite animation of one character, or of one who acts on others. With a responder
    the user is then offered ways to respond and chooses one; alone the script is written."""
    given = said.model_dump(exclude_none=True, exclude={"responder"})
    others = [said.responder] if isinstance(said.responder, str) else said.responder or []
    order = AnimationOrder(**given, responders=others)
    try:
        started = await start(
            call.studio, call.actor, call.project, order, patience_s=_patience(call)
        )
    except InvalidError as error:
        raise _about("action_type", error) from error
    await _let_go(call, started.take)
    outcome = began(started.animation, started.take)
    content = {**outcome.content, **notes(started.found)}
    if started.created:
        names = " and ".join(started.created)
        content["created_from_bible"] = list(started.created)
        content["message"] = (
            f"{names} only stood in the bible; I created the characters needed from it. "
            f"{content['message']}"
        )
    return replace(outcome, content=content)


@FAMILY.tool(ChooseResponse)
async def choose_response(call: Call, said: ChooseResponse) -> Outcome:
    """Say how the responder answers the action; both scripts are written and bound in time."""
    animation = await _found(call, said.animation)
    try:
        take = await advance(
            call.studio,
            _freely(call),
            animation.id,
            "scripts",
            StageInput(choice=said.action),
            mode="dual",
            patience_s=_patience(call),
        )
    except InvalidError as error:
        raise _about("action", error) from error
    await _let_go(call, take)
    content = {**take_facts(animation, take), "message": scripts_said(animation, take)}
    return Outcome(content=content, generation_id=str(take.run_id))


@FAMILY.tool(OneAnimation)
async def generate_sprites(call: Call, said: OneAnimation) -> Outcome:
    """Draw the sprites of an animation whose scripts are written, for everybody in it."""
    animation = await _found(call, said.animation)
    take = await advance(
        call.studio,
        _freely(call),
        animation.id,
        "sprites",
        StageInput(),
        patience_s=_patience(call),
    )
    await _let_go(call, take)
    return drawn(animation, take)


@FAMILY.tool(OneAnimation, reads=True)
async def get_animation_status(call: Call, said: OneAnimation) -> Outcome:
    """Say how far an animation is and what it waits for."""
    animation = await _found(call, said.animation)
    seen = await overview(call.studio, call.actor, animation.id)
    if seen.take is None:
        content = {"animation": animation.id, "message": "No script was generated yet."}
        return Outcome(content=content)
    if seen.sheets and seen.take.ended:
        return drawn(animation, seen.take)
    return began(animation, seen.take)


@FAMILY.tool(ExportAnimation, reads=True)
async def export_animation(call: Call, said: ExportAnimation) -> Outcome:
    """Hand an animation's sprites out as files for an engine or an editor, or as a moving
    picture."""
    animation = await _found(call, said.animation)
    take = await drawn_take(call.studio, call.actor, animation.id)
    file = await export(call.studio, call.actor, animation.id, said.format, take=take)
    url = f"/api/pipeline/{animation.id}/export?format={said.format}&take={take}"
    shown = Artifact(kind="file", url=url, label=file.file_name)
    content = {
        "animation": animation.id,
        "take": take,
        "format": said.format,
        "file": file.file_name,
        "bytes": len(file.data),
        "url": url,
        "message": f"Animation {animation.id} as {_FORMATS[said.format]}: {file.file_name}.",
    }
    return Outcome(content=content, artifacts=(shown,))


@FAMILY.tool(ShiftAlignment)
async def shift_alignment(call: Call, said: ShiftAlignment) -> Outcome:
    """Shift when the responder answers, against the instigator's impact; all temporal rules are
    checked, and a shift that would break one is refused."""
    animation = await _found(call, said.animation)
    shifted = await shift(
        call.studio, _freely(call), animation.id, said.frames, patience_s=_patience(call)
    )
    await _let_go(call, shifted.take)
    spans = ", ".join(
        f"{member_name(shifted.take, who)} may be shifted by {span.min} to {span.max}"
        for who, span in shifted.alignments.items()
    )
    later = frames_said(said.frames)
    content = {
        **take_facts(animation, shifted.take),
        "alignment": {who: span.model_dump() for who, span in shifted.alignments.items()},
        "message": f"The response now comes {later}; {spans}. {rules_said(shifted.take)}",
    }
    return Outcome(content=content, generation_id=str(shifted.take.run_id))


@FAMILY.tool(ChainCombo)
async def chain_combo(call: Call, said: ChainCombo) -> Outcome:
    """Chain animations of the same characters into one, through matching poses, and draw it."""
    numbers = [_numbered(spoken) for spoken in said.animations]
    for number in numbers:
        await find_animation(call.studio, call.actor, call.project_id, number)
    take = await chain(
        call.studio,
        _freely(call),
        [number for number in numbers if number is not None],
        patience_s=_patience(call),
    )
    await _let_go(call, take)
    animation = await find_animation(call.studio, call.actor, call.project_id, take.animation_id)
    return drawn(animation, take)


async def _found(call: Call, spoken: int | str | None) -> Animation:
    return await find_animation(call.studio, call.actor, call.project_id, _numbered(spoken))


def _numbered(spoken: int | str | None) -> int | None:
    """The number in `4`, `"animation 4"`, `"anim-4"`. Raises `InvalidError`."""
    if spoken is None or isinstance(spoken, int):
        return spoken
    found = _NUMBER.fullmatch(spoken.strip())
    if found is None:
        raise InvalidError(
            f"“{spoken}” is no animation: give its number.", code="BAD_ANIMATION_NUMBER"
        )
    return int(found[1])


def _about(argument: str, error: InvalidError) -> InvalidError:
    """The error with the argument that the answer to its question will be for."""
    if "question" not in error.facts:
        return error
    return InvalidError(error.detail, code=error.code, **{**error.facts, "argument": argument})


def _freely(call: Call) -> Actor:
    """The actor without the once-only key: these stages answer the same input with what is kept."""
    return replace(call.actor, effect=None)


def _patience(call: Call) -> float:
    return call.studio.patience_s if call.patience_s is None else call.patience_s


async def _let_go(call: Call, take: Take) -> None:
    """A take that is no longer waited for tells its conversation itself when it ends."""
    await detached(call.studio, _freely(call), take)
