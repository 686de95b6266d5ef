"""A small figure in one pose before the camera: points in space to places in the cell."""

from __future__ import annotations

import math
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from tools.backends.sketch.sprite.proportions import Chibi
from tools.backends.sketch.sprite.shapes import Points, hull
from tools.domain.look import Look
from tools.domain.rig import Camera, Hand, Joint, Skeleton

Vector = NDArray[np.float64]
"""Shape (3,), hundredths of a head: x to the character's left at rest, y down, z forwards."""
Side = Literal["l", "r"]
SIDES: tuple[Side, Side] = ("l", "r")
WRIST: dict[Side, Joint] = {"l": "wrist_l", "r": "wrist_r"}
ELBOW: dict[Side, Joint] = {"l": "elbow_l", "r": "elbow_r"}
ANKLE: dict[Side, Joint] = {"l": "ankle_l", "r": "ankle_r"}
TOES: dict[Side, Joint] = {"l": "toes_l", "r": "toes_r"}
DOWN = np.array((0.0, 1.0, 0.0))


@dataclass(frozen=True, kw_only=True)
class Sway:
    """How far what hangs has been left behind, in hundredths of a head, at its free end."""

    hair: Vector = field(default_factory=lambda: np.zeros(3))
    back: Vector = field(default_factory=lambda: np.zeros(3))
    hips: Vector = field(default_factory=lambda: np.zeros(3))
    prop: Vector = field(default_factory=lambda: np.zeros(3))


@dataclass(frozen=True, kw_only=True)
class Puppet:
    """`at` is where the pelvis is over the point of the ground that the camera's origin shows."""

    look: Look
    chibi: Chibi
    skeleton: Skeleton
    camera: Camera
    at: Vector
    hands: dict[Side, Hand]
    sway: Sway = field(default_factory=Sway)
    carry: float = 1.0
    """How upright a pole is carried: 1 at ease, 0 where the wrists turn it."""

    @cached_property
    def view(self) -> Vector:
        """The way to the viewer."""
        return self.camera.matrix()[2]

    @cached_property
    def _lens(self) -> tuple[NDArray[np.float64], Vector]:
        """A matrix and a shift that take points to the cell, depth in hundredths."""
        scale = self.camera.scale
        turn = self.camera.matrix().T * np.array((scale, scale, 1.0))
        return turn, self.at @ turn + np.array((*self.camera.origin, 0.0))

    def spot(self, point: Vector) -> tuple[float, float, float]:
        """Where a point of the figure's space is in the cell, and its depth in hundredths."""
        turn, shift = self._lens
        x, y, depth = (point @ turn + shift).tolist()
        return x, y, depth

    def dots(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """The same for many points, shape (..., 3): x and y in pixels, depth in hundredths."""
        turn, shift = self._lens
        return points @ turn + shift

    def joint(self, name: str) -> tuple[float, float, float]:
        return self.spot(self.skeleton.points[name])

    def point(self, name: str) -> Vector:
        return self.skeleton.points[name]

    def frame(self, joint: Joint) -> NDArray[np.float64]:
        return self.skeleton.frames[joint]

    @cached_property
    def trunk_rings(self) -> tuple[Ring, ...]:
        """The rings of the bare trunk, from the base of the neck to the crotch."""
        return tuple(_ring(self, index) for index in range(len(_RINGS)))

    def px(self, units: float) -> float:
        """Pixels for so many hundredths of a head."""
        return units * self.camera.scale


@dataclass(frozen=True, kw_only=True)
class Ring:
    """An ellipse across a body: its middle, and its half axes to the left and to the front."""

    middle: Vector
    left: Vector
    front: Vector

    def at(self, degrees: float | NDArray[np.float64]) -> NDArray[np.float64]:
        """Points on it: 0 in front, 90 at the character's left; shape (..., 3)."""
        angle = np.radians(np.asarray(degrees, dtype=np.float64))[..., None]
        return self.middle + np.sin(angle) * self.left + np.cos(angle) * self.front

    def outward(self, degrees: NDArray[np.float64]) -> NDArray[np.float64]:
        """The way out at these angles, not normed."""
        angle = np.radians(degrees)[..., None]
        left, front = self.left / (self.left @ self.left), self.front / (self.front @ self.front)
        return np.sin(angle) * left + np.cos(angle) * front

    def grown(self, pad: float) -> Ring:
        """The ring so much further out."""
        wide, deep = (float(np.linalg.norm(axis)) for axis in (self.left, self.front))
        return Ring(
            middle=self.middle,
            left=self.left * (1 + pad / wide),
            front=self.front * (1 + pad / deep),
        )

    def blended(self, other: Ring, share: float) -> Ring:
        pairs = ((self.middle, other.middle), (self.left, other.left), (self.front, other.front))
        middle, left, front = (a + (b - a) * share for a, b in pairs)
        return Ring(middle=middle, left=left, front=front)


AROUND = np.arange(0.0, 360.0, 30.0)


def lofted(puppet: Puppet, rings: list[Ring]) -> list[Points]:
    """The outlines in the cell of the body between each ring and the next."""
    seen = puppet.dots(np.stack([ring.at(AROUND) for ring in rings]))[..., :2]
    return [hull(np.concatenate((one, two))) for one, two in pairwise(seen)]


def trunk_ring(puppet: Puppet, place: float, pad: float = 0.0) -> Ring:
    """The ring of the trunk at a place: 0 the base of the neck, 1 the waist, 2 the crotch."""
    index = min(max(bisect_right(_PLACES, place) - 1, 0), len(_PLACES) - 2)
    low, high = _PLACES[index], _PLACES[index + 1]
    share = min(1.0, max(0.0, (place - low) / (high - low)))
    rings = puppet.trunk_rings
    ring = rings[index].blended(rings[index + 1], share) if share else rings[index]
    return ring.grown(pad) if pad else ring


_RINGS: tuple[tuple[float, Joint, float, str, float], ...] = (
    # place, joint, how far down its bone (-1 its end), which half width, times
    (0.0, "chest", -1.0, "neck_half", 1.0),
    (0.14, "chest", -0.93, "shoulder_width", 0.86),
    (0.34, "chest", -0.7, "chest_half", 1.06),
    (0.6, "chest", -0.25, "chest_half", 0.98),
    (1.0, "waist", -0.35, "waist_half", 1.0),
    (1.5, "pelvis", -0.1, "hips_half", 1.0),
    (2.0, "pelvis", 1.0, "hips_half", 0.8),
)


_PLACES = tuple(place for place, *_ in _RINGS)


def _ring(puppet: Puppet, index: int) -> Ring:
    _, joint, along, width, times = _RINGS[index]
    sizes, chibi = puppet.chibi.rig, puppet.chibi
    half = float(getattr(sizes, width)) * times
    length = float(getattr(sizes, joint))
    deep = {"chest": chibi.chest_deep, "waist": chibi.waist_deep, "pelvis": chibi.hips_deep}[joint]
    if width in ("neck_half", "shoulder_width"):
        deep = 1.0 if width == "neck_half" else 0.52
    down = along * (length if along < 0 else sizes.hip_drop + 7.0)
    forward = sizes.bust * 0.3 if width == "chest_half" else 0.0
    frame = puppet.frame(joint)
    return Ring(
        middle=puppet.skeleton.place(joint, 0.0, down, forward),
        left=frame[:, 0] * half,
        front=frame[:, 2] * half * deep,
    )


def band(
    puppet: Puppet, upper: Ring, lower: Ring, start: float = -180.0, end: float = 180.0
) -> Points | None:
    """A patch on the surface between two rings and two angles, as far as the viewer sees it."""
    angles = np.linspace(start, end, max(2, int((end - start) / 12) + 1))
    rows: list[NDArray[np.float64]] = []
    for ring in (upper, lower):
        seen = angles[ring.outward(angles) @ puppet.view > 0.0]
        if not len(seen):
            return None
        rows.append(puppet.dots(ring.at(_in_a_row(seen)))[:, :2])
    return np.concatenate((rows[0], rows[1][::-1]))


def _in_a_row(angles: NDArray[np.float64]) -> NDArray[np.float64]:
    """Angles of one visible arc, from its one end to the other."""
    gaps = np.diff(angles)
    if len(gaps) and gaps.max() > 60.0:
        cut = int(np.argmax(gaps)) + 1
        return np.concatenate((angles[cut:], angles[:cut] + 360.0))
    return angles


def face_angles(puppet: Puppet, joint: Joint = "head") -> tuple[float, float, float]:
    """Yaw, pitch and roll of a joint's face relative to the viewer, in degrees.

    Yaw 90 looks to the picture's right; pitch is how far from above it is seen; roll leans
    clockwise.
    """
    seen = puppet.camera.matrix() @ puppet.frame(joint)
    ahead, up = seen[:, 2], -seen[:, 1]
    yaw = math.degrees(math.atan2(float(ahead[0]), float(ahead[2])))
    pitch = math.degrees(math.asin(float(np.clip(up[2], -1.0, 1.0))))
    roll = math.degrees(math.atan2(float(up[0]), float(-up[1])))
    return yaw, pitch, roll
