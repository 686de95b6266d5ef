"""The naked measures of a posed body as surfaces in space: trunk, neck, arms and legs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from tools.backends.sketch.figure.surface import Array, Ring, Surface
from tools.domain.rig import JOINTS, Camera, Joint, Skeleton

Side = Literal["l", "r"]
Limb = Literal["upper_arm", "forearm", "thigh", "shin"]
SIDES: tuple[Side, Side] = ("l", "r")

_UPPER_ARM = ((0.0, 13.5), (0.12, 14.6), (0.3, 14.2), (0.6, 12.6), (1.0, 11.0))
_FOREARM = ((0.0, 11.0), (0.2, 12.4), (0.45, 11.2), (0.75, 8.8), (1.0, 7.6))
_THIGH = ((0.0, 20.0), (0.1, 22.0), (0.25, 22.6), (0.5, 20.5), (0.8, 16.6), (1.0, 15.2))
_SHIN = ((0.0, 15.0), (0.12, 14.6), (0.3, 15.8), (0.55, 13.4), (0.8, 10.2), (1.0, 9.0))
_PROFILES: dict[Limb, tuple[tuple[float, float], ...]] = {
    "upper_arm": _UPPER_ARM,
    "forearm": _FOREARM,
    "thigh": _THIGH,
    "shin": _SHIN,
}
_BONES: dict[Limb, tuple[str, str]] = {
    "upper_arm": ("shoulder", "elbow"),
    "forearm": ("elbow", "wrist"),
    "thigh": ("hip", "knee"),
    "shin": ("knee", "ankle"),
}
_BACKWARD: dict[Limb, float] = {"upper_arm": 0.0, "forearm": 0.0, "thigh": 0.0, "shin": -3.2}
"""How far the middle of a limb bulges backwards, in hundredths of a head."""

OVERLAP = 0.04
"""How far the surface of a limb's segment goes beyond its two joints, as a share of it."""

# v, joint, height above the joint (down is positive), half width as a share of (chest, waist,
# hips), depth in front, depth behind
_TRUNK: tuple[tuple[float, Joint, float, tuple[float, float, float], float, float], ...] = (
    (20, "chest", -36, (1.06, 0, 0), 24, 23.5),
    (30, "chest", -20, (1.0, 0, 0), 27, 24),
    (40, "chest", -2, (0.62, 0.40, 0), 25, 20.5),
    (50, "waist", -18, (0.06, 0.94, 0), 22.5, 17),
    (56, "waist", -2, (0, 1.0, 0), 21.5, 16.5),
    (66, "pelvis", -38, (0, 0.5, 0.52), 22.5, 19.5),
    (76, "pelvis", -18, (0, 0, 0.95), 22.5, 24.5),
    (86, "pelvis", 4, (0, 0, 1.03), 22.5, 28),
    (94, "pelvis", 20, (0, 0, 1.0), 21.5, 27),
    (100, "pelvis", 34, (0, 0, 0.76), 17, 21),
)


_BUST = {20: 0.35, 30: 1.0, 40: 0.25}
"""The share of the bust by which the trunk stands out, by height."""


@dataclass(frozen=True)
class Body:
    """A posed skeleton before a camera. Heights `v` on the trunk: 0 base of the neck, 10 the
    shoulders, 30 the chest, 56 the waist, 86 the hips, 100 the crotch; on limbs 0 to 1.
    """

    skeleton: Skeleton
    camera: Camera
    sway: tuple[float, float, float] = (0.0, 0.0, 0.0)
    """How far the hem of what hangs to the ankles is left behind, in hundredths of a head."""

    @cached_property
    def trunk(self) -> Surface:
        """The trunk from the neck to the crotch."""
        return Surface.of([*self._shoulders(), *self._trunk_rings()], count=34)

    @cached_property
    def neck(self) -> Surface:
        """The neck, v from 0 (collar) to 1 (under the skull)."""
        half = self.skeleton.proportions.neck_half
        low = self.skeleton.place("neck", 0, 7, 0)
        high = self.skeleton.place("head", 0, -16, -4)
        frame = self.skeleton.frames["neck"]
        rings = [
            Ring(
                v=share,
                center=low + (high - low) * share,
                side=frame[:, 0] * half * wide,
                front=frame[:, 2] * half * 0.95 * wide,
            )
            for share, wide in ((0.0, 1.12), (0.2, 1.02), (0.6, 0.97), (1.0, 1.0))
        ]
        return Surface.of(rings, count=7)

    def limb(self, limb: Limb, side: Side, swell: float = 0.0) -> Surface:
        """One segment of an arm or a leg, v from 0 (nearer the trunk) to 1."""
        start, end = (f"{name}_{side}" for name in _BONES[limb])
        sizes = self.skeleton.proportions
        frame = self.skeleton.frames[_joint(start)]
        first, last = self.skeleton.points[start], self.skeleton.points[end]
        if limb == "upper_arm":
            inward = self.skeleton.points["neck"] - first
            first = first + inward * (3.0 / float(np.linalg.norm(inward)))
            first = first + self.skeleton.frames["chest"][:, 1] * 4.0
        bulk = sizes.girth * (0.45 + 0.55 * sizes.muscle if "arm" in limb else 1.0)
        rings: list[Ring] = []
        for share, radius in _PROFILES[limb]:
            size = radius * bulk + swell
            bulge = frame[:, 2] * _BACKWARD[limb] * np.sin(np.pi * min(1.0, share * 1.7))
            rings.append(
                Ring(
                    v=share,
                    center=first + (last - first) * share + bulge,
                    side=frame[:, 0] * size,
                    front=frame[:, 2] * size,
                )
            )
        return Surface.of([_shifted(rings, 0), *rings, _shifted(rings, -1)], count=17)

    def radius(self, limb: Limb, end: bool) -> float:
        """The bare radius at the start or the end of a segment, in pixels."""
        sizes = self.skeleton.proportions
        bulk = sizes.girth * (0.45 + 0.55 * sizes.muscle if "arm" in limb else 1.0)
        return _PROFILES[limb][-1 if end else 0][1] * bulk * self.camera.scale

    def dot(self, name: str) -> Array:
        """A joint or tip in the picture: x, y, depth."""
        return self.camera.project(self.skeleton.points[name])

    def depth(self, name: str) -> float:
        """How much nearer the viewer a joint is than the chest, in hundredths of a head."""
        return float(self.dot(name)[2] - self.dot("chest")[2]) / self.camera.scale

    def unit(self, size: float) -> float:
        """A length in hundredths of a head as pixels."""
        return size * self.camera.scale

    def _shoulders(self) -> list[Ring]:
        skeleton, sizes = self.skeleton, self.skeleton.proportions
        frame = skeleton.frames["chest"]
        left, right = skeleton.points["shoulder_l"], skeleton.points["shoulder_r"]
        reach, middle = (left - right) / 2, (left + right) / 2
        neck = skeleton.place("neck", 0, 4, -1)
        up = -frame[:, 1]
        thick = 0.5 + 0.5 * sizes.girth
        return [
            Ring(v=0, center=neck - frame[:, 1] * 6, side=frame[:, 0] * sizes.neck_half * 1.0,
                 front=frame[:, 2] * 10 * thick, back=1.1),
            Ring(v=3, center=neck, side=frame[:, 0] * sizes.neck_half * 1.45,
                 front=frame[:, 2] * 11.5 * thick, back=1.15),
            Ring(v=6, center=neck * 0.55 + (middle + up * 12) * 0.45,
                 side=reach * 0.28 + frame[:, 0] * sizes.neck_half * 0.95,
                 front=frame[:, 2] * 13.5 * thick, back=1.15),
            Ring(v=9, center=middle + up * 11, side=reach * 0.90,
                 front=frame[:, 2] * 15 * thick, back=1.15),
            Ring(v=13, center=middle + up * 1, side=reach * 1.03,
                 front=frame[:, 2] * 18 * thick, back=1.12),
        ]  # fmt: skip

    def _trunk_rings(self) -> list[Ring]:
        skeleton, sizes = self.skeleton, self.skeleton.proportions
        widths = np.array((sizes.chest_half, sizes.waist_half, sizes.hips_half))
        thick = 0.4 + 0.6 * sizes.girth
        lengths = {
            "chest": sizes.chest / 66,
            "waist": sizes.waist / 56,
            "pelvis": sizes.pelvis / 56,
        }
        rings: list[Ring] = []
        for v, joint, height, shares, ahead, behind in _TRUNK:
            frame = skeleton.frames[joint]
            half = float(widths @ np.array(shares))
            narrow = sum(shares) and half / (float(np.array((45, 35, 43)) @ np.array(shares)))
            depth = thick * (0.5 + 0.5 * float(narrow))
            bust = sizes.bust * _BUST.get(round(v), 0.0)
            front = ahead * depth + bust
            rings.append(
                Ring(
                    v=v,
                    center=skeleton.place(joint, 0, height * lengths.get(joint, 1.0), 0),
                    side=frame[:, 0] * half,
                    front=frame[:, 2] * front,
                    back=behind * depth / front,
                )
            )
        return rings


def _shifted(rings: list[Ring], end: int) -> Ring:
    """One more ring a little beyond an end, so that shadows overlap the joint."""
    ring = rings[end]
    along = (rings[-1].center - rings[0].center) * (OVERLAP if end else -OVERLAP)
    v = ring.v + (OVERLAP if end else -OVERLAP)
    return Ring(v=v, center=ring.center + along, side=ring.side, front=ring.front)


def _joint(name: str) -> Joint:
    return next(joint for joint in JOINTS if joint == name)
