"""Poses for a responder's beats: what is given is kept, what is shown is possible."""

from __future__ import annotations

from itertools import product
from typing import get_args

import pytest

from tools.domain.animation.beats import Beat
from tools.domain.animation.dna import BodyProportions, CharacterDNA, MassClass, Mobility
from tools.domain.animation.kinds import Perspective, Phase, ResponderKind
from tools.domain.animation.physics import physical_violations
from tools.domain.animation.script import AnimationFrame, AnimationScript, Force, Travel
from tools.domain.choreography import counter_frames, reaction_frames
from tools.domain.choreography.movement import movement, movement_names
from tools.domain.rig import Proportions, posed

HIT: tuple[Phase, ...] = ("Ready", "Anticipation", "Impact Received", "Knockback", "Recovery")
STAGGER: tuple[Phase, ...] = ("Ready", "Anticipation", "Impact Received", "Stagger", "Recovery")
DODGE: tuple[Phase, ...] = (
    "Ready", "React", "Prepare", "Evade Action", "Recovery", "Return to Ready",
)  # fmt: skip
STRIKE: tuple[Phase, ...] = ("Anticipation", "Contact", "Follow-through", "Recovery")
COLUMNS: dict[ResponderKind, tuple[Phase, ...]] = {
    "dodge": DODGE, "block": STAGGER, "partial_hit": STAGGER, "full_hit": HIT,
    "counter": DODGE[:4], "interrupt": DODGE[:3],
}  # fmt: skip
KINDS: tuple[ResponderKind, ...] = get_args(ResponderKind)
VIEWS: tuple[Perspective, ...] = get_args(Perspective)


def somebody(mobility: Mobility = "medium", mass: MassClass = "medium") -> CharacterDNA:
    return CharacterDNA(
        archetype="fighter",
        body_type="average",
        body_proportions=BodyProportions(head_to_body=3.0, height_class="average"),
        mass_class=mass,
        mobility=mobility,
        dominant_colors=(),
        weapon_type="sword",
        weapon_mass="medium",
    )


def beats(phases: tuple[Phase, ...], each: int) -> list[Beat]:
    return [
        Beat(phase=phase, share=0.5 if each == 1 else place / (each - 1), duration_ms=100)
        for phase in phases
        for place in range(each)
    ]


def script_of(frames: tuple[AnimationFrame, ...]) -> AnimationScript:
    return AnimationScript(action_type="hit_reaction", frame_count=len(frames), frames=frames)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("each", [1, 2])
def test_every_answer_is_possible_for_every_body(kind: ResponderKind, each: int) -> None:
    ways = ("", "Rolling Dodge", "Evade", "Backstep Dodge", "onto a knee")
    for index, (mass, words) in enumerate(product(get_args(MassClass), ways)):
        view = VIEWS[index % len(VIEWS)]
        frames = reaction_frames(
            beats(COLUMNS[kind], each),
            kind=kind,
            dna=somebody(mass=mass),
            perspective=view,
            response=words,
        )
        assert physical_violations(script_of(frames), who="responder") == ()


def test_frames_keep_what_their_beats_say() -> None:
    force = Force(x=1.0, y=0.0, magnitude=0.8)
    given = [
        Beat(phase="Ready", share=0.5, duration_ms=70),
        Beat(phase="Impact Received", share=0.5, duration_ms=150, impact_window=True, force=force,
             travel=Travel(forward=-0.3)),
        Beat(phase="Knockback", share=0.5, duration_ms=220, travel=Travel(forward=-1.2)),
    ]  # fmt: skip
    frames = reaction_frames(given, kind="full_hit", dna=somebody(), perspective="side")
    for index, (beat, frame) in enumerate(zip(given, frames, strict=True)):
        assert frame.frame_index == index
        kept = (frame.phase, frame.duration_ms, frame.impact_window, frame.force, frame.travel)
        assert kept == (
            beat.phase, beat.duration_ms, beat.impact_window, beat.force, beat.travel,
        )  # fmt: skip
    assert frames[1].force_vector == "right 0.8"
    assert frames[0].force_vector is None


@pytest.mark.parametrize("kind", ["counter", "interrupt"])
def test_who_strikes_back_winds_up_and_lands(kind: ResponderKind) -> None:
    frames = counter_frames(beats(STRIKE, 1), dna=somebody(), perspective="side", kind=kind)
    assert physical_violations(script_of(frames), who="responder") == ()
    assert [frame.phase for frame in frames] == list(STRIKE)
    wound_up = posed(frames[0].rig_pose(), Proportions()).points
    assert wound_up["hand_r"][1] < wound_up["shoulder_r"][1]
    assert wound_up["hand_r"][2] < wound_up["chin"][2]
    assert "impact" in frames[1].effects


def lowest_trunk(words: str, mobility: Mobility, each: int = 2) -> AnimationFrame:
    frames = reaction_frames(
        beats(DODGE, each), kind="dodge", dna=somebody(mobility), perspective="side", response=words
    )
    return next(frame for frame in frames if frame.phase == "Evade Action")


def test_the_words_of_a_response_choose_how_to_dodge() -> None:
    assert lowest_trunk("Backstep Dodge", "low").stance == "air"
    ducked = lowest_trunk("Evade", "high")
    assert ducked.stance == "ground" and ducked.pose["knee_l"].flex > 80
    rolled = lowest_trunk("Rolling Dodge", "medium")
    assert rolled.pose["pelvis"].flex < -20


def test_who_cannot_leap_ducks() -> None:
    assert lowest_trunk("", "low").stance == "ground"
    assert lowest_trunk("", "high").stance == "air"


def test_a_roll_without_the_frames_for_it_becomes_a_duck() -> None:
    assert lowest_trunk("Rolling Dodge", "high", each=1).pose["pelvis"].flex > 0


def test_a_full_hit_lays_a_light_body_on_its_back_and_a_massive_one_on_its_knee() -> None:
    def fallen(mass: MassClass) -> float:
        frames = reaction_frames(
            beats(HIT, 2), kind="full_hit", dna=somebody(mass=mass), perspective="side"
        )
        return min(frame.pose["pelvis"].flex for frame in frames)

    assert fallen("light") < -80
    assert fallen("massive") > -40


def test_every_reaction_file_knows_every_phase_of_its_column() -> None:
    for name in movement_names("reactions"):
        there = {section.phase for section in movement("reactions", name).sections}
        columns = next(COLUMNS[kind] for kind in KINDS if name.startswith(kind))
        assert set(columns) <= there, name
