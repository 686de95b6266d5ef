"""The scripts of a take: the instigator's drives, the responders' are bound to it, all checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tools.domain.animation.alignment import Alignment, alignment_range
from tools.domain.animation.derivation import Answer
from tools.domain.animation.phases import SWAPPING
from tools.domain.animation.repair import Bound, report_of
from tools.domain.animation.script import AnimationScript
from tools.domain.animation.several import derived_for_all
from tools.domain.animation.violations import RuleReport
from tools.domain.animations import INSTIGATOR, Choice, Take
from tools.domain.choreography import choreographed


@dataclass(frozen=True, kw_only=True)
class Timelines:
    """Everybody's scripts by `who`, and where each responder may be shifted to."""

    scripts: dict[str, AnimationScript]
    alignments: dict[str, Alignment] = field(default_factory=dict[str, Alignment])


def driving_script(take: Take) -> AnimationScript:
    """The instigator's script by choreography, in exactly the budget's frames."""
    budget, order = take.facts.budget, take.order
    assert budget is not None
    return choreographed(
        order.action_type,
        frame_count=budget.frame_count,
        tier=order.difficulty_tier,
        perspective=order.perspective,
        dna=take.facts.dnas[INSTIGATOR],
    )


def bound(
    take: Take, driving: AnimationScript, choices: Sequence[Choice], shifts: Mapping[str, int]
) -> Timelines:
    """Derive every responder's script from the driving one.

    Raises `NoContactError`, `NoRoomToCounterError`, `ShiftRefusedError`, `SecondSwapError`.
    """
    answers = [_answer(take, choice, shifts.get(choice.who, 0)) for choice in choices]
    instigator, responders = derived_for_all(
        driving, answers, instigator_dna=take.facts.dnas[INSTIGATOR]
    )
    scripts = {choice.who: script for choice, script in zip(choices, responders, strict=True)}
    alignments = {
        choice.who: alignment_range(driving, kind=choice.kind, value=answer.shift)
        for choice, answer in zip(choices, answers, strict=True)
    }
    return Timelines(scripts={INSTIGATOR: instigator, **scripts}, alignments=alignments)


def checked(
    take: Take,
    scripts: Mapping[str, AnimationScript],
    choices: Sequence[Choice],
    shifts: Mapping[str, int],
) -> RuleReport:
    """The report of all rules over everybody's scripts."""
    responders = [
        Bound(
            script=scripts[choice.who],
            kind=choice.kind,
            mass_ratio=take.facts.interactions[choice.who].mass_ratio,
            shift=shifts.get(choice.who, 0),
            who=choice.who,
        )
        for choice in choices
    ]
    return report_of(scripts[INSTIGATOR], responders)


def strikes_back(choices: Sequence[Choice]) -> list[str]:
    """The responders who would take over the blow."""
    return [choice.who for choice in choices if choice.kind in SWAPPING]


def _answer(take: Take, choice: Choice, shift: int) -> Answer:
    return Answer(
        kind=choice.kind,
        dna=take.facts.dnas[choice.who],
        mass_ratio=take.facts.interactions[choice.who].mass_ratio,
        shift=shift,
        words=choice.action,
    )
