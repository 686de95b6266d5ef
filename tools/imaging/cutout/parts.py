"""Which part of the body each pixel belongs to: the nearest bone, colour edges counted as far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import cv2
import numpy as np

from tools.imaging.cutout.bodymap import BodyMap
from tools.imaging.cutout.capes import cape_of
from tools.imaging.cutout.clothes import Skirt, skirt_of
from tools.imaging.cutout.edges import edges_of
from tools.imaging.cutout.legs import leg_radius
from tools.imaging.cutout.skeleton import JointName, Place, named_joint
from tools.imaging.picture import Floats, Mask, floats

PartName = Literal["head", "trunk", "arm_l", "arm_r", "leg_l", "leg_r", "thing", "skirt", "drape"]
Labels = Mapping[PartName, Mask]

_ARMS: tuple[PartName, ...] = ("arm_l", "arm_r")
_LIMBS: tuple[PartName, ...] = (*_ARMS, "leg_l", "leg_r")
_EDGE_COST = 14.0
_LIKE_HAIR = 0.055
_ARM_REACH = 2.1
"""Radii from its bones up to which a pixel may be an arm's."""
_STEPS = ((0, 1), (1, 0), (0, -1), (-1, 0), (1, 1), (1, -1), (-1, 1), (-1, -1))
_HIDDEN_ARM = 0.25
"""The confidence up to which an arm counts as not shown by the picture."""


@dataclass(frozen=True, kw_only=True)
class Parting:
    """Every pixel of a figure given to a part, in the map's pixels.

    `radius` is half the thickness of each limb; `holder` is the side of the hand that holds the
    `thing`, if any. A part that the picture hides (the far arm of a profile) has no pixels.
    """

    labels: Labels
    joints: Mapping[JointName, Place]
    radius: Mapping[PartName, float]
    skirt: Skirt | None
    holder: Literal["l", "r"] | None


def parted_body(
    body: BodyMap, joints: Mapping[JointName, Place], confidence: Mapping[JointName, float]
) -> Parting:
    """Part a figure along its joints, all in the map's pixels."""
    arm, leg = arm_radius(body), leg_radius(body)
    thing, holder = _held(body, joints)
    cape = cape_of(body, joints, leg, thing)
    skirt = None if cape.any() else skirt_of(body, joints, leg)
    seeds = _seeds(body, joints, confidence, arm, leg)
    weights: dict[PartName, float] = {
        "head": 0.25 * body.height * (0.4 + 0.6 * body.chibi),
        "trunk": 2.2 * arm,
        "arm_l": arm, "arm_r": arm,
        "leg_l": leg, "leg_r": leg,
    }  # fmt: skip
    labels = _nearest(
        body,
        {n: s & body.mask & ~thing for n, s in seeds.items()},
        weights,
        {
            "head": _below_head(body) | _shoulders(body, joints, arm),
            **{name: _beyond(body, joints, name, _ARM_REACH * arm) for name in _ARMS},
        },
        thing,
    )
    labels["thing"] = thing
    if skirt is not None:
        labels = _with_skirt(labels, skirt)
    labels["drape"] = _drape(body, labels, joints, leg, arm, skirt) | (cape & _loose(labels))
    for name in labels:
        if name != "drape":
            labels[name] = labels[name] & ~labels["drape"]
    radius: dict[PartName, float] = {
        name: _thickness(labels[name], _bones(joints, name), arm if name in _ARMS else leg)
        for name in _LIMBS
    }
    return Parting(labels=labels, joints=joints, radius=radius, skirt=skirt, holder=holder)


def arm_radius(body: BodyMap) -> float:
    """Half the usual thickness of an arm."""
    return (0.022 + (0.055 - 0.022) * body.chibi) * body.height


def hand_tip(elbow: Place, wrist: Place) -> Place:
    """Where the fingers end."""
    return (wrist[0] + 0.45 * (wrist[0] - elbow[0]), wrist[1] + 0.45 * (wrist[1] - elbow[1]))


def _bones(joints: Mapping[JointName, Place], part: PartName) -> list[Place]:
    limb, _, side = part.partition("_")
    if limb == "arm":
        places = [joints[named_joint(stem, side)] for stem in ("shoulder", "elbow", "wrist")]
        return [*places, hand_tip(places[1], places[2])]
    return [joints[named_joint(stem, side)] for stem in ("hip", "knee", "ankle", "toes")]


def _seeds(
    body: BodyMap,
    joints: Mapping[JointName, Place],
    confidence: Mapping[JointName, float],
    arm: float,
    leg: float,
) -> dict[PartName, Mask]:
    seeds: dict[PartName, Mask] = {
        "head": _head_seed(body),
        "trunk": _trunk_seed(body, joints, arm),
    }
    for side in ("r", "l"):
        name: PartName = "arm_r" if side == "r" else "arm_l"
        shown = confidence[named_joint("wrist", side)] > _HIDDEN_ARM
        line = _drawn(body.mask, _bones(joints, name), 0.9 * arm)
        seeds[name] = line if shown else np.zeros_like(body.mask)
        name = "leg_r" if side == "r" else "leg_l"
        bones = _bones(joints, name)
        start = _share(bones[0], bones[1], 0.3)
        seeds[name] = _drawn(body.mask, [start, *bones[1:]], 0.9 * leg)
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


def _drawn(mask: Mask, places: list[Place], width: float) -> Mask:
    canvas = np.zeros(mask.shape, dtype=np.uint8)
    points = np.floor(np.array(places)).astype(np.int32)
    cv2.polylines(canvas, [points], isClosed=False, color=(1,), thickness=max(1, round(width)))
    return np.asarray(canvas > 0)


def _share(first: Place, second: Place, share: float) -> Place:
    return (
        first[0] + share * (second[0] - first[0]),
        first[1] + share * (second[1] - first[1]),
    )


def _below_head(body: BodyMap) -> Mask:
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


def _shoulders(body: BodyMap, joints: Mapping[JointName, Place], arm: float) -> Mask:
    """About the shoulders and below the chin, where hair may lie but arms begin."""
    found = np.zeros(body.mask.shape, dtype=np.uint8)
    for name in ("shoulder_l", "shoulder_r"):
        x, y = joints[name]
        cv2.circle(found, (int(x), int(y)), max(1, round(1.7 * arm)), (1,), -1)
    found[: round(body.chin)] = 0
    return np.asarray(found > 0)


def _beyond(body: BodyMap, joints: Mapping[JointName, Place], name: PartName, reach: float) -> Mask:
    """Where an arm cannot be: farther from its bones than it is thick."""
    line = _drawn(np.ones_like(body.mask), _bones(joints, name), 1)
    return cv2.distanceTransform((~line).astype(np.uint8), cv2.DIST_L2, 5) > reach


def _nearest(
    body: BodyMap,
    seeds: dict[PartName, Mask],
    weights: Mapping[PartName, float],
    barred: Mapping[PartName, Mask],
    thing: Mask,
) -> dict[PartName, Mask]:
    """Geodesic Voronoi cells: steps across colour edges are long, thick parts reach farther."""
    names = list(seeds)
    mask = body.mask & ~thing
    cost = floats(1 + _EDGE_COST * edges_of(mask, body.lab))
    far = np.float32(1e6)
    pace = floats([1 / weights[name] for name in names])[:, None, None]
    distance = np.stack([np.where(seeds[name] & mask, 0, far) for name in names]).astype(np.float32)
    shut = np.stack([~mask | barred[name] if name in barred else ~mask for name in names])
    wall = np.where(shut, far, 0).astype(np.float32)
    for _ in range(3 * max(mask.shape)):
        before = distance
        for down, right in _STEPS:
            moved = _shifted(distance, down, right, far)
            step = cost * (1.414 if down and right else 1.0)
            distance = np.minimum(distance, moved + step * pace + wall)
        if float(np.abs(np.minimum(before, 1e5) - np.minimum(distance, 1e5)).max()) < 1e-3:
            break
    winner = distance.argmin(axis=0)
    reached = distance.min(axis=0) < 1e5
    return {
        name: np.asarray((winner == index) & reached & mask) for index, name in enumerate(names)
    }


def _shifted(values: Floats, down: int, right: int, empty: np.float32) -> Floats:
    result = np.full_like(values, empty)
    rows, columns = values.shape[1:]
    result[:, max(0, down) : rows + min(0, down), max(0, right) : columns + min(0, right)] = values[
        :, max(0, -down) : rows + min(0, -down), max(0, -right) : columns + min(0, -right)
    ]
    return result


def _held(
    body: BodyMap, joints: Mapping[JointName, Place]
) -> tuple[Mask, Literal["l", "r"] | None]:
    """The held thing with the stretch between it and the nearer hand, and which hand that is."""
    if not body.thing.any():
        return body.thing, None
    rows, columns = np.nonzero(body.thing)
    points = np.column_stack([columns, rows]) + 0.5
    gaps: list[tuple[float, Literal["l", "r"], Place]] = []
    for side in ("l", "r"):
        hand = joints[named_joint("wrist", side)]
        grip = _share(hand, hand_tip(joints[named_joint("elbow", side)], hand), 0.5)
        gaps.append((float(np.linalg.norm(points - grip, axis=1).min()), side, grip))
    _, side, grip = min(gaps)
    near = points[np.linalg.norm(points - grip, axis=1).argmin()]
    thick = max(1.0, len(points) / max(1.0, float(np.linalg.norm(np.ptp(points, axis=0)))))
    bridge = _drawn(body.mask, [(float(near[0]), float(near[1])), grip], 1.2 * thick)
    return np.asarray((body.thing | bridge) & body.mask), side


def _with_skirt(labels: dict[PartName, Mask], skirt: Skirt) -> dict[PartName, Mask]:
    result = dict(labels)
    for name in ("leg_l", "leg_r"):
        result[name] = labels[name] & ~skirt.mask
    result["skirt"] = skirt.mask & (labels["leg_l"] | labels["leg_r"] | labels["trunk"])
    result["trunk"] = labels["trunk"] & ~result["skirt"]
    return result


def _loose(labels: Mapping[PartName, Mask]) -> Mask:
    """What a cape can be labelled as before it is known for one: anything but head and weapon."""
    return ~(labels["head"] | labels["thing"])


def _drape(
    body: BodyMap,
    labels: Mapping[PartName, Mask],
    joints: Mapping[JointName, Place],
    leg: float,
    arm: float,
    skirt: Skirt | None,
) -> Mask:
    """Cloth that hangs from the shoulders: what lies too far from every limb to be part of it."""
    limbs = labels["leg_l"] | labels["leg_r"]
    apart = np.full(body.mask.shape, np.inf, dtype=np.float32)
    for name in _LIMBS:
        reach = arm if name in _ARMS else leg
        line = _drawn(body.mask, _bones(joints, name), 1)
        gap = cv2.distanceTransform((~line).astype(np.uint8), cv2.DIST_L2, 5)
        apart = np.minimum(apart, gap / (reach * (1.9 if skirt is None else 2.6)))
    above_feet = np.arange(body.mask.shape[0])[:, None] < body.bottom - 0.07 * body.height
    loose = limbs & (apart > 1.0) & above_feet
    count, found, stats, _ = cv2.connectedComponentsWithStats(
        loose.astype(np.uint8), connectivity=8
    )
    keep = stats[:count, cv2.CC_STAT_AREA] > 0.012 * float(body.mask.sum())
    keep[0] = False
    return np.asarray(keep[found])


def _thickness(label: Mask, bones: list[Place], usual: float) -> float:
    length = sum(float(np.hypot(b[0] - a[0], b[1] - a[1])) for a, b in pairwise(bones))
    return float(np.clip(label.sum() / max(2 * length, 1.0), 0.8 * usual, 1.5 * usual))
