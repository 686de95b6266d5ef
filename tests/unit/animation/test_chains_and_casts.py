"""Several responders to one blow, and sequences chained through a matching pose."""

from __future__ import annotations

from typing import Any

import pytest

from tools.domain.animation.combos import chained, chained_casts
from tools.domain.animation.derivation import Answer, derived
from tools.domain.animation.dna import BodyProportions, CharacterDNA
from tools.domain.animation.errors import SecondSwapError, ShiftRefusedError
from tools.domain.animation.joining import (
    blended_pose,
    distance_degrees,
    eased_in,
    gap_steps,
)
from tools.domain.animation.kinds import ResponderKind
from tools.domain.animation.script import AnimationFrame, AnimationScript, Travel
from tools.domain.animation.several import derived_for_all
from tools.domain.animation.temporal import check_binding
from tools.domain.choreography import choreographed
from tools.domain.errors import InvalidError, LimitExceededError
from tools.domain.rig import Angles

KAI = CharacterDNA(
    archetype="knight",
    body_type="average",
    body_proportions=BodyProportions(head_to_body=2.5, height_class="average"),
    mass_class="medium",
    mobility="medium",
    dominant_colors=(),
    weapon_type="sword",
    weapon_mass="medium",
)


def blow(count: int = 8, **facts: Any) -> AnimationScript:
    action = facts.pop("action", "heavy_attack")
    view = facts.pop("perspective", "side")
    return choreographed(action, frame_count=count, tier="LIGHT", perspective=view, dna=KAI)


def answer(kind: ResponderKind, *, ratio: float = 1.0, shift: int = 0) -> Answer:
    return Answer(kind=kind, dna=KAI, mass_ratio=ratio, shift=shift)


def posed(flex: float, index: int = 0) -> AnimationFrame:
    return AnimationFrame(
        frame_index=index,
        phase="Idle",
        duration_ms=100,
        pose={"shoulder_r": Angles(flex=flex)} if flex else {},
    )


def still(*flexes: float) -> AnimationScript:
    frames = tuple(posed(flex, index) for index, flex in enumerate(flexes))
    return AnimationScript(action_type="idle", frame_count=len(frames), frames=frames)


def flexes(script: AnimationScript) -> list[float]:
    return [frame.pose["shoulder_r"].flex if frame.pose else 0.0 for frame in script.frames]


def test_each_responder_answers_in_its_own_way() -> None:
    answers = [answer("dodge"), answer("full_hit", ratio=2.0), answer("block", shift=1)]
    instigator, scripts = derived_for_all(blow(), answers)
    assert instigator == blow()
    for given, script in zip(answers, scripts, strict=True):
        report = check_binding(
            instigator, script, kind=given.kind, mass_ratio=given.mass_ratio, shift=given.shift
        )
        assert report.holds, report.violations
        assert script.response == given.kind


@pytest.mark.parametrize("kind", ["counter", "interrupt"])
@pytest.mark.parametrize("place", [0, 2])
def test_the_others_answer_what_is_left_of_a_blow(kind: ResponderKind, place: int) -> None:
    answers = [answer("full_hit"), answer("dodge"), answer("partial_hit")]
    answers[place] = answer(kind)
    instigator, scripts = derived_for_all(blow(), answers)
    assert instigator.swap_frame == scripts[place].swap_frame
    for given, script in zip(answers, scripts, strict=True):
        report = check_binding(instigator, script, kind=given.kind, mass_ratio=1.0)
        assert report.holds, report.violations
    hit = scripts[0 if place else 2]
    received = [frame for frame in hit.frames if frame.impact_window]
    assert len(received) == (1 if kind == "counter" else 0)
    assert ("Recovery" in {frame.phase for frame in hit.frames}) == (kind == "counter")


def test_only_one_can_strike_back() -> None:
    with pytest.raises(SecondSwapError) as refused:
        derived_for_all(blow(), [answer("counter"), answer("dodge"), answer("interrupt")])
    assert refused.value.code == "ONE_COUNTER_ONLY"
    assert refused.value.facts["who"] == "responder-3"
    assert "responder does (counter)" in refused.value.detail


def test_a_shift_that_one_cannot_take_is_refused_for_all() -> None:
    with pytest.raises(ShiftRefusedError):
        derived_for_all(blow(), [answer("dodge"), answer("block", shift=-1)])


def test_sequences_meet_where_they_are_most_alike() -> None:
    whole = chained([still(90, 90, 90, 0, 45), still(0, 10, 90, 0)])
    assert flexes(whole) == [90, 90, 90, 0, 0, 10, 90, 0]
    assert whole.joins == (4,)
    assert [frame.frame_index for frame in whole.frames] == list(range(8))
    assert (whole.frame_count, whole.action_type) == (8, "combo")


def test_a_gap_is_bridged_by_frames_between() -> None:
    whole = chained([still(-60, -60, -60, -60), still(180, 180, 180, 180)])
    assert flexes(whole) == [-60, -60, -60, -60, 60, 180, 180, 180, 180]
    assert whole.joins == (5,)
    assert whole.frames[4].phase == "Recovery"
    assert not whole.frames[4].impact_window


def test_blows_are_never_cut_away() -> None:
    whole = chained([blow(), blow(action="light_attack", count=6), blow()])
    contacts = [frame for frame in whole.frames if frame.phase == "Contact"]
    assert len(contacts) == 3
    assert len(whole.joins) == 2
    assert all(a.impact_window for a in contacts)
    for join in whole.joins:
        one, two = whole.frames[join - 1], whole.frames[join]
        assert gap_steps(one.pose, two.pose) <= 1.0


def test_bound_casts_stay_bound() -> None:
    one = derived(blow(), kind="full_hit", dna=KAI, mass_ratio=1.0)
    two = derived(blow(9, action="cast_spell"), kind="block", dna=KAI, mass_ratio=1.0)
    instigator, responder = chained_casts([one, two])
    assert instigator.frame_count == responder.frame_count
    assert instigator.joins == responder.joins
    for ours, theirs in zip(responder.frames, instigator.frames, strict=True):
        assert ours.duration_ms == theirs.duration_ms
        assert theirs.impact_window or not ours.impact_window
    assert responder.response is None
    assert instigator.first_contact == blow().first_contact


def test_who_is_driven_off_is_followed() -> None:
    one = derived(blow(), kind="full_hit", dna=KAI, mass_ratio=1.0)
    instigator, responder = chained_casts([one, one])
    contact = [f.frame_index for f in instigator.frames if f.phase == "Contact"][-1]
    far = one[1].frames[-1].travel.forward
    assert responder.frames[contact].travel.forward == pytest.approx(far, abs=1e-3)
    own = one[0].frames[one[0].first_contact or 0].travel.forward
    assert instigator.frames[contact].travel.forward == pytest.approx(own - far, abs=1e-3)
    start = instigator.joins[0]
    assert responder.frames[start].travel.forward == pytest.approx(far, abs=1e-3)


def test_a_figure_goes_on_from_where_it_stands() -> None:
    gone = still(0, 0, 0, 0)
    moved = tuple(f.model_copy(update={"travel": Travel(forward=1.5)}) for f in gone.frames)
    whole = chained([gone.model_copy(update={"frames": moved}), gone])
    assert {frame.travel.forward for frame in whole.frames} == {1.5}


def test_a_chain_needs_two() -> None:
    with pytest.raises(InvalidError) as refused:
        chained([blow()])
    assert refused.value.code == "NOTHING_TO_CHAIN"


def test_a_chain_needs_the_same_cast_and_view() -> None:
    bound = derived(blow(), kind="block", dna=KAI, mass_ratio=1.0)
    with pytest.raises(InvalidError) as refused:
        chained_casts([bound, (blow(),)])
    assert refused.value.code == "CASTS_DIFFER"
    with pytest.raises(InvalidError) as refused:
        chained([blow(), blow(perspective="front")])
    assert refused.value.code == "PERSPECTIVES_DIFFER"


def test_a_chain_ends_at_sixty_four_frames() -> None:
    sixteen = still(*[0.0] * 16)
    assert chained([sixteen] * 4).frame_count == 64
    with pytest.raises(LimitExceededError) as refused:
        chained([sixteen] * 5)
    assert refused.value.facts["limit"] == 64


def test_poses_are_compared_joint_by_joint() -> None:
    one = {"shoulder_r": Angles(flex=10.0, twist=-5.0)}
    two = {"shoulder_r": Angles(flex=40.0), "knee_l": Angles(flex=20.0)}
    assert gap_steps(one, two) == pytest.approx(35 / 140)
    assert gap_steps({}, {"neck": Angles(flex=30.0, twist=-30.0)}) == pytest.approx(60 / 55)
    assert distance_degrees(one, two) == 55.0
    assert gap_steps({}, {}) == 0.0


def test_the_body_turns_the_short_way_round() -> None:
    one, two = {"pelvis": Angles(twist=170.0)}, {"pelvis": Angles(twist=-170.0)}
    assert gap_steps(one, two) == pytest.approx(20 / 105)
    assert abs(blended_pose(one, two, 0.5)["pelvis"].twist) == 180.0
    assert blended_pose(one, two, 0.25)["pelvis"].twist == 175.0


def test_a_join_is_eased_until_the_pose_is_reached() -> None:
    frames = eased_in([posed(-60)], [posed(180), posed(180), posed(50)])
    assert [frame.pose["shoulder_r"].flex for frame in frames] == [-60, 77.2, 180, 50]
    assert [frame.frame_index for frame in frames] == [0, 1, 2, 3]
    assert eased_in([], [posed(5)])[0].pose["shoulder_r"].flex == 5


def test_far_poses_are_left_alone_once_reached() -> None:
    frames = eased_in([posed(0)], [posed(20), posed(180)])
    assert [f.pose["shoulder_r"].flex for f in frames[1:]] == [20, 180]
