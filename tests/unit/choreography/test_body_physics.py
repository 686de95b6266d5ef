"""Physical checks: each rule catches what it is for, and measures as the rig does."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.domain.animation.physics import JUMP_MOST, physical_violations, sole_below_pelvis
from tools.domain.animation.script import AnimationFrame, AnimationScript
from tools.domain.rig import JOINTS, LIMITS, Angles, Joint, PoseAngles, Proportions, posed


def frame(index: int = 0, **kwargs: object) -> AnimationFrame:
    facts = {"frame_index": index, "phase": "Recovery", "duration_ms": 100} | kwargs
    return AnimationFrame.model_validate(facts)


def codes(*frames: AnimationFrame, action: str = "victory") -> list[tuple[str, int | None]]:
    script = AnimationScript.model_validate(
        {"action_type": action, "frame_count": len(frames), "frames": frames}
    )
    return [(v.code, v.frame) for v in physical_violations(script, who="instigator")]


def bent(joint: Joint, **angles: float) -> dict[Joint, Angles]:
    return {joint: Angles(**angles)}


def test_standing_still_breaks_nothing() -> None:
    assert codes(frame(0), frame(1)) == []


@pytest.mark.parametrize(
    ("joint", "angles"),
    [("knee_l", {"flex": -5.0}), ("elbow_r", {"flex": 160.0}), ("waist", {"twist": 30.0})],
)
def test_a_joint_bent_beyond_its_range_is_named(joint: Joint, angles: dict[str, float]) -> None:
    script = AnimationScript(
        action_type="victory", frame_count=1, frames=(frame(pose=bent(joint, **angles)),)
    )
    (found,) = physical_violations(script, who="responder-2")
    assert (found.code, found.frame, found.who) == ("JOINT_OUT_OF_RANGE", 0, "responder-2")
    assert joint in found.detail


def test_a_leap_between_neighbours_is_caught_at_the_later_frame() -> None:
    far = JUMP_MOST["shoulder"] + 10
    assert codes(frame(0), frame(1), frame(2, pose=bent("shoulder_r", flex=far))) == [
        ("POSE_JUMP", 2)
    ]


def test_a_blow_may_be_faster_but_not_by_any_amount() -> None:
    far = JUMP_MOST["elbow"] + 10
    struck = frame(1, pose=bent("elbow_r", flex=far), phase="Contact")
    assert codes(frame(0), struck) == []
    assert codes(frame(0), struck.model_copy(update={"phase": "Recovery"})) == [("POSE_JUMP", 1)]
    turned = frame(1, pose=bent("pelvis", twist=175.0), phase="Contact")
    assert codes(frame(0), turned) == [("POSE_JUMP", 1)]


def test_a_whole_turn_is_no_leap() -> None:
    flying = {"stance": "air", "lift": 0.5}
    before = frame(0, pose=bent("pelvis", flex=175.0), **flying)
    assert codes(before, frame(1, pose=bent("pelvis", flex=-175.0), **flying)) == []


def test_a_loop_leaps_at_its_seam() -> None:
    far = frame(1, pose=bent("hip_r", flex=100.0))
    further = frame(2, pose=bent("hip_r", flex=125.0))
    assert codes(frame(0), far, further, action="walk") == [("POSE_JUMP", 0)]
    assert codes(frame(0), far, further) == []


def test_who_stands_has_no_lift_and_who_flies_has_one() -> None:
    assert codes(frame(lift=0.4)) == [("FEET_OFF_GROUND", 0)]
    assert codes(frame(stance="air")) == [("FEET_OFF_GROUND", 0)]
    assert codes(frame(stance="air", lift=0.4)) == []


def test_nobody_flies_before_the_leap() -> None:
    assert codes(frame(stance="air", lift=0.4, phase="Anticipation")) == [("FEET_OFF_GROUND", 0)]


def test_standing_on_the_hands_is_not_standing() -> None:
    down = bent("pelvis", flex=180.0) | {
        "shoulder_l": Angles(flex=180.0), "shoulder_r": Angles(flex=180.0)
    }  # fmt: skip
    assert codes(frame(pose=down)) == [("FEET_OFF_GROUND", 0)]


def test_kneeling_and_lying_are_on_the_ground() -> None:
    kneeling = {
        "hip_l": Angles(flex=5.0), "knee_l": Angles(flex=110.0), "hip_r": Angles(flex=5.0),
        "knee_r": Angles(flex=110.0),
    }  # fmt: skip
    assert codes(frame(pose=kneeling)) == []
    assert codes(frame(pose=bent("pelvis", flex=-90.0))) == []


@st.composite
def poses(draw: st.DrawFn) -> dict[Joint, Angles]:
    chosen = draw(st.lists(st.sampled_from(JOINTS), max_size=8, unique=True))
    return {
        joint: Angles(
            **{
                motion: draw(st.floats(*getattr(LIMITS[joint], motion)))
                for motion in ("flex", "abduct", "twist")
            }
        )
        for joint in chosen
    }


@given(poses())
def test_feet_are_measured_as_the_rig_places_them(pose: dict[Joint, Angles]) -> None:
    skeleton = posed(PoseAngles(joints=pose), Proportions())
    lowest = max(skeleton.points[tip][1] for tip in ("heel_l", "heel_r", "toe_l", "toe_r"))
    np.testing.assert_allclose(sole_below_pelvis(frame(pose=pose)), lowest, atol=1e-6)
