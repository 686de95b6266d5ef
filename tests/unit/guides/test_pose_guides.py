"""Poses for models lie on the drawn figure: joint by joint, from every side, in every pose."""

from __future__ import annotations

from functools import cache
from typing import get_args

import numpy as np
import pytest

from tests.unit.guides.reading_guides import discs_of, mask_of, near, pixels_of
from tools.backends.sketch.compose import draw
from tools.backends.sketch.guides import PictureOrder, picture_guides
from tools.backends.sketch.raster import png_of
from tools.domain.reading import read_drawing
from tools.domain.staging import Drawing, Pose, View
from tools.imaging.openpose import COLORS, LIMBS, POINTS, Points, PosePoint, pose_picture
from tools.ports.guiding import Guides

SIDE = 256
POSES: tuple[Pose, ...] = get_args(Pose)
VIEWS: tuple[View, ...] = get_args(View)
WANDERER = "A young man with short brown hair, a blue t-shirt, grey shorts and white sneakers"
LADY = "A girl with long black hair and a red dress"


def drawing(words: str = WANDERER, **staging: object) -> Drawing:
    read = read_drawing({"name": "Ib", "description": words})
    return read.model_copy(update={"staging": read.staging.model_copy(update=staging)})


@cache
def guides(pose: Pose, view: View) -> Guides:
    order = PictureOrder(drawings=(drawing(pose=pose, view=view),), seed=1, width=SIDE, height=SIDE)
    return picture_guides(order)


OWN: dict[str, tuple[PosePoint, ...]] = {
    "skin": ("wrist_l", "wrist_r"),
    "feet": ("ankle_l", "ankle_r"),
    "legs": ("knee_l", "knee_r"),
    "face": ("nose",),
    "eyes": ("eye_l", "eye_r"),
}
CASES = [(pose, VIEWS[index % 4]) for index, pose in enumerate(POSES)]


@pytest.mark.parametrize(("pose", "view"), CASES)
def test_every_joint_lies_on_the_figure_and_wrists_on_its_hands(pose: Pose, view: View) -> None:
    made = guides(pose, view)
    figure, skin = mask_of(made.masks["figure-1"]), mask_of(made.masks["skin"])
    joints = discs_of(pixels_of(made.pose))
    assert len(joints) >= 12
    for name, place in joints.items():
        assert near(figure, place, 4.0), name
    for name in ("wrist_l", "wrist_r"):
        if name in joints and view == "front":
            assert near(skin, joints[name], 5.0), name


def test_wrists_ankles_nose_and_eyes_lie_on_their_own_parts() -> None:
    made = guides("standing", "front")
    joints = discs_of(pixels_of(made.pose))
    for part, points in OWN.items():
        for point in points:
            assert near(mask_of(made.masks[part]), joints[point], 4.0), point


def test_the_left_hand_is_on_the_right_from_the_front_and_on_the_left_from_behind() -> None:
    front = discs_of(pixels_of(guides("standing", "front").pose))
    back = discs_of(pixels_of(guides("standing", "back").pose))
    for pair in ("shoulder", "wrist", "hip", "ankle", "ear"):
        assert front[f"{pair}_l"][0] > front[f"{pair}_r"][0], pair  # pyright: ignore[reportArgumentType]
        assert back[f"{pair}_l"][0] < back[f"{pair}_r"][0], pair  # pyright: ignore[reportArgumentType]


def test_a_face_that_looks_away_has_no_points() -> None:
    back = discs_of(pixels_of(guides("standing", "back").pose))
    assert not back.keys() & {"nose", "eye_l", "eye_r"}
    side = discs_of(pixels_of(guides("standing", "side").pose))
    assert {"nose", "eye_r", "ear_r"} <= side.keys()
    assert not side.keys() & {"eye_l", "ear_l"}


def test_what_the_picture_cuts_off_is_left_out() -> None:
    close = drawing(framing="portrait")
    made = picture_guides(PictureOrder(drawings=(close,), seed=1, width=SIDE, height=SIDE))
    joints = discs_of(pixels_of(made.pose))
    assert {"nose", "neck", "shoulder_l"} <= joints.keys()
    assert not joints.keys() & {"hip_l", "knee_r", "ankle_l"}


@pytest.mark.parametrize(("width", "height"), [(320, 192), (192, 320)])
def test_joints_follow_the_figure_in_wide_and_tall_pictures(width: int, height: int) -> None:
    made = picture_guides(
        PictureOrder(drawings=(drawing(view="front"),), seed=1, width=width, height=height)
    )
    pose = pixels_of(made.pose)
    assert pose.shape == (height, width, 3)
    joints = discs_of(pose)
    assert near(mask_of(made.masks["feet"]), joints["ankle_l"], 4.0)
    assert near(mask_of(made.masks["eyes"]), joints["eye_r"], 4.0)


def test_the_rough_is_the_sketch_itself() -> None:
    one = drawing()
    made = picture_guides(PictureOrder(drawings=(one,), seed=3, width=SIDE, height=SIDE))
    assert made.rough == png_of(draw(one, 3, SIDE, SIDE), SIDE, SIDE)


def test_companions_stand_apart_from_left_to_right() -> None:
    both = (drawing(), drawing(LADY), drawing())
    made = picture_guides(PictureOrder(drawings=both, seed=1, width=384, height=256))
    masks = [mask_of(made.masks[f"figure-{at}"]) for at in (1, 2, 3)]
    assert "figure-4" not in made.masks
    middles = [float(np.nonzero(mask)[1].mean()) for mask in masks]
    assert middles == sorted(middles)
    assert not (masks[0] & masks[1]).any()
    assert not (masks[1] & masks[2]).any()
    pose, rough = pixels_of(made.pose), pixels_of(made.rough)
    for mask in masks:
        assert near((pose == COLORS[0]).all(axis=2) & mask, _middle_of(mask), 120.0)
    red = (rough[:, :, 0] > 120) & (rough[:, :, 1] < 90) & (rough[:, :, 2] < 90)
    assert red[masks[1]].mean() > 0.1 > red[masks[0]].mean()


def _middle_of(mask: np.ndarray) -> tuple[float, float]:
    rows, columns = np.nonzero(mask)
    return float(columns.mean()), float(rows.mean())


def test_limbs_are_three_fifths_as_bright_as_the_joint_of_their_number() -> None:
    spots: Points = {
        name: (20.0 + 11 * at, 30.0 + 37 * (at * 7 % 11)) for at, name in enumerate(POINTS)
    }
    for number, (start, end) in enumerate(LIMBS):
        pair: Points = {start: spots[start], end: spots[end]}
        pixels = pose_picture([pair], 512, 512)
        x, y = ((a + b) / 2 for a, b in zip(spots[start], spots[end], strict=True))
        expected = [int(value * 0.6) for value in COLORS[number]]
        assert pixels[round(y), round(x), :3].tolist() == expected
        assert pixels[0, 0].tolist() == [0, 0, 0, 255]
