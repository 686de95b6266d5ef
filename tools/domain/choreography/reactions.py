"""Poses for the beats of a responder: what a timeline gives times to, this gives bodies to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from tools.domain.animation.beats import Beat
from tools.domain.animation.dna import CharacterDNA
from tools.domain.animation.kinds import Perspective, Phase, ResponderKind
from tools.domain.animation.script import AnimationFrame
from tools.domain.choreography.figures import force_text
from tools.domain.choreography.manner import Manner, manner_of
from tools.domain.choreography.movement import Movement, Shelf, movement
from tools.domain.choreography.posing import Drawn, drawn
from tools.domain.choreography.repertoire import action_movement, reaction_movement

_EVADING: tuple[Phase, ...] = ("Evade Action", "Recovery")
_FALLING: tuple[Phase, ...] = ("Impact Received", "Knockback")


def reaction_frames(
    beats: Sequence[Beat],
    *,
    kind: ResponderKind,
    dna: CharacterDNA,
    perspective: Perspective,
    response: str = "",
) -> tuple[AnimationFrame, ...]:
    """One frame a beat, numbered from 0, each as its beat says and with the pose for its phase.

    `response` are the words of the chosen response ("Rolling Dodge"), which choose among the
    ways to answer so. For a counter or an interrupt these are the beats up to the swap.
    """
    manner = manner_of(dna, "HEAVY", perspective)
    name = reaction_movement(
        kind,
        manner,
        response=response,
        evading=sum(beat.phase in _EVADING for beat in beats),
        falling=sum(beat.phase in _FALLING for beat in beats),
    )
    return _filled(beats, "reactions", name, manner)


def counter_frames(
    beats: Sequence[Beat],
    *,
    dna: CharacterDNA,
    perspective: Perspective,
    kind: ResponderKind = "counter",
) -> tuple[AnimationFrame, ...]:
    """One frame a beat for a responder who strikes back: beats with an instigator's phases."""
    manner = manner_of(dna, "HEAVY", perspective)
    action = "heavy_attack" if kind == "counter" else "light_attack"
    return _filled(beats, "actions", action_movement(action, manner), manner)


def _filled(
    beats: Sequence[Beat], shelf: Shelf, name: str, manner: Manner
) -> tuple[AnimationFrame, ...]:
    whole = movement(shelf, name)
    return tuple(
        _frame(index, beat, drawn(shelf, name, section, share, manner))
        for index, (beat, section, share) in enumerate(_placed(beats, whole))
    )


def _placed(beats: Sequence[Beat], whole: Movement) -> Iterator[tuple[Beat, int, float]]:
    """Each beat with the section that shows its phase and the share of it.

    The runs of a phase that comes back take the sections of that phase in turn.
    """
    seen: dict[Phase, int] = {}
    for phase, run in groupby(beats, key=_phase_of):
        there = [i for i, section in enumerate(whole.sections) if section.phase == phase]
        if not there:
            there = [_stand_in(phase, whole)]
        section = there[min(seen.get(phase, 0), len(there) - 1)]
        seen[phase] = seen.get(phase, 0) + 1
        members = list(run)
        golden = whole.sections[section].golden
        for beat in members:
            yield beat, section, golden if len(members) == 1 else beat.share


def _phase_of(beat: Beat) -> Phase:
    return beat.phase


_CLOSEST: dict[Phase, tuple[Phase, ...]] = {
    "Ready": ("Idle", "Startup", "Return to Ready", "Anticipation"),
    "Idle": ("Ready", "Return to Ready", "Recovery"),
    "Startup": ("Ready", "Anticipation"),
    "Anticipation": ("Ready", "React", "Prepare"),
    "React": ("Anticipation", "Ready"),
    "Prepare": ("React", "Anticipation", "Ready"),
    "Impact Received": ("Evade Action", "Contact", "React"),
    "Contact": ("Impact Received", "Evade Action"),
    "Stagger": ("Knockback", "Impact Received", "Recovery"),
    "Knockback": ("Stagger", "Impact Received", "Recovery"),
    "Evade Action": ("Prepare", "React"),
    "Follow-through": ("Contact", "Stagger", "Knockback", "Recovery"),
    "Recovery": ("Return to Ready", "Ready"),
    "Return to Ready": ("Recovery", "Ready"),
}


def _stand_in(phase: Phase, whole: Movement) -> int:
    """The section nearest in meaning to a phase that this movement does not have."""
    there = {section.phase: i for i, section in reversed(list(enumerate(whole.sections)))}
    return next((there[close] for close in _CLOSEST[phase] if close in there), 0)


def _frame(index: int, beat: Beat, shown: Drawn) -> AnimationFrame:
    return AnimationFrame.model_construct(
        frame_index=index,
        phase=beat.phase,
        pose=shown.joints,
        pose_description=shown.says,
        visual_focus=shown.section.focus,
        impact_window=beat.impact_window,
        force_vector=force_text(beat.force) if beat.force else None,
        force=beat.force,
        duration_ms=beat.duration_ms,
        left_hand=shown.left_hand,
        right_hand=shown.right_hand,
        stance=shown.stance,
        lift=shown.lift,
        travel=beat.travel,
        expression=shown.expression,
        effects=shown.effects,
    )
