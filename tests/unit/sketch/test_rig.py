"""The skeleton: bones keep their lengths, joints their ranges, mirrors undo themselves."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from tools.domain.rig import (
    JOINTS,
    LIMITS,
    Angles,
    Camera,
    Joint,
    PoseAngles,
    blended,
    mirrored,
    parent_of,
    posed,
    proportions_of,
    rest_offset,
)


@st.composite
def poses(draw: st.DrawFn) -> PoseAngles:
    joints: dict[Joint, Angles] = {}
    for joint in draw(st.lists(st.sampled_from(JOINTS), unique=True, max_size=8)):
        limits = LIMITS[joint]
        turn = {
            motion: draw(st.floats(*getattr(limits, motion), allow_nan=False))
            for motion in ("flex", "abduct", "twist")
        }
        joints[joint] = Angles(**turn)
    return PoseAngles(joints=joints)


@settings(max_examples=40, deadline=None)
@given(poses())
def test_any_pose_keeps_the_length_of_every_bone(pose: PoseAngles) -> None:
    sizes = proportions_of()
    skeleton = posed(pose, sizes)
    for joint in JOINTS:
        parent = parent_of(joint)
        if parent:
            bone = np.linalg.norm(skeleton.points[joint] - skeleton.points[parent])
            assert bone == pytest.approx(np.linalg.norm(rest_offset(joint, sizes)), abs=1e-6)


@settings(max_examples=40, deadline=None)
@given(poses())
def test_mirroring_twice_gives_the_pose_back(pose: PoseAngles) -> None:
    assert mirrored(mirrored(pose)) == pose


@settings(max_examples=25, deadline=None)
@given(poses())
def test_a_mirrored_pose_is_the_picture_of_the_pose_in_a_looking_glass(pose: PoseAngles) -> None:
    sizes = proportions_of()
    one, other = posed(pose, sizes), posed(mirrored(pose), sizes)
    for name, across in (("hand_l", "hand_r"), ("toe_r", "toe_l"), ("crown", "crown")):
        assert one.points[name] * (-1, 1, 1) == pytest.approx(other.points[across], abs=1e-6)


@settings(max_examples=25, deadline=None)
@given(poses(), st.floats(-180, 180), st.floats(-40, 40))
def test_the_camera_only_turns(pose: PoseAngles, yaw: float, pitch: float) -> None:
    skeleton = posed(pose, proportions_of())
    camera = Camera(yaw=yaw, pitch=pitch)
    for name in ("hand_l", "toe_r", "crown"):
        seen = np.linalg.norm(camera.project(skeleton.points[name]))
        assert seen == pytest.approx(np.linalg.norm(skeleton.points[name]))


@pytest.mark.parametrize("joint", JOINTS)
def test_a_joint_is_not_turned_beyond_its_range(joint: Joint) -> None:
    beyond = LIMITS[joint].flex[1] + 1.0
    with pytest.raises(ValidationError, match=f"{joint} cannot flex to"):
        PoseAngles(joints={joint: Angles(flex=beyond)})


def test_half_way_between_two_poses_every_angle_is_half_way() -> None:
    high = PoseAngles(joints={"elbow_l": Angles(flex=90.0)}, lift=1.0)
    middle = blended(PoseAngles(), high, 0.5)
    assert middle.angles("elbow_l").flex == 45.0
    assert middle.lift == 0.5


def test_adults_stand_about_six_and_a_half_heads_tall_and_children_less() -> None:
    assert 640 < proportions_of().stature < 665
    assert proportions_of(age="child").stature < proportions_of(age="teen").stature < 640
    assert proportions_of(height="tall").stature > proportions_of().stature
