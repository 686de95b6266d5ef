"""What a script must be on its own: who strikes winds up, touches, and only then recovers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from tools.domain.animation.errors import NoContactError
from tools.domain.animation.kinds import ContactAction
from tools.domain.animation.phases import INSTIGATOR_PHASES, TOUCHING
from tools.domain.animation.script import AnimationFrame, AnimationScript
from tools.domain.animation.violations import Violation

CONTACT_ACTIONS: frozenset[str] = frozenset(get_args(ContactAction))


def script_violations(script: AnimationScript, *, who: str) -> tuple[Violation, ...]:
    """What a script of one character breaks by itself: one that is bound to nobody.

    Its phases are an instigator's. An impact window is open only in a Contact. An action that
    reaches another has a Contact with an open window, its first Contact follows an Anticipation,
    and neither Follow-through nor Recovery come before it; other actions have no Contact.
    """
    contacts = script.action_type in CONTACT_ACTIONS
    found = [*_phases(script.frames, who), *_windows(script.frames, who)]
    found += _blow(script.frames, who) if contacts else _no_blow(script, who)
    return tuple(found)


def require_blow(script: AnimationScript) -> int:
    """The first Contact of a script that can drive another.

    Raises `NoContactError` with what is missing.
    """
    broken = [
        *_phases(script.frames, "instigator"),
        *_windows(script.frames, "instigator"),
        *_blow(script.frames, "instigator"),
    ]
    first = script.first_contact
    if broken or first is None:
        raise NoContactError(broken)
    return first


def _phases(frames: tuple[AnimationFrame, ...], who: str) -> Iterator[Violation]:
    for frame in frames:
        if frame.phase not in INSTIGATOR_PHASES:
            yield Violation(
                code="PHASE_MISMATCH",
                who=who,
                frame=frame.frame_index,
                detail=f"{frame.phase} is a phase of who answers; nobody is answered here.",
            )


def _windows(frames: tuple[AnimationFrame, ...], who: str) -> Iterator[Violation]:
    for frame in frames:
        if frame.impact_window and frame.phase not in TOUCHING:
            yield Violation(
                code="IMPACT_WINDOW_MISMATCH",
                who=who,
                frame=frame.frame_index,
                detail=f"The impact window is open in {frame.phase}, where nothing touches.",
            )


def _blow(frames: tuple[AnimationFrame, ...], who: str) -> Iterator[Violation]:
    first = next((f.frame_index for f in frames if f.phase == "Contact"), None)
    if first is None:
        yield _wrong(who, None, "There is no Contact frame: the blow never arrives.")
        return
    if not any(frame.impact_window for frame in frames):
        yield Violation(
            code="IMPACT_WINDOW_MISMATCH",
            who=who,
            frame=first,
            detail="No frame has impact_window true: nothing says when the blow arrives.",
        )
    before = frames[:first]
    if not any(frame.phase == "Anticipation" for frame in before):
        yield _wrong(who, first, "The first Contact follows no Anticipation.")
    for frame in before:
        if frame.phase in ("Follow-through", "Recovery"):
            detail = f"{frame.phase} comes before the first Contact at frame {first}."
            yield _wrong(who, frame.frame_index, detail)


def _no_blow(script: AnimationScript, who: str) -> Iterator[Violation]:
    for frame in script.frames:
        if frame.phase == "Contact":
            yield _wrong(who, frame.frame_index, f"{script.action_type} makes no Contact.")


def _wrong(who: str, frame: int | None, detail: str) -> Violation:
    return Violation(code="PHASE_MISMATCH", who=who, frame=frame, detail=detail)
