"""The bare head: a skull with a face, seen from anywhere, and its ears."""

from __future__ import annotations

import math

import numpy as np

from tools.backends.sketch.sprite.head.space import HeadSpace
from tools.backends.sketch.sprite.shapes import Points
from tools.domain.look import Look

_LEVELS = np.array((0.0, 0.1, 0.2, 0.28, 0.35, 0.41, 0.46, 0.5))
_WIDTH = {
    "child": (0.46, 0.465, 0.46, 0.44, 0.39, 0.31, 0.2, 0.05),
    "feminine": (0.455, 0.455, 0.44, 0.405, 0.345, 0.265, 0.17, 0.045),
    "neutral": (0.455, 0.455, 0.445, 0.415, 0.36, 0.285, 0.19, 0.06),
    "masculine": (0.455, 0.455, 0.445, 0.425, 0.385, 0.325, 0.25, 0.12),
}
_FRONT = (0.45, 0.44, 0.435, 0.43, 0.42, 0.40, 0.37, 0.30)
_BACK = (0.47, 0.46, 0.43, 0.37, 0.27, 0.15, 0.03, -0.10)
DOME = 0.5
HALF_WIDTH, HALF_DEPTH = 0.455, 0.46
NOSE = ((0.13, 0.0), (0.19, 0.028), (0.235, 0.05), (0.265, 0.018), (0.3, 0.008))
"""Heights of the profile's nose and how far it stands out there, in head heights."""


def face_kind(look: Look) -> str:
    """Which of the jaws fits the character."""
    return "child" if look.age == "child" else look.presentation


def skull_outline(look: Look, space: HeadSpace) -> Points:
    """The head's silhouette, chin and nose with it, hair and ears without."""
    sine, cosine = space.sine, space.cosine
    tilt, level = space.tilt
    widths = np.array(_WIDTH[face_kind(look)])
    front, back = np.array(_FRONT), np.array(_BACK)
    center, depth = (front - back) / 2, (front + back) / 2
    half = np.hypot(widths * cosine, depth * sine)
    middle = center * sine
    ys = _LEVELS * level + center * cosine * tilt
    nose = _nose_at(sine)
    right = np.stack((middle + half, ys), axis=1)
    left = np.stack((middle - half, ys), axis=1)
    right, left = (right, left) if sine >= 0 else (left, right)
    if nose:
        right = _with_nose(right, nose, 1.0 if sine >= 0 else -1.0)
    top = math.hypot(DOME * level, HALF_DEPTH * tilt)
    angles = np.linspace(0.0, math.pi, 19)[1:-1]
    reach = float(half[0])
    shift = float(middle[0])
    start = float(ys[0])
    turn = 1.0 if sine >= 0 else -1.0
    dome = np.stack(
        (shift - turn * reach * np.cos(angles), start - (top + start) * np.sin(angles)), axis=1
    )
    return space.flat(np.concatenate((right, left[::-1], dome)))


def ear_rings(space: HeadSpace) -> list[tuple[float, Points]]:
    """Each ear that can be seen, with its depth: a small oval at the side of the skull."""
    found: list[tuple[float, Points]] = []
    for side in (-1, 1):
        middle = np.array((side * 0.465, 0.17, -0.03))
        depth = space.depth(middle)
        if depth < -0.3:
            continue
        x, y, _ = space.turned(middle)[0]
        half = 0.05 + 0.03 * max(0.0, depth)
        angles = np.linspace(0.0, math.tau, 12, endpoint=False)
        oval = np.stack((x + half * np.cos(angles), y + 0.085 * np.sin(angles)), axis=1)
        found.append((depth, space.flat(oval)))
    return found


def _nose_at(sine: float) -> float:
    """How much of the nose stands out of the silhouette: all of it in profile."""
    return max(0.0, (abs(sine) - 0.8) / 0.2)


def _with_nose(edge: Points, share: float, turn: float) -> Points:
    heights = np.sort(np.concatenate((edge[:, 1], [y for y, _ in NOSE])))
    xs = np.interp(heights, edge[:, 1], edge[:, 0])
    out = np.interp(heights, [y for y, _ in NOSE], [by for _, by in NOSE], left=0.0, right=0.0)
    return np.stack((xs + turn * share * out, heights), axis=1)
