"""A user's own picture moves like a game's sprite: blows reach, legs step, weapons stay whole."""

from __future__ import annotations

import math
from dataclasses import replace

import cv2
import numpy as np
import pytest

from tools.backends.cutout.framing import extent
from tools.backends.cutout.puppet import puppet_of
from tools.backends.cutout.retargeting import retargeted
from tools.backends.cutout.springs import trailing
from tools.backends.cutout.staging import staged
from tools.domain.animation.script import AnimationFrame, Travel
from tools.domain.rig import Angles
from tools.imaging.cutout.joints import corrected_figure, estimated_joints, find_figure
from tools.imaging.cutout.parts import parted_body
from tools.imaging.decoding import decode


@pytest.fixture(scope="module")
def sprite(figures):
    return puppet_of(find_figure(decode(figures.sprite()), 256))


def posed(index: int, phase: str = "Idle", **angles: float) -> AnimationFrame:
    pose = {name: Angles(flex=flex) for name, flex in angles.items()}
    return AnimationFrame.model_validate(
        {"frame_index": index, "phase": phase, "pose": pose, "duration_ms": 100}
    )


def plan(puppet, frames, cell: int = 64):
    return staged(puppet, frames, 90.0, cell, grid=1)


def test_a_sprites_blow_reaches_well_out_of_its_body(sprite):
    rest, blow = plan(sprite, (posed(0), posed(1, "Contact", shoulder_r=85, waist=15))).shots
    reach = extent([blow])[2] - extent([rest])[2]
    assert reach > 0.12 * sprite.height


def test_the_legs_of_a_walking_sprite_part_both_ways(sprite):
    for ahead, behind in (("r", "l"), ("l", "r")):
        step = posed(0, **{f"hip_{ahead}": 30, f"hip_{behind}": -15})
        legs = retargeted(step.rig_pose(), 90.0, sprite.bones, "r").legs
        assert legs[ahead][2].start[0] > legs[behind][2].start[0] + 0.05 * sprite.height


def test_travel_is_taken_back_before_a_sprite_is_made_smaller(sprite):
    frames = tuple(
        posed(i).model_copy(update={"travel": Travel(forward=forward, aside=0.0)})
        for i, forward in enumerate((0.0, 1.5, 4.0))
    )
    wide = plan(sprite, frames)
    assert wide.scale == 1.0
    for shot in wide.shots:
        left, top, right, low = extent([shot])
        x, y = wide.origin
        assert left + x >= 0
        assert right + x <= 64
        assert top + y >= 0
        assert low + y <= 64


def test_hair_and_capes_trail_and_come_to_rest():
    necks = [(0.0, 0.0), (0.0, 0.0), (9.0, 0.0), (12.0, 0.0), (12.0, 0.0), (12.0, 0.0), (12.0, 0.0)]
    angles = trailing(necks, 100.0)
    assert angles[:2] == [0.0, 0.0]
    assert angles[2] > math.radians(3)
    assert abs(angles[-1]) < max(abs(a) for a in angles) / 2


def test_what_trails_closes_its_loop():
    necks = [(4 * math.sin(2 * math.pi * i / 8), 0.0) for i in range(8)]
    once, again = trailing(necks, 60.0), trailing(necks * 3, 60.0)[-8:]
    assert once == pytest.approx(again, abs=0.01)


def test_a_sword_before_the_legs_is_no_part_of_the_leg(figures):
    picture = decode(figures.painted("side")).copy()
    joints = estimated_joints(picture).joints
    wrist, elbow = np.array(joints["wrist_r"]), np.array(joints["elbow_r"])
    hand = wrist + 0.22 * (wrist - elbow)
    end = hand + np.array((-26.0, 58.0))
    places = [tuple(int(v) for v in place) for place in (hand, end)]
    cv2.line(picture, *places, (90, 140, 190, 255), 3)
    found = find_figure(picture, 256)
    body = found.body
    joints = {n: (x / body.scale, y / body.scale) for n, (x, y) in found.joints.items()}
    parting = parted_body(body, joints, found.confidence)
    line = [hand + share * (end - hand) for share in np.linspace(0.2, 0.6, 9)]
    spots = [found.cutting.from_picture(*place) for place in line]
    thing = parting.labels["thing"]
    assert sum(thing[int(y / body.scale), int(x / body.scale)] for x, y in spots) >= 7


@pytest.mark.parametrize("view", ["front", "side", "three_quarter"])
def test_empty_hands_hold_nothing(figures, view):
    found = find_figure(decode(figures.painted(view)), 256)
    assert "thing" not in puppet_of(found).pieces


def test_corrected_shoulders_and_hips_say_from_which_side_a_figure_is_seen(figures):
    found = find_figure(decode(figures.painted("front")), 256)
    names = ("shoulder_l", "shoulder_r", "hip_l", "hip_r")
    given = {name: found.place(name) for name in names}
    assert corrected_figure(found, given).view == "front"
    middle = sum(x for x, _ in given.values()) / 4
    narrow = {name: (middle + 0.1 * (x - middle), y) for name, (x, y) in given.items()}
    assert corrected_figure(found, narrow).view == "side"
    swapped = {name: (2 * middle - x, y) for name, (x, y) in given.items()}
    assert corrected_figure(found, swapped).view == "back"
    assert corrected_figure(found, {"hip_l": given["hip_l"]}).view == "front"


def test_a_small_turn_of_a_corrected_joint_keeps_the_view(figures):
    found = find_figure(decode(figures.painted("three_quarter")), 256)
    every = {name: found.place(name) for name in found.joints}
    assert corrected_figure(found, every).body.facing == replace(found.body.facing)
