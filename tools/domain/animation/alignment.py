"""By how many frames a responder may be shifted against the instigator."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict

from tools.domain.animation.errors import ShiftRefusedError
from tools.domain.animation.kinds import Phase, ResponderKind
from tools.domain.animation.legality import require_blow
from tools.domain.animation.phases import SWAPPING
from tools.domain.animation.script import AnimationScript
from tools.domain.animation.swaps import swap_of


class Alignment(BaseModel):
    """An absolute shift in frames, the responder later if positive, and what it may be."""

    model_config = ConfigDict(frozen=True)

    value: int
    min: int
    max: int


def alignment_range(
    instigator: AnimationScript, *, kind: ResponderKind, value: int = 0
) -> Alignment:
    """The shifts of a responder of this kind that keep the temporal rules.

    `instigator` is the script as it was before any swap. Nothing may come too early: a hit not
    before the first Contact; the Recovery of a dodge neither, and its evasion begins on screen.
    Nothing may fall off the end: the last Contact's answer and one frame of what follows it.
    A counter can only come sooner (else the instigator would be struck before the blow), but its
    Contact no sooner than the instigator's has ended. An interrupt has its one frame.
    """
    first = require_blow(instigator)
    phases: list[Phase] = [frame.phase for frame in instigator.frames]
    if kind == "interrupt":
        return Alignment(value=value, min=0, max=0)
    if kind == "counter":
        swap = swap_of(instigator, kind)
        return Alignment(value=value, min=max(swap.frame - swap.contact, -first), max=0)
    most = len(phases) - 1 - _last_shown(phases)
    if kind == "dodge":
        return Alignment(value=value, min=_earliest_dodge(phases, first), max=most)
    return Alignment(value=value, min=0, max=most)


def refuse_outside(instigator: AnimationScript, *, kind: ResponderKind, shift: int) -> None:
    """Raises `ShiftRefusedError` for a shift that breaks a temporal rule.

    Its facts are the `frame` where it would break and the `alignment` with what is possible.
    """
    allowed = alignment_range(instigator, kind=kind, value=shift)
    if shift < allowed.min:
        frame, why = _too_early(instigator, kind, shift)
    elif shift > allowed.max:
        frame, why = _too_late(instigator, kind)
    else:
        return
    raise ShiftRefusedError(
        f"Temporal causality violation: shifted by {shift}, {why}. "
        f"The shift can be {allowed.min} to {allowed.max}.",
        frame=frame,
        alignment=allowed.model_dump(),
    )


def _too_early(instigator: AnimationScript, kind: ResponderKind, shift: int) -> tuple[int, str]:
    first = require_blow(instigator)
    phases: list[Phase] = [frame.phase for frame in instigator.frames]
    if kind in SWAPPING:
        contact = swap_of(instigator, kind).contact
        frame = max(0, contact + shift)
        return frame, f"the responder's blow would land at frame {frame}, too early to answer"
    if kind == "dodge" and first + shift >= 0:
        frame = phases.index("Follow-through") + shift
        return frame, f"the Recovery at frame {frame} would precede the Contact at frame {first}"
    frame = max(0, first + shift)
    return frame, f"the answer at frame {frame} would precede the Contact at frame {first}"


def _too_late(instigator: AnimationScript, kind: ResponderKind) -> tuple[int, str]:
    phases: list[Phase] = [frame.phase for frame in instigator.frames]
    if kind in SWAPPING:
        frame = swap_of(instigator, kind).contact
        return frame, f"the instigator would be struck at frame {frame} before the blow lands"
    frame = _last_shown(phases)
    return frame, f"the answer to frame {frame} would fall behind the end"


def _last_shown(phases: Sequence[Phase]) -> int:
    """The last Contact, or the frame behind it where that follows through."""
    last = max(index for index, phase in enumerate(phases) if phase == "Contact")
    follows = list(phases[last + 1 : last + 2]) == ["Follow-through"]
    return last + 1 if follows else last


def _earliest_dodge(phases: Sequence[Phase], first: int) -> int:
    if "Follow-through" not in phases:
        return -first
    return max(first - phases.index("Follow-through"), -first)
