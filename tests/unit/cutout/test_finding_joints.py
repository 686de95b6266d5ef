"""Joints are estimated from a picture alone, and follow what a person corrects."""

from __future__ import annotations

import io
import math

import numpy as np
import pytest
from PIL import Image

from tools.imaging.cutout.errors import FigureTooSmallError, NoFigureError
from tools.imaging.cutout.grid import on_grid, pixel_grid, tripled
from tools.imaging.cutout.joints import estimated_joints
from tools.imaging.cutout.skeleton import JOINT_NAMES, corrected, joint_names, parent_joint
from tools.imaging.decoding import decode


def test_every_joint_of_a_standing_figure_lies_where_bodies_have_it(figures):
    found = estimated_joints(decode(figures.painted("front")))
    joints = found.joints
    assert set(joints) == set(JOINT_NAMES)
    assert found.view == "front"
    for side in ("l", "r"):
        rows = [joints[f"{stem}_{side}"][1] for stem in ("shoulder", "elbow", "wrist")]
        assert rows == sorted(rows)
        rows = [joints[f"{stem}_{side}"][1] for stem in ("hip", "knee", "ankle", "toes")]
        assert rows == sorted(rows)
    assert joints["head"][1] < joints["neck"][1] < joints["chest"][1] < joints["pelvis"][1]


def test_the_characters_left_is_on_the_right_of_a_picture_from_the_front(figures):
    joints = estimated_joints(decode(figures.painted("front"))).joints
    for stem in ("shoulder", "wrist", "hip", "ankle"):
        assert joints[f"{stem}_l"][0] > joints[f"{stem}_r"][0] + 4


@pytest.mark.parametrize(("left", "yaw"), [(False, 90.0), (True, 270.0)])
def test_a_profile_says_which_way_it_looks(figures, left, yaw):
    found = estimated_joints(decode(figures.sprite(left=left)))
    assert (found.view, found.yaw) == ("side", yaw)


def test_a_picture_and_its_mirror_image_have_mirrored_joints(figures):
    right = estimated_joints(decode(figures.sprite())).joints
    left = estimated_joints(decode(figures.sprite(left=True))).joints
    for name, (x, y) in right.items():
        stem, _, side = name.partition("_")
        other = left[f"{stem}_{'r' if side == 'l' else 'l'}" if side else name]
        assert other == pytest.approx((128 - x, y), abs=4.1)


def test_joints_lie_in_the_pixels_of_the_picture_that_was_given(figures):
    picture = decode(figures.painted("front"))
    large = np.asarray(Image.fromarray(picture).resize((512, 512), Image.Resampling.LANCZOS))
    small, big = estimated_joints(picture).joints, estimated_joints(large.copy()).joints
    for name in ("neck", "pelvis", "ankle_l"):
        assert math.dist((small[name][0] * 2, small[name][1] * 2), big[name]) < 16


def test_a_blank_picture_is_refused_in_words():
    with pytest.raises(NoFigureError, match="no figure"):
        estimated_joints(np.full((90, 90, 4), 255, np.uint8))
    with pytest.raises(NoFigureError):
        estimated_joints(np.zeros((64, 64, 4), np.uint8))


def test_a_picture_of_one_pixel_is_refused_in_words():
    with pytest.raises((NoFigureError, FigureTooSmallError)):
        estimated_joints(np.full((1, 1, 4), 255, np.uint8))


def test_a_speck_of_a_figure_is_too_small():
    picture = np.zeros((40, 40, 4), np.uint8)
    picture[20:27, 18:22] = (200, 30, 30, 255)
    with pytest.raises(FigureTooSmallError, match="4x7"):
        estimated_joints(picture)


def test_other_joints_follow_a_corrected_one():
    joints = {name: (10.0 * i, 5.0 * i) for i, name in enumerate(JOINT_NAMES)}
    moved = corrected(
        joints, {"shoulder_l": (joints["shoulder_l"][0] + 6, joints["shoulder_l"][1])}
    )
    assert moved["elbow_l"][0] == joints["elbow_l"][0] + 6
    assert moved["wrist_l"][0] == joints["wrist_l"][0] + 6
    assert moved["elbow_r"] == joints["elbow_r"]


def test_a_joint_between_two_corrected_ones_goes_half_the_way():
    joints = dict.fromkeys(JOINT_NAMES, (0.0, 0.0))
    moved = corrected(joints, {"hip_r": (0.0, 4.0), "ankle_r": (8.0, 4.0)})
    assert moved["knee_r"] == (4.0, 4.0)
    assert moved["toes_r"] == (8.0, 4.0)


def test_the_editors_list_has_every_joint_once_and_hangs_together():
    labels = joint_names()
    assert [label.name for label in labels] == list(JOINT_NAMES)
    assert len({label.label for label in labels}) == len(JOINT_NAMES)
    assert [label.name for label in labels if label.parent is None] == ["pelvis"]
    assert all(label.parent == parent_joint(label.name) for label in labels)


def test_the_grid_of_enlarged_pixel_art_is_found_and_undone(figures):
    picture = decode(figures.sprite())
    assert pixel_grid(picture) == (4, 0, 0)
    own = on_grid(picture, 4, 0, 0)
    assert (own.repeat(4, axis=0).repeat(4, axis=1) == picture).all()
    assert pixel_grid(decode(figures.painted("front")))[0] == 1


def test_rounded_stairs_keep_every_pixels_middle(figures):
    own = on_grid(decode(figures.sprite()), 4, 0, 0)
    large = tripled(own)
    assert (large[1::3, 1::3] == own).all()
    assert {tuple(c) for c in large.reshape(-1, 4)} == {tuple(c) for c in own.reshape(-1, 4)}


def test_the_same_bytes_give_the_same_joints(figures):
    data = figures.painted("three_quarter")
    first = estimated_joints(decode(data))
    assert first == estimated_joints(decode(io.BytesIO(data).getvalue()))
