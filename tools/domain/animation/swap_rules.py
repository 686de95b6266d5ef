"""Phases against phases: the phase table, and where the roles swap its second half."""

from __future__ import annotations

from collections.abc import Iterator

from tools.domain.animation.kinds import Phase, ResponderKind
from tools.domain.animation.phases import (
    INSTIGATOR_PHASES,
    SWAPPING,
    Column,
    column_of,
    driven_phase,
    legal_answers,
)
from tools.domain.animation.script import AnimationScript

Wrong = tuple[str, int | None, str]
"""Who is wrong, at which frame, and why."""

_READY: frozenset[Phase] = frozenset({"Ready"})
_DONE: frozenset[Phase] = frozenset({"Return to Ready"})
_OVER: tuple[Phase, ...] = ("Follow-through", "Recovery", "Idle")
"""What the instigator's timeline is taken for by others once somebody has struck it."""


def phases_follow(
    instigator: AnimationScript,
    responder: AnimationScript,
    *,
    kind: ResponderKind,
    shift: int,
    who: str,
) -> Iterator[Wrong]:
    """Who is in a phase that does not answer the other's; `who` names the responder."""
    if kind in SWAPPING:
        yield from _swapped(instigator, responder, kind, shift, who)
        return
    column, driven = column_of(kind), driven_phase(kind)
    for frame in responder.frames:
        source = frame.frame_index - shift
        legal = _legal_at(instigator, source, column, driven)
        if frame.phase not in legal:
            yield who, frame.frame_index, _said(frame.phase, instigator, source, legal)


def own_table(
    instigator: AnimationScript, responder: AnimationScript, *, kind: ResponderKind
) -> Iterator[tuple[int | None, str]]:
    """What is wrong in time with a counter or an interrupt (the table of `swap_of`)."""
    swap = instigator.swap_frame
    blow = responder.first_contact
    if swap is None or responder.swap_frame is None or blow is None:
        yield None, f"A {kind} needs a swap_frame in both scripts and a Contact of the responder."
        return
    first = instigator.first_contact
    if kind == "counter" and first is None:
        yield swap, "A counter answers a Contact of the instigator, and there is none."
    if kind == "interrupt" and first is not None:
        yield first, f"An interrupt prevents the instigator's Contact, yet frame {first} is one."
    if blow < swap:
        yield blow, f"The responder's Contact at frame {blow} precedes the swap at frame {swap}."
    struck = next((f.frame_index for f in instigator.frames if f.phase == "Impact Received"), None)
    if struck is None:
        yield blow, f"The responder's Contact at frame {blow} is received by nobody."
    elif struck < blow:
        yield (
            struck,
            f"The instigator is struck at frame {struck}, before the blow at frame {blow}.",
        )


def _swapped(
    instigator: AnimationScript,
    responder: AnimationScript,
    kind: ResponderKind,
    shift: int,
    who: str,
) -> Iterator[Wrong]:
    theirs, ours = instigator.swap_frame, responder.swap_frame
    if theirs is None or ours is None:
        return
    if ours != theirs + shift:
        yield who, ours, f"The swap is at frame {ours}, it should be at {theirs + shift}."
    for frame in responder.frames:
        index = frame.frame_index
        legal = _legal_at(instigator, index - shift, "dodge") if index < ours else INSTIGATOR_PHASES
        if frame.phase not in legal:
            yield who, index, _said(frame.phase, instigator, index - shift, legal)
    for frame in instigator.frames:
        index = frame.frame_index
        if index < theirs:
            legal = INSTIGATOR_PHASES
        else:
            legal = _legal_at(responder, index + shift, "hit", driven_phase(kind), plain=True)
        if frame.phase not in legal:
            yield "instigator", index, _said(frame.phase, responder, index + shift, legal)


def _legal_at(
    striker: AnimationScript,
    source: int,
    column: Column,
    driven: Phase | None = None,
    *,
    plain: bool = False,
) -> frozenset[Phase]:
    """What may answer this frame of the striker's.

    Unless `plain`, a striker who has been struck itself is taken to be over with its blow.
    """
    if source < 0:
        return _READY
    if source >= striker.frame_count:
        return _DONE
    if not plain and striker.swap_frame is not None and source >= striker.swap_frame:
        over = (legal_answers(phase, column, driven=driven) for phase in _OVER)
        return frozenset[Phase]().union(*over)
    return legal_answers(striker.frames[source].phase, column, driven=driven)


def _said(phase: Phase, striker: AnimationScript, source: int, legal: frozenset[Phase]) -> str:
    there = striker.frames[source].phase if 0 <= source < striker.frame_count else "nothing"
    possible = ", ".join(sorted(legal)) or "nothing"
    return f"{phase} does not answer {there} (frame {source}); possible: {possible}."
