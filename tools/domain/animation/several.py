"""Several responders to one instigator."""

from __future__ import annotations

from collections.abc import Sequence

from tools.domain.animation.alignment import refuse_outside
from tools.domain.animation.derivation import CHOREOGRAPHY, Answer, Posers, derived, follower
from tools.domain.animation.dna import CharacterDNA
from tools.domain.animation.errors import SecondSwapError
from tools.domain.animation.kinds import Phase, responder_named
from tools.domain.animation.phases import SWAPPING
from tools.domain.animation.script import AnimationFrame, AnimationScript


def derived_for_all(
    instigator: AnimationScript,
    answers: Sequence[Answer],
    *,
    instigator_dna: CharacterDNA | None = None,
    posers: Posers = CHOREOGRAPHY,
) -> tuple[AnimationScript, tuple[AnimationScript, ...]]:
    """The instigator's script, changed where somebody strikes back, and each responder's.

    `instigator` is the driving script as it was before any swap. Where one strikes back, the
    others answer what is left of the blow: after a counter they follow it to its end, after an
    interrupt it never reaches them. Raises `SecondSwapError` for a second one who strikes back,
    and what `derived` raises.
    """
    swapping = [place for place, answer in enumerate(answers) if answer.kind in SWAPPING]
    if len(swapping) > 1:
        one, two = (responder_named(place) for place in swapping[:2])
        raise SecondSwapError(
            f"Only one responder can strike back: {one} does ({answers[swapping[0]].kind}), "
            f"so {two} cannot ({answers[swapping[1]].kind}). Choose another response for one.",
            who=two,
        )
    for answer in answers:
        refuse_outside(instigator, kind=answer.kind, shift=answer.shift)
    played, left = instigator, instigator
    scripts: dict[int, AnimationScript] = {}
    for place in swapping:
        answer = answers[place]
        played, scripts[place] = derived(
            instigator,
            kind=answer.kind,
            dna=answer.dna,
            mass_ratio=answer.mass_ratio,
            shift=answer.shift,
            words=answer.words,
            instigator_dna=instigator_dna,
            posers=posers,
        )
        left = _left_of(instigator, played.swap_frame or 0)
    for place, answer in enumerate(answers):
        if place not in scripts:
            scripts[place] = follower(left, answer, posers=posers)
    return played, tuple(scripts[place] for place in range(len(answers)))


def _left_of(instigator: AnimationScript, swap_frame: int) -> AnimationScript:
    """The blow as others see it: from the swap on it only ends."""
    touched = any(frame.phase == "Contact" for frame in instigator.frames[:swap_frame])
    frames = [*instigator.frames[:swap_frame]]
    frames += [_ending(frame, touched) for frame in instigator.frames[swap_frame:]]
    return instigator.model_copy(update={"frames": tuple(frames)})


def _ending(frame: AnimationFrame, touched: bool) -> AnimationFrame:
    phase: Phase = frame.phase if frame.phase in ("Follow-through", "Recovery") else "Recovery"
    return frame.model_copy(
        update={
            "phase": phase if touched else "Idle",
            "impact_window": False,
            "force": None,
            "force_vector": None,
        }
    )
