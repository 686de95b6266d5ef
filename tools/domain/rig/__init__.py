"""The rig: one skeleton in space, its poses and the camera that sees it. Pure."""

from tools.domain.rig.camera import Camera
from tools.domain.rig.joints import (
    JOINTS,
    LIMITS,
    Joint,
    Limits,
    mirrored_name,
    parent_of,
)
from tools.domain.rig.kinematics import Skeleton, posed, rest_offset
from tools.domain.rig.posing import Angles, Hand, PoseAngles, Stance, blended, mirrored
from tools.domain.rig.proportions import Proportions, proportions_of

__all__ = [
    "JOINTS",
    "LIMITS",
    "Angles",
    "Camera",
    "Hand",
    "Joint",
    "Limits",
    "PoseAngles",
    "Proportions",
    "Skeleton",
    "Stance",
    "blended",
    "mirrored",
    "mirrored_name",
    "parent_of",
    "posed",
    "proportions_of",
    "rest_offset",
]
