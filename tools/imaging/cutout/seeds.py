"""Where each part certainly is, and where it cannot be, before a figure is parted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import cv2
import numpy as np

from tools.imaging.cutout.bodymap import BodyMap
from tools.imaging.cutout.skeleton import JointName, Place, named_joint
from tools.imaging.picture import Mask, floats

PartName = Literal["head", "trunk", "arm_l", "arm_r", "leg_l", "leg_r", "thing", "skirt", "drape"]

_LIKE_HAIR = 0.055
_HIDDEN_ARM = 0.25
"""The confidence up to which an arm counts as not shown by the picture."""


def arm_radius(body: BodyMap) -> float:
    """Half the usual thickness of an arm."""
    return (0.022 + (0.055 - 0.022) * body.chibi) * body.height


def hand_tip(elbow: Place, wrist: Place) -> Place:
    """Where the fingers end."""
    return (wrist[0] + 0.45 * (wrist[0] - elbow[0]), wrist[1] + 0.45 * (wrist[1] - elbow[1]))


def limb_bones(joints: Mapping[JointName, Place], part: PartName) -> list[Place]:
    """The joints of an arm or a leg, and where it ends."""
    limb, _, side = part.partition("_")
    if limb == "arm":
        places = [joints[named_joint(stem, side)] for stem in ("shoulder", "elbow", "wrist")]
        return [*places, hand_tip(places[1], places[2])]
    return [joints[named_joint(stem, side)] for stem in ("hip", "knee", "ankle", "toes")]


def seeds_of(
    body: BodyMap,
    joints: Mapping[JointName, Place],
    confidence: Mapping[JointName, float],
    arm: float,
    leg: float,
) -> dict[PartName, Mask]:
    """The pixels that are each part\'s for certain; none for what the picture hides."""
    seeds: dict[PartName, Mask] = {
        "head": _head_seed(body),
        "trunk": _trunk_seed(body, joints, arm),
    }
    for side in ("r", "l"):
        name: PartName = "arm_r" if side == "r" else "arm_l"
        shown = confidence[named_joint("wrist", side)] > _HIDDEN_ARM
        line = drawn_line(body.mask, limb_bones(joints, name), 0.9 * arm)
        seeds[name] = line if shown else np.zeros_like(body.mask)
        name = "leg_r" if side == "r" else "leg_l"
        bones = limb_bones(joints, name)
        start = between(bones[0], bones[1], 0.3)
        seeds[name] = drawn_line(body.mask, [start, *bones[1:]], 0.9 * leg)
    if joints["ankle_l"] == joints["ankle_r"]:
        seeds["leg_l"] = np.zeros_like(body.mask)
    arms = seeds["arm_l"] | seeds["arm_r"]
    seeds["head"] &= ~arms
    seeds["trunk"] &= ~arms
    if body.facing.view == "side":
        seeds["leg_l"] &= ~seeds["leg_r"]
    return seeds


def _head_seed(body: BodyMap) -> Mask:
    seed = body.body.copy()
    seed[max(body.top + 1, round(body.chin - 0.12 * (body.chin - body.top))) :] = False
    return seed


def _trunk_seed(body: BodyMap, joints: Mapping[JointName, Place], arm: float) -> Mask:
    seed = np.zeros(body.mask.shape, dtype=np.uint8)
    chest, pelvis = joints["chest"], joints["pelvis"]
    shoulders = abs(joints["shoulder_l"][0] - joints["shoulder_r"][0]) / 2
    half = max(shoulders - 1.1 * arm, 1.1 * arm)
    neck = (joints["neck"][0], joints["neck"][1] + 0.3 * (chest[1] - joints["neck"][1]))
    corners = [
        (neck[0] - 0.6 * half, neck[1]), (neck[0] + 0.6 * half, neck[1]),
        (chest[0] + half, chest[1]),
        (pelvis[0] + half, pelvis[1]), (pelvis[0] - half, pelvis[1]),
        (chest[0] - half, chest[1]),
    ]  # fmt: skip
    cv2.fillPoly(seed, [np.round(corners).astype(np.int32)], (1,))
    return np.asarray(seed > 0)


def drawn_line(mask: Mask, places: list[Place], width: float) -> Mask:
    """A line through the places, of the mask's shape."""
    canvas = np.zeros(mask.shape, dtype=np.uint8)
    points = np.floor(np.array(places)).astype(np.int32)
    cv2.polylines(canvas, [points], isClosed=False, color=(1,), thickness=max(1, round(width)))
    return np.asarray(canvas > 0)


def between(first: Place, second: Place, share: float) -> Place:
    """The place that far from the first to the second."""
    return (
        first[0] + share * (second[0] - first[0]),
        first[1] + share * (second[1] - first[1]),
    )


def below_head(body: BodyMap) -> Mask:
    """Where a head cannot be: below the chin, but for what has the colour of the hair."""
    head = body.chin - body.top
    crown = body.body.copy()
    crown[round(body.top + 0.35 * head) :] = False
    barred = np.zeros_like(body.mask)
    barred[round(body.chin + 0.1 * head) :] = True
    if not crown.any():
        return barred
    colors = body.lab[crown]
    order = np.argsort(colors[:, 0])
    tones = floats([colors[order[int(q * (len(order) - 1))]] for q in (0.25, 0.5, 0.75)])
    apart = np.linalg.norm(body.lab[:, :, None] - tones[None, None], axis=3).min(axis=2)
    return np.asarray(barred & (apart > _LIKE_HAIR))


def about_shoulders(body: BodyMap, joints: Mapping[JointName, Place], arm: float) -> Mask:
    """About the shoulders and below the chin, where hair may lie but arms begin."""
    found = np.zeros(body.mask.shape, dtype=np.uint8)
    for name in ("shoulder_l", "shoulder_r"):
        x, y = joints[name]
        cv2.circle(found, (int(x), int(y)), max(1, round(1.7 * arm)), (1,), -1)
    found[: round(body.chin)] = 0
    return np.asarray(found > 0)


def beyond_reach(
    body: BodyMap, joints: Mapping[JointName, Place], name: PartName, reach: float
) -> Mask:
    """Where an arm cannot be: farther from its bones than it is thick."""
    line = drawn_line(np.ones_like(body.mask), limb_bones(joints, name), 1)
    return cv2.distanceTransform((~line).astype(np.uint8), cv2.DIST_L2, 5) > reach
