"""OpenPose pictures: skeletons of 18 points in the colours that pose models were trained on.

The points are COCO's in OpenPose's order; limbs, their colours (drawn at three fifths) and the
joints' discs are those of ControlNet's annotator (lllyasviel/ControlNet, annotator/openpose), which
draws sticks of half width 4 and discs of radius 4 in pictures of 512 pixels.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Literal, TypeAlias, get_args

import cv2
import numpy as np

from tools.imaging.picture import Picture

PosePoint = Literal[
    "nose", "neck",
    "shoulder_r", "elbow_r", "wrist_r", "shoulder_l", "elbow_l", "wrist_l",
    "hip_r", "knee_r", "ankle_r", "hip_l", "knee_l", "ankle_l",
    "eye_r", "eye_l", "ear_r", "ear_l",
]  # fmt: skip
"""Left and right are the person's own: a person's left is the picture's right from the front."""
POINTS: tuple[PosePoint, ...] = get_args(PosePoint)
Points: TypeAlias = Mapping[PosePoint, tuple[float, float]]
"""The points of one person that can be seen, in pixels."""

LIMBS: tuple[tuple[PosePoint, PosePoint], ...] = (
    ("neck", "shoulder_r"), ("neck", "shoulder_l"),
    ("shoulder_r", "elbow_r"), ("elbow_r", "wrist_r"),
    ("shoulder_l", "elbow_l"), ("elbow_l", "wrist_l"),
    ("neck", "hip_r"), ("hip_r", "knee_r"), ("knee_r", "ankle_r"),
    ("neck", "hip_l"), ("hip_l", "knee_l"), ("knee_l", "ankle_l"),
    ("neck", "nose"),
    ("nose", "eye_r"), ("eye_r", "ear_r"), ("nose", "eye_l"), ("eye_l", "ear_l"),
)  # fmt: skip
COLORS: tuple[tuple[int, int, int], ...] = (
    (255, 0, 0), (255, 85, 0), (255, 170, 0), (255, 255, 0), (170, 255, 0), (85, 255, 0),
    (0, 255, 0), (0, 255, 85), (0, 255, 170), (0, 255, 255), (0, 170, 255), (0, 85, 255),
    (0, 0, 255), (85, 0, 255), (170, 0, 255), (255, 0, 255), (255, 0, 170), (255, 0, 85),
)  # fmt: skip
"""Of the points, in their order; limb n has the colour of point n."""

TRAINED_SIDE, TRAINED_STICK = 512, 4.0
_LIMB_LIGHT = 0.6
_FINE = 4
"""Bits of a pixel's fraction that drawing keeps."""


def pose_picture(
    people: Sequence[Points], width: int, height: int, *, stick: float | None = None
) -> Picture:
    """Skeletons on black, height x width x 4, opaque.

    `stick` is half a limb's width and a disc's radius in pixels, as trained for the picture's
    shorter side if left out. Limbs without both ends are left out; discs lie over limbs.
    """
    half = stick or max(1.5, TRAINED_STICK * min(width, height) / TRAINED_SIDE)
    canvas = np.zeros((height, width, 3), dtype=np.uint8)
    for (start, end), color in zip(LIMBS, COLORS, strict=False):
        for person in people:
            if start in person and end in person:
                _limb(canvas, person[start], person[end], half, color)
    for point, color in zip(POINTS, COLORS, strict=True):
        for person in people:
            if point in person:
                cv2.circle(
                    canvas, _fine(person[point]), round(half * 2**_FINE), color, -1, 8, _FINE
                )
    return np.dstack((canvas, np.full((height, width), 255, dtype=np.uint8)))


def within(person: Points, width: int, height: int) -> dict[PosePoint, tuple[float, float]]:
    """The points that lie in a picture of this size."""
    return {name: (x, y) for name, (x, y) in person.items() if 0 <= x < width and 0 <= y < height}


def _limb(
    canvas: np.ndarray,
    start: tuple[float, float],
    end: tuple[float, float],
    half: float,
    color: tuple[int, int, int],
) -> None:
    """An ellipse whose long axis joins both ends."""
    (x0, y0), (x1, y1) = start, end
    long, angle = math.hypot(x1 - x0, y1 - y0) / 2, math.atan2(y1 - y0, x1 - x0)
    turn = np.radians(np.arange(0.0, 360.0, 6.0))
    along, across = np.cos(turn) * long, np.sin(turn) * half
    x = (x0 + x1) / 2 + along * math.cos(angle) - across * math.sin(angle)
    y = (y0 + y1) / 2 + along * math.sin(angle) + across * math.cos(angle)
    ring = np.rint(np.stack((x, y), axis=1) * 2**_FINE).astype(np.int32)
    red, green, blue = (int(value * _LIMB_LIGHT) for value in color)
    cv2.fillConvexPoly(canvas, ring, (red, green, blue), 8, _FINE)


def _fine(place: tuple[float, float]) -> tuple[int, int]:
    return round(place[0] * 2**_FINE), round(place[1] * 2**_FINE)
