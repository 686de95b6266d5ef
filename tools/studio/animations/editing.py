"""Scripts changed by hand: shifted against each other, or edited; checked by all rules."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tools.domain.actor import Actor
from tools.domain.animation.alignment import Alignment
from tools.domain.animation.errors import NoContactError
from tools.domain.animation.script import AnimationScript
from tools.domain.animation.violations import Violation
from tools.domain.animations import INSTIGATOR, Animation, Choice, Note, Take
from tools.domain.errors import ConflictError, InvalidError, NotFoundError
from tools.studio.animations.keeping import get_animation, not_dual, place_in
from tools.studio.animations.readiness import expect_one_sequence, expect_written
from tools.studio.animations.taking import copy_take
from tools.studio.animations.timelines import Timelines, bound, checked
from tools.studio.animations.waiting import at_rest, failure_of, rested
from tools.studio.animations.writing import timeline_facts
from tools.studio.studio import Studio

_SHOWN = 3


@dataclass(frozen=True, kw_only=True)
class Shifted:
    """The take that has the shift now, and each responder's alignment in it."""

    take: Take
    alignments: Mapping[str, Alignment]


async def shift_alignment(
    studio: Studio,
    actor: Actor,
    animation_id: int,
    frames: int,
    *,
    who: str | None = None,
    take: int | None = None,
    patience_s: float,
) -> Shifted:
    """Shift a responder, or all of them, to `frames` later than derived (absolute).

    A take that is drawn stays as it is: the shift opens a new one, which is drawn again. Raises
    `InvalidError` (`TEMPORAL_CAUSALITY_VIOLATION` with the frame), and then nothing changes;
    `ConflictError` (`NOT_DUAL_MODE`, `RESPONDER_ACTION_NOT_CONFIRMED`, `STAGE_NOT_READY`).
    """
    animation = await get_animation(studio, actor, animation_id)
    if animation.generation_mode != "dual":
        raise not_dual()
    found = await _written_take(studio, actor, animation, take, patience_s)
    choices = found.choices
    if not found.dual or choices is None:
        raise ConflictError(
            f"Take {found.number} is of one character. Generate a script of both first.",
            code="STAGE_NOT_READY",
            missing=["generate-script", "confirm-responder"],
        )
    _expect_responder(found, who)
    shifts = {**found.shifts, **dict.fromkeys([who] if who else found.responders, frames)}
    driving = found.facts.driving
    assert driving is not None
    made = await asyncio.to_thread(bound, found, driving, choices, shifts)
    report = await asyncio.to_thread(checked, found, made.scripts, choices, shifts)
    if report.violations:
        raise _refused(report.violations)
    facts = timeline_facts(driving, report, made.alignments)
    changed = any(found.shifts.get(name, 0) != value for name, value in shifts.items())
    now = found
    if changed:
        notes = await asyncio.to_thread(_replaced, found, choices, made.scripts)
        now = await _rewritten(studio, actor, found, choices, made.scripts, shifts, facts, notes)
        now = await rested(studio, actor, now, patience_s=patience_s)
    return Shifted(take=now, alignments=made.alignments)


async def edit_script(
    studio: Studio,
    actor: Actor,
    animation_id: int,
    who: str,
    script: AnimationScript,
    *,
    take: int | None = None,
    patience_s: float,
) -> Take:
    """Put a script edited by hand in place of `who`'s.

    An edited instigator's script drives: the responders' are derived from it anew. Raises
    `InvalidError` with the code of the first broken rule and all `violations`, and `ConflictError`
    (`SCRIPT_CHANGED`) where somebody else was quicker.
    """
    animation = await get_animation(studio, actor, animation_id)
    found = await _written_take(studio, actor, animation, take, patience_s)
    scripts, choices = found.scripts, found.choices or ()
    assert scripts is not None
    if who not in scripts:
        place_in(who)
        raise NotFoundError(f"There is no {who} here.", code="FIGURE_NOT_FOUND")
    driving = found.facts.driving
    assert driving is not None
    _expect_frames(found, who, script)
    script = _as_was(script, scripts[who])
    if script == scripts[who]:
        return found
    alignments: Mapping[str, Alignment] = found.facts.alignments
    if who == INSTIGATOR:
        driving = _unswapped(script, driving, scripts[who].swap_frame)
        made = await asyncio.to_thread(_led, found, driving, choices)
        edited, alignments = {**made.scripts, who: script}, made.alignments
    else:
        edited = {**scripts, who: script}
    report = await asyncio.to_thread(checked, found, edited, choices, found.shifts)
    if report.violations:
        raise _refused(report.violations)
    facts = timeline_facts(driving, report, alignments)
    notes = await asyncio.to_thread(_replaced, found, choices, edited, but=who)
    now = await _rewritten(studio, actor, found, found.choices, edited, found.shifts, facts, notes)
    return await rested(studio, actor, now, patience_s=patience_s)


def _replaced(
    take: Take, choices: Sequence[Choice], scripts: Mapping[str, AnimationScript], *, but: str = ""
) -> list[Note]:
    """A note for each responder whose script was not the derived one and gives way to it."""
    driving, before = take.facts.driving, take.scripts
    assert driving is not None and before is not None
    derived = bound(take, driving, choices, take.shifts).scripts
    return [
        Note(
            code="EDIT_REPLACED",
            who=who,
            detail=f"The script of {who} that was edited was derived anew; take {take.number} "
            "keeps it where that was drawn.",
        )
        for who in take.responders
        if who != but and before[who] not in (derived[who], scripts[who])
    ]


def _as_was(script: AnimationScript, before: AnimationScript) -> AnimationScript:
    """The script with the action, tier and perspective of the one that it replaces.

    Raises `InvalidError` (`SCRIPT_DIFFERS`) where it names others.
    """
    kept = before.model_dump(include={"action_type", "difficulty_tier", "perspective"})
    for name, value in kept.items():
        given = getattr(script, name)
        if name in script.model_fields_set and given != value:
            raise InvalidError(
                f"The script says {name} {given}, the one that it replaces {value}. "
                "Generate a script with that first.",
                code="SCRIPT_DIFFERS",
            )
    return script.model_copy(update=kept)


def _unswapped(
    script: AnimationScript, driving: AnimationScript, swap_frame: int | None
) -> AnimationScript:
    """What drives, from the instigator's script as it is played.

    From the frame on where it is struck itself, the blow stays what it was before the swap; only
    its timing follows the edit.
    """
    if swap_frame is None:
        return script
    rest = [
        frame.model_copy(update={"duration_ms": edited.duration_ms})
        for frame, edited in zip(driving.frames, script.frames, strict=True)
    ]
    frames = (*script.frames[:swap_frame], *rest[swap_frame:])
    return script.model_copy(update={"frames": frames, "swap_frame": None})


def _led(take: Take, driving: AnimationScript, choices: Sequence[Choice]) -> Timelines:
    """As `bound`; a script that drives nobody is refused for the frame that is wrong in it."""
    try:
        return bound(take, driving, choices, take.shifts)
    except NoContactError as error:
        placed = [broken for broken in error.violations if broken.frame is not None]
        if not placed:
            raise
        raise _refused(placed) from error


async def _written_take(
    studio: Studio, actor: Actor, animation: Animation, number: int | None, patience_s: float
) -> Take:
    """The take with all scripts. Raises `ConflictError` naming the stage that is missing."""
    async with studio.store.read(actor) as work:
        if number is not None:
            take: Take | None = await work.takes.get(actor, animation.id, number)
        else:
            take = await work.takes.newest(actor, animation.id)
    if take is None:
        raise ConflictError(
            "This comes after generate-script.",
            code="STAGE_NOT_READY",
            missing=["generate-script"],
        )
    take = await at_rest(studio, actor, take, patience_s=patience_s)
    if take.broken_off and not take.written:
        raise failure_of(take)
    expect_written(take)
    expect_one_sequence(take)
    return take


async def _rewritten(
    studio: Studio,
    actor: Actor,
    take: Take,
    choices: Sequence[Choice] | None,
    scripts: Mapping[str, AnimationScript],
    shifts: Mapping[str, int],
    facts: Mapping[str, object],
    notes: Sequence[Note],
) -> Take:
    """The waiting take with other scripts, or a new one where sprites were ordered already.

    Raises `ConflictError` (`SCRIPT_CHANGED`) where somebody changed them meanwhile.
    """
    async with studio.store.begin(actor) as work:
        animation = await work.animations.hold(actor, take.animation_id)
        now = await work.takes.hold(actor, take.run_id)
        if (now.scripts, now.shifts) != (take.scripts, take.shifts):
            raise ConflictError(
                "The scripts were changed meanwhile. Read them and ask again.",
                code="SCRIPT_CHANGED",
                take=now.number,
            )
        if now.sprites_ordered or now.status != "waiting":
            now = await copy_take(
                work,
                actor,
                animation,
                now,
                choices=choices,
                scripts=scripts,
                shifts=shifts,
                facts=facts,
                draw=now.sprites_ordered,
            )
            await work.takes.note(actor, now.run_id, "editing", notes)
            return await work.takes.of_run(actor, now.run_id)
        await work.takes.write(actor, take.run_id, scripts)
        await work.takes.shift(actor, take.run_id, shifts)
        await work.takes.learn(actor, take.run_id, facts)
        await work.takes.note(actor, take.run_id, "editing", notes)
        return await work.takes.of_run(actor, take.run_id)


def _expect_frames(take: Take, who: str, script: AnimationScript) -> None:
    """Raises `InvalidError` (`FRAME_COUNT_MISMATCH`): the budget decides how many there are."""
    budget = take.facts.budget
    if budget is not None and script.frame_count != budget.frame_count:
        raise InvalidError(
            "Frame count mismatch",
            code="FRAME_COUNT_MISMATCH",
            who=who,
            expected=budget.frame_count,
            given=script.frame_count,
        )


def _expect_responder(take: Take, who: str | None) -> None:
    if who is not None and who not in take.responders:
        place_in(who)
        raise NotFoundError(f"There is no {who} here.", code="FIGURE_NOT_FOUND")


def _refused(violations: Sequence[Violation]) -> InvalidError:
    """A person caused it: the first violation's code, and all of them."""
    first = violations[0]
    if first.code == "FRAME_COUNT_MISMATCH":
        said = "Frame count mismatch"
    else:
        said = " ".join(violation.detail for violation in violations[:_SHOWN])
    return InvalidError(
        said,
        code=first.code,
        who=first.who,
        frame=first.frame,
        violations=[violation.model_dump() for violation in violations],
    )
