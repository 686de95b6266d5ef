"""From joint angles to points in space.

Space is the character's own at rest: x to the character's left (the viewer's right when seen
from the front), y down, z forwards to the viewer; the pelvis is the origin.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tools.domain.rig.joints import JOINTS, Joint, parent_of, side_of
from tools.domain.rig.posing import Angles, PoseAngles
from tools.domain.rig.proportions import HEAD_BELOW_JOINT, Proportions

Vector = NDArray[np.float64]
"""Shape (3,), hundredths of a head."""
Frame = NDArray[np.float64]
"""Shape (3, 3); its columns are where the x, y and z of the joint's rest now point."""


@dataclass(frozen=True, kw_only=True)
class Skeleton:
    """A posed skeleton. `points` holds the joints and, beyond them, the tips.

    Tips are `crown`, `chin`, `hand_l`, `hand_r` (the fingertips), `toe_l`, `toe_r` (the ends of
    the toes) and `heel_l`, `heel_r`.
    """

    points: Mapping[str, Vector]
    frames: Mapping[Joint, Frame]
    proportions: Proportions

    def place(self, joint: Joint, x: float, y: float, z: float) -> Vector:
        """The point at these coordinates of a joint's own rest frame."""
        return self.points[joint] + self.frames[joint] @ np.array((x, y, z))


def posed(pose: PoseAngles, proportions: Proportions) -> Skeleton:
    """The skeleton in this pose."""
    points: dict[str, Vector] = {"pelvis": np.zeros(3)}
    frames: dict[Joint, Frame] = {"pelvis": rotation("pelvis", pose.angles("pelvis"))}
    for joint in JOINTS:
        parent = parent_of(joint)
        if parent is None:
            continue
        points[joint] = points[parent] + frames[parent] @ rest_offset(joint, proportions)
        frames[joint] = frames[parent] @ rotation(joint, pose.angles(joint))
    for tip, joint, offset in _tips(proportions):
        points[tip] = points[joint] + frames[joint] @ offset
    return Skeleton(points=points, frames=frames, proportions=proportions)


def rest_offset(joint: Joint, sizes: Proportions) -> Vector:
    """Where a joint sits from its parent, in the parent's rest frame."""
    side = side_of(joint)
    match joint.partition("_")[0]:
        case "waist":
            offset = (0.0, -sizes.pelvis, 0.0)
        case "chest":
            offset = (0.0, -sizes.waist, 0.0)
        case "neck":
            offset = (0.0, -sizes.chest, -2.0)
        case "head":
            offset = (0.0, -sizes.neck, 10.0)
        case "clavicle":
            offset = (side * 8.0, -sizes.chest + 5.0, -3.0)
        case "shoulder":
            offset = (
                side * (sizes.shoulder_width - 8.0),
                sizes.shoulder_drop - 5.0,
                0.0,
            )
        case "elbow":
            offset = (0.0, sizes.upper_arm, 0.0)
        case "wrist":
            offset = (0.0, sizes.forearm, 0.0)
        case "hip":
            offset = (side * sizes.hip_width, sizes.hip_drop, 0.0)
        case "knee":
            offset = (0.0, sizes.thigh, 0.0)
        case "ankle":
            offset = (0.0, sizes.shin, 0.0)
        case "toes":
            offset = (0.0, sizes.ankle_height * 0.55, sizes.foot * 0.72)
        case _:
            offset = (0.0, 0.0, 0.0)
    return np.array(offset)


def rotation(joint: Joint, angles: Angles) -> Frame:
    """The turn of one joint: twist about its bone first, then flexion, then abduction."""
    side = side_of(joint)
    stem = joint.partition("_")[0]
    flex, abduct, twist = (
        math.radians(angle) for angle in (angles.flex, angles.abduct, angles.twist)
    )
    outward = side or -1
    if stem == "wrist":
        return _sideways(-side * flex) @ _forwards(abduct)
    if side == 0 or stem == "knee":
        flex = -flex
    inward = -side if side else 1
    return _sideways(outward * abduct) @ _forwards(flex) @ _around(inward * twist)


def _forwards(angle: float) -> Frame:
    sine, cosine = math.sin(angle), math.cos(angle)
    return np.array(((1, 0, 0), (0, cosine, -sine), (0, sine, cosine)))


def _sideways(angle: float) -> Frame:
    sine, cosine = math.sin(angle), math.cos(angle)
    return np.array(((cosine, sine, 0), (-sine, cosine, 0), (0, 0, 1)))


def _around(angle: float) -> Frame:
    sine, cosine = math.sin(angle), math.cos(angle)
    return np.array(((cosine, 0, sine), (0, 1, 0), (-sine, 0, cosine)))


def _tips(sizes: Proportions) -> tuple[tuple[str, Joint, Vector], ...]:
    down = np.array((0.0, sizes.hand, 0.0))
    toe = np.array((0.0, sizes.ankle_height * 0.25, sizes.toes))
    heel = np.array((0.0, sizes.ankle_height, -sizes.foot * 0.28))
    return (
        ("crown", "head", np.array((0.0, HEAD_BELOW_JOINT - 100.0, 0.0))),
        ("chin", "head", np.array((0.0, HEAD_BELOW_JOINT, 22.0))),
        ("hand_l", "wrist_l", down),
        ("hand_r", "wrist_r", down),
        ("toe_l", "toes_l", toe),
        ("toe_r", "toes_r", toe),
        ("heel_l", "ankle_l", heel),
        ("heel_r", "ankle_r", heel),
    )
