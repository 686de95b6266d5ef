"""Responders' scripts, derived frame by frame from the instigator's timeline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from tools.domain.animation.alignment import refuse_outside
from tools.domain.animation.beats import Beat
from tools.domain.animation.binding import (
    STILL,
    Blow,
    Strike,
    evading_beats,
    striking_beats,
    struck_beats,
)
from tools.domain.animation.dna import CharacterDNA
from tools.domain.animation.evasion import backstep_heads
from tools.domain.animation.forces import clipped_ratio, counter_force
from tools.domain.animation.joining import eased_in, settled
from tools.domain.animation.kinds import Perspective, Phase, ResponderKind
from tools.domain.animation.phases import ACTION_OF, SWAPPING, answered, column_of, driven_phase
from tools.domain.animation.script import AnimationFrame, AnimationScript
from tools.domain.animation.swaps import Swap, swap_of
from tools.domain.choreography import counter_frames, reaction_frames


class ReactionPoser(Protocol):
    def __call__(
        self,
        beats: Sequence[Beat],
        *,
        kind: ResponderKind,
        dna: CharacterDNA,
        perspective: Perspective,
        response: str = "",
    ) -> tuple[AnimationFrame, ...]: ...


class CounterPoser(Protocol):
    def __call__(
        self,
        beats: Sequence[Beat],
        *,
        dna: CharacterDNA,
        perspective: Perspective,
        kind: ResponderKind = "counter",
    ) -> tuple[AnimationFrame, ...]: ...


@dataclass(frozen=True, kw_only=True)
class Posers:
    """Who gives bodies to beats."""

    reaction: ReactionPoser = reaction_frames
    counter: CounterPoser = counter_frames


CHOREOGRAPHY = Posers()


@dataclass(frozen=True, kw_only=True)
class Answer:
    """How one responder answers.

    `mass_ratio` is the instigator's mass over this responder's, `shift` the absolute alignment
    in frames, `words` the name of the response, which chooses among ways to answer so.
    """

    kind: ResponderKind
    dna: CharacterDNA
    mass_ratio: float
    shift: int = 0
    words: str = ""


def derived(
    instigator: AnimationScript,
    *,
    kind: ResponderKind,
    dna: CharacterDNA,
    mass_ratio: float,
    shift: int = 0,
    words: str = "",
    instigator_dna: CharacterDNA | None = None,
    posers: Posers = CHOREOGRAPHY,
) -> tuple[AnimationScript, AnimationScript]:
    """The instigator's script, changed where the roles swap, and the responder's.

    `instigator` is the driving script as it was before any swap; its perspective holds for both.
    `dna` is the responder's; `instigator_dna` is needed for how the instigator takes a blow that
    is struck back (else it takes it as somebody of the responder's build would). Raises
    `NoContactError` where nothing can be answered, `NoRoomToCounterError`, and
    `ShiftRefusedError` for a shift outside `alignment_range`.
    """
    refuse_outside(instigator, kind=kind, shift=shift)
    answer = Answer(kind=kind, dna=dna, mass_ratio=mass_ratio, shift=shift, words=words)
    if kind in SWAPPING:
        swap = swap_of(instigator, kind)
        struck = _struck_back(instigator, swap, answer, instigator_dna or dna, posers)
        return struck, _striker(instigator, swap, answer, posers)
    return instigator, follower(instigator, answer, posers=posers)


def follower(
    timeline: AnimationScript, answer: Answer, *, posers: Posers = CHOREOGRAPHY
) -> AnimationScript:
    """The script of a responder who takes over nothing, bound to this timeline as it stands."""
    phases = answered(
        [frame.phase for frame in timeline.frames],
        column_of(answer.kind),
        driven=driven_phase(answer.kind),
        shift=answer.shift,
    )
    durations = _durations(timeline)
    if answer.kind == "dodge":
        beats = evading_beats(
            phases, durations, backstep_heads=_backstep(answer, phases, timeline.perspective)
        )
    else:
        blow = Blow(kind=answer.kind, mass_ratio=clipped_ratio(answer.mass_ratio), facing=-1)
        beats = struck_beats(phases, durations, _strikes(timeline, answer.shift), blow)
    frames = posers.reaction(
        beats,
        kind=answer.kind,
        dna=answer.dna,
        perspective=timeline.perspective,
        response=answer.words,
    )
    return _script(timeline, frames, answer, None)


def _striker(
    instigator: AnimationScript, swap: Swap, answer: Answer, posers: Posers
) -> AnimationScript:
    """The responder of a counter or an interrupt."""
    at = swap.frame + answer.shift
    view, durations = instigator.perspective, _durations(instigator)
    phases = answered(
        [frame.phase for frame in instigator.frames], "dodge", driven="Stagger", shift=answer.shift
    )[:at]
    away = evading_beats(phases, durations[:at], backstep_heads=_backstep(answer, phases, view))
    rest: list[Phase] = ["Recovery"] * -answer.shift
    plan: list[Phase] = [*swap.plan, *rest]
    back = striking_beats(
        plan,
        durations[at:],
        force=counter_force(answer.dna.weapon_mass),
        start=away[-1].travel if away else STILL,
    )
    before = posers.reaction(
        away, kind=answer.kind, dna=answer.dna, perspective=view, response=answer.words
    )
    after = posers.counter(back, dna=answer.dna, perspective=view, kind=answer.kind)
    return _script(instigator, eased_in(before, after), answer, at)


def _struck_back(
    instigator: AnimationScript,
    swap: Swap,
    answer: Answer,
    dna: CharacterDNA,
    posers: Posers,
) -> AnimationScript:
    """The instigator of a counter or an interrupt: its own movement until the blow lands."""
    kind: ResponderKind = "full_hit" if answer.kind == "counter" else "partial_hit"
    phases = answered(swap.plan, "hit", driven=driven_phase(kind))
    durations = _durations(instigator)
    force = counter_force(answer.dna.weapon_mass)
    blow = Blow(
        kind=kind,
        mass_ratio=clipped_ratio(1.0 / clipped_ratio(answer.mass_ratio)),
        facing=1,
        start=instigator.frames[swap.contact - 1].travel,
    )
    strikes = [Strike(window=phase == "Contact", force=force) for phase in swap.plan]
    beats = struck_beats(phases, durations[swap.frame :], strikes, blow)
    posed = posers.reaction(beats, kind=kind, dna=dna, perspective=instigator.perspective)
    unhurt = swap.contact - swap.frame
    own = (
        frame.model_copy(
            update={
                "phase": phase,
                "impact_window": False,
                "force": None,
                "force_vector": None,
                "stance": "ground",
                "lift": 0.0,
            }
        )
        for frame, phase in zip(instigator.frames[swap.frame : swap.contact], phases, strict=False)
    )
    before = (*instigator.frames[: swap.frame], *own)
    return settled(
        instigator.model_copy(
            update={"swap_frame": swap.frame, "frames": eased_in(before, posed[unhurt:])}
        )
    )


def _script(
    timeline: AnimationScript,
    frames: tuple[AnimationFrame, ...],
    answer: Answer,
    swap_frame: int | None,
) -> AnimationScript:
    script = AnimationScript.model_construct(
        action_type=ACTION_OF[answer.kind],
        difficulty_tier=timeline.difficulty_tier,
        perspective=timeline.perspective,
        frame_count=timeline.frame_count,
        physics_reasoning=_reasoning(timeline, frames, answer, swap_frame),
        response=answer.kind,
        swap_frame=swap_frame,
        alignment=answer.shift,
        joins=(),
        frames=frames,
    )
    return settled(script)


def _reasoning(
    timeline: AnimationScript,
    frames: Sequence[AnimationFrame],
    answer: Answer,
    swap_frame: int | None,
) -> str:
    furthest = max((abs(frame.travel.forward) for frame in frames), default=0.0)
    said = (
        f"Bound to the instigator's {timeline.frame_count} frames, {answer.shift} later: "
        f"{answer.kind} at a mass ratio of {answer.mass_ratio:.2f}, "
        f"{furthest:.2f} head heights away at most."
    )
    return said if swap_frame is None else f"{said} The roles swap at frame {swap_frame}."


def _durations(timeline: AnimationScript) -> list[int]:
    return [frame.duration_ms for frame in timeline.frames]


def _strikes(timeline: AnimationScript, shift: int) -> list[Strike]:
    frames, count = timeline.frames, timeline.frame_count
    nothing = Strike()
    return [
        Strike(window=frames[index - shift].impact_window, force=frames[index - shift].force)
        if 0 <= index - shift < count
        else nothing
        for index in range(count)
    ]


def _backstep(answer: Answer, phases: Sequence[Phase], view: Perspective) -> float:
    return backstep_heads(
        answer.dna, words=answer.words, kind=answer.kind, perspective=view, phases=phases
    )
