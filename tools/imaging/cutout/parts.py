"""Which part of the body each pixel belongs to: the nearest bone, colour edges counted as far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from tools.imaging.cutout.bodymap import BodyMap
from tools.imaging.cutout.capes import cape_of
from tools.imaging.cutout.clothes import Skirt, skirt_of
from tools.imaging.cutout.edges import edges_of
from tools.imaging.cutout.legs import leg_radius
from tools.imaging.cutout.seeds import (
    PartName,
    about_shoulders,
    arm_radius,
    below_head,
    between,
    beyond_reach,
    drawn_line,
    hand_tip,
    limb_bones,
    seeds_of,
)
from tools.imaging.cutout.skeleton import JointName, Place, named_joint
from tools.imaging.cutout.weapons import blade_of
from tools.imaging.picture import Floats, Mask, floats

Labels = Mapping[PartName, Mask]

_ARMS: tuple[PartName, ...] = ("arm_l", "arm_r")
_LIMBS: tuple[PartName, ...] = (*_ARMS, "leg_l", "leg_r")
_EDGE_COST = 14.0
_ARM_REACH = 2.1
"""Radii from its bones up to which a pixel may be an arm's."""
_LIKE_BLADE = 0.1
_BROAD = 0.045
"""The share of the figure's height from which what stands out is broader than a weapon."""
_STEPS = ((0, 1), (1, 0), (0, -1), (-1, 0), (1, 1), (1, -1), (-1, 1), (-1, -1))


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
    thing, holder = _held(body, joints, confidence)
    cape = cape_of(body, joints, leg, thing)
    skirt = None if cape.any() else skirt_of(replace(body, body=body.body & ~thing), joints, leg)
    seeds = seeds_of(body, joints, confidence, arm, leg)
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
            "head": below_head(body) | about_shoulders(body, joints, arm),
            **{name: beyond_reach(body, joints, name, _ARM_REACH * arm) for name in _ARMS},
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
        name: _thickness(labels[name], limb_bones(joints, name), arm if name in _ARMS else leg)
        for name in _LIMBS
    }
    return Parting(labels=labels, joints=joints, radius=radius, skirt=skirt, holder=holder)


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
    body: BodyMap, joints: Mapping[JointName, Place], confidence: Mapping[JointName, float]
) -> tuple[Mask, Literal["l", "r"] | None]:
    """The held thing with the stretch between it and the nearer hand, and which hand that is."""
    blade = blade_of(body, joints, confidence)
    if blade is not None and _one_thing(body, blade.mask):
        return blade.mask | _like(body, body.thing, blade.mask), blade.side
    if not body.thing.any():
        return body.thing, None
    rows, columns = np.nonzero(body.thing)
    points = np.column_stack([columns, rows]) + 0.5
    gaps: list[tuple[float, Literal["l", "r"], Place]] = []
    for side in ("l", "r"):
        hand = joints[named_joint("wrist", side)]
        grip = between(hand, hand_tip(joints[named_joint("elbow", side)], hand), 0.5)
        gaps.append((float(np.linalg.norm(points - grip, axis=1).min()), side, grip))
    _, side, grip = min(gaps)
    narrow = _without_cloth(body, points.astype(np.float64), np.array(grip))
    rows, columns = np.nonzero(narrow)
    points = np.column_stack([columns, rows]) + 0.5
    near = points[np.linalg.norm(points - grip, axis=1).argmin()]
    thick = max(1.0, len(points) / max(1.0, float(np.linalg.norm(np.ptp(points, axis=0)))))
    bridge = drawn_line(body.mask, [(float(near[0]), float(near[1])), grip], 1.2 * thick)
    core = drawn_line(body.mask, [(float(near[0]), float(near[1])), grip], 1.0)
    bridge &= core | _alike(body, narrow)
    return np.asarray((narrow | bridge) & body.mask), side


def _like(body: BodyMap, thing: Mask, blade: Mask) -> Mask:
    """What of a thing that stands out has a blade's colours: cloth behind it has not."""
    unlike = thing & ~blade & ~_alike(body, blade)
    _, labels = cv2.connectedComponents(unlike.astype(np.uint8), connectivity=4)
    beside = cv2.dilate((body.body & ~blade).astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    cloth = np.unique(np.asarray(labels)[unlike & beside])
    return np.asarray(thing & ~np.isin(labels, cloth[cloth > 0]))


def _alike(body: BodyMap, sample: Mask) -> Mask:
    """Where the figure has a sample's colours."""
    tones = floats(np.quantile(body.lab[sample], (0.2, 0.5, 0.8), axis=0))
    apart = np.linalg.norm(body.lab[:, :, None] - tones[None, None], axis=3).min(axis=2)
    return np.asarray(apart < _LIKE_BLADE)


def _without_cloth(body: BodyMap, points: NDArray[np.float64], grip: NDArray[np.float64]) -> Mask:
    """A thing that stands out, without the cape behind it where it is too broad for a weapon.

    What is farthest from the hand is the weapon for certain and gives its colours.
    """
    length = float(np.linalg.norm(np.ptp(points, axis=0)))
    if len(points) < _BROAD * body.height * length:
        return body.thing
    gap = np.linalg.norm(points - grip, axis=1)
    tip = points[gap > np.quantile(gap, 0.75)].astype(int)
    sure = np.zeros_like(body.thing)
    sure[tip[:, 1], tip[:, 0]] = True
    return _like(body, body.thing, sure)


def _one_thing(body: BodyMap, blade: Mask) -> bool:
    """Whether a blade is all that is held, or the same thing as what stands out."""
    if not body.thing.any():
        return True
    both = float((blade & body.thing).sum())
    return both >= 0.3 * float(blade.sum()) or both >= 0.4 * float(body.thing.sum())


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
        line = drawn_line(body.mask, limb_bones(joints, name), 1)
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
