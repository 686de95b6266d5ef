"""Scripts of single characters: exact counts, possible bodies, closed loops, scaled by DNA."""

from __future__ import annotations

import math
from itertools import product
from typing import get_args

import pytest

from tools.domain.animation.dna import BodyProportions, CharacterDNA, MassClass, Reach, WeaponMass
from tools.domain.animation.kinds import (
    ActionType,
    ContactAction,
    DifficultyTier,
    InstigatorPhase,
    Perspective,
)
from tools.domain.animation.physics import physical_violations
from tools.domain.animation.script import AnimationScript
from tools.domain.choreography import choreographed
from tools.domain.choreography.movement import movement, movement_names

ACTIONS: tuple[ActionType, ...] = get_args(ActionType)
TIERS: tuple[DifficultyTier, ...] = get_args(DifficultyTier)
VIEWS: tuple[Perspective, ...] = get_args(Perspective)
COUNTS = (4, 6, 8, 9, 12, 16)
ATTACKS: tuple[ActionType, ...] = get_args(ContactAction)


def somebody(
    weapon: str | None = "sword",
    weapon_mass: WeaponMass = "medium",
    mass: MassClass = "medium",
    reach: Reach = "medium",
) -> CharacterDNA:
    return CharacterDNA(
        archetype="fighter",
        body_type="average",
        body_proportions=BodyProportions(head_to_body=3.0, height_class="average"),
        mass_class=mass,
        mobility="medium",
        dominant_colors=(),
        weapon_type=weapon,
        weapon_mass=weapon_mass,
        reach=reach,
    )


EVERYBODY = (
    somebody(None, "none", "light", "short"),
    somebody(None, "none", "massive", "long"),
    somebody("dagger", "light", "light", "short"),
    somebody("greatsword", "oversized", "massive", "long"),
    somebody("spear", "heavy", "heavy", "long"),
    somebody("staff", "light", "medium", "medium"),
    somebody("longbow", "light", "medium", "long"),
    somebody("pistol", "light", "medium", "medium"),
    somebody("rifle", "medium", "light", "long"),
)


def heavy_blow(
    dna: CharacterDNA, tier: DifficultyTier = "HEAVY", count: int = 12
) -> AnimationScript:
    return choreographed("heavy_attack", frame_count=count, tier=tier, perspective="side", dna=dna)


@pytest.mark.parametrize("action", ACTIONS)
def test_every_body_can_do_every_frame_of_an_action(action: ActionType) -> None:
    for index, (count, tier, turn) in enumerate(product(COUNTS, TIERS, range(3))):
        view, dna = VIEWS[index % len(VIEWS)], EVERYBODY[(index + turn) % len(EVERYBODY)]
        script = choreographed(action, frame_count=count, tier=tier, perspective=view, dna=dna)
        assert [frame.frame_index for frame in script.frames] == list(range(count))
        assert physical_violations(script, who="instigator") == ()


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_of_an_action_is_possible(view: Perspective) -> None:
    for action, dna in product(ACTIONS, EVERYBODY[::2]):
        script = choreographed(action, frame_count=8, tier="BOSS", perspective=view, dna=dna)
        assert physical_violations(script, who="instigator") == ()
        assert AnimationScript.model_validate(script.model_dump()) == script
        assert script.perspective == view


@pytest.mark.parametrize("action", ATTACKS)
def test_attacks_reach_somebody_with_force_and_others_do_not(action: ActionType) -> None:
    for count, dna in product(COUNTS, EVERYBODY):
        script = choreographed(action, frame_count=count, tier="LIGHT", perspective="side", dna=dna)
        blows = [frame for frame in script.frames if frame.phase == "Contact"]
        assert script.first_contact is not None and script.first_contact > 0
        for frame in script.frames:
            assert frame.impact_window == (frame in blows) == (frame.force is not None)
        for blow in blows:
            assert blow.force is not None and blow.force_vector is not None
            assert math.hypot(blow.force.x, blow.force.y) == pytest.approx(1.0, abs=2e-3)
            assert 0.1 <= blow.force.magnitude <= 1.0
            assert blow.force_vector.endswith(f"{blow.force.magnitude:g}")


@pytest.mark.parametrize("action", sorted(set(ACTIONS) - set(ATTACKS)))
def test_what_is_not_an_attack_has_no_contact(action: ActionType) -> None:
    script = choreographed(action, frame_count=16, tier="BOSS", perspective="side", dna=somebody())
    assert script.first_contact is None
    assert not any(frame.impact_window or frame.force for frame in script.frames)


@pytest.mark.parametrize("weapon", ["sword", "spear", "longbow", "pistol", None])
def test_a_combo_lands_several_blows_that_are_apart(weapon: str | None) -> None:
    dna = somebody(weapon, "medium" if weapon else "none")
    script = choreographed("combo", frame_count=12, tier="HEAVY", perspective="side", dna=dna)
    phases = [frame.phase for frame in script.frames]
    runs = [p for i, p in enumerate(phases) if p == "Contact" and phases[i - 1] != "Contact"]
    assert len(runs) == 3


def test_four_frames_still_anticipate_land_and_recover() -> None:
    phases = [frame.phase for frame in heavy_blow(somebody(), count=4).frames]
    assert phases == ["Anticipation", "Contact", "Follow-through", "Recovery"]


def test_a_boss_tells_its_blow_longer_and_larger_than_a_light_foe() -> None:
    def told(tier: DifficultyTier) -> tuple[int, float]:
        script = heavy_blow(somebody(), tier)
        frames = [frame for frame in script.frames if frame.phase == "Anticipation"]
        raised = max(frame.pose["shoulder_r"].flex for frame in frames)
        return sum(frame.duration_ms for frame in frames), raised

    (light, low), (boss, high) = told("LIGHT"), told("BOSS")
    assert boss > 2 * light
    assert high > low


def test_the_heavier_the_weapon_the_slower_the_swing() -> None:
    durations = [
        heavy_blow(somebody("sword", mass)).duration_ms
        for mass in ("light", "medium", "heavy", "oversized")
    ]
    assert durations == sorted(set(durations))


def test_the_wind_up_is_held_and_the_passage_is_fast() -> None:
    frames = [frame for frame in heavy_blow(somebody()).frames if frame.phase == "Anticipation"]
    assert frames[-1].duration_ms > 1.4 * frames[0].duration_ms


def test_the_reasoning_has_the_figures_of_the_body() -> None:
    said = heavy_blow(somebody(mass="heavy")).physics_reasoning
    assert "97 kg" in said and "N s" in said and "m/s" in said


def test_weapons_are_wielded_each_in_its_way() -> None:
    armed: tuple[tuple[str | None, WeaponMass], ...] = (
        (None, "none"), ("sword", "medium"), ("warhammer", "heavy"), ("spear", "medium"),
        ("bow", "light"), ("pistol", "light"),
    )  # fmt: skip
    poses = {
        weapon: str(heavy_blow(somebody(weapon, mass)).frames[4].pose) for weapon, mass in armed
    }
    assert len(set(poses.values())) == len(poses)


@pytest.mark.parametrize("action", ["walk", "run"])
def test_feet_and_arms_take_turns(action: ActionType) -> None:
    frames = choreographed(
        action,
        frame_count=8,
        tier="HEAVY",
        perspective="side",
        dna=somebody(None, "none"),
    ).frames
    for early, late in zip(frames[:4], frames[4:], strict=True):
        for right, left in (("hip_r", "hip_l"), ("knee_r", "knee_l"), ("shoulder_r", "shoulder_l")):
            turn = early.pose[right].flex - late.pose[left].flex  # pyright: ignore[reportArgumentType]
            assert abs(turn) < 6.0
    assert frames[0].pose["hip_r"].flex > frames[0].pose["hip_l"].flex
    assert frames[0].pose["shoulder_r"].flex < frames[0].pose["shoulder_l"].flex


def test_a_run_leaves_the_ground_twice_a_stride_and_a_walk_never() -> None:
    def airborne(action: ActionType) -> int:
        frames = choreographed(
            action, frame_count=8, tier="HEAVY", perspective="side", dna=somebody()
        ).frames
        return sum(frame.stance == "air" for frame in frames)

    assert airborne("run") == 2
    assert airborne("walk") == 0


def test_a_jump_rises_and_falls_once() -> None:
    lifts = [
        frame.lift
        for frame in choreographed(
            "jump", frame_count=12, tier="HEAVY", perspective="side", dna=somebody()
        ).frames
    ]
    top = lifts.index(max(lifts))
    assert lifts[0] == lifts[-1] == 0.0 and lifts[top] > 0.6
    assert lifts[:top] == sorted(lifts[:top])
    assert lifts[top:] == sorted(lifts[top:], reverse=True)


def test_the_dead_lie_on_their_backs() -> None:
    last = choreographed(
        "death", frame_count=8, tier="HEAVY", perspective="side", dna=somebody()
    ).frames[-1]
    assert last.pose["pelvis"].flex == pytest.approx(-90, abs=8)


def test_every_data_file_is_sound_and_every_phase_is_of_the_contract() -> None:
    for name in movement_names("actions"):
        phases = {section.phase for section in movement("actions", name).sections}
        assert phases <= set(get_args(InstigatorPhase)), name
    assert len(movement_names("actions")) > len(ACTIONS)


def test_too_few_frames_for_the_phases_are_refused() -> None:
    with pytest.raises(ValueError, match="too few"):
        heavy_blow(somebody(), count=3)
