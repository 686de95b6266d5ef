"""Arms and legs as tapered limbs: where they are, what covers them from where to where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from tools.backends.sketch.sprite.puppet import Puppet, Ring, Side, Vector, lofted
from tools.backends.sketch.sprite.shapes import Points, Shape, capsule, united
from tools.backends.sketch.sprite.volume import polished, rounded

ARM_BEFORE = 4.0
"""How much nearer than its bones an arm counts, so that it lies on the trunk's side."""
LEG_BEHIND = 6.0
LEG_STEP = 6.0
"""Depths of legs are rounded, so that two legs side by side cast no line on each other."""
HAND_ABOVE, PROP_ABOVE = 1.5, 1.0
"""A prop lies over the sleeve and under the fingers."""
_FLAT = 14.0
"""Two halves of a limb this near in depth are painted as one body."""


@dataclass(frozen=True, kw_only=True)
class Limb:
    """Three points and radii along a limb, in hundredths, and the order of its two halves."""

    part: str
    points: tuple[Vector, Vector, Vector]
    radii: tuple[float, float, float]
    orders: tuple[float, float]

    def at(self, along: float) -> tuple[Vector, float]:
        """The point and radius at 0 to 2 along the limb."""
        half = 0 if along <= 1.0 else 1
        share = min(along, 2.0) - half
        one, two = self.points[half], self.points[half + 1]
        r0, r1 = self.radii[half], self.radii[half + 1]
        return one + (two - one) * share, r0 + (r1 - r0) * share


def arm_of(puppet: Puppet, side: Side) -> Limb:
    chibi = puppet.chibi
    points = [puppet.point(f"{name}_{side}") for name in ("shoulder", "elbow", "wrist")]
    depths = [puppet.spot(point)[2] for point in points]
    upper, lower = ((depths[i] + depths[i + 1]) / 2 + ARM_BEFORE for i in (0, 1))
    return Limb(
        part=f"arm_{side}",
        points=(points[0], points[1], points[2]),
        radii=(
            chibi.upper_arm_radius,
            (chibi.upper_arm_radius + chibi.forearm_radius) / 2,
            chibi.forearm_radius * 0.92,
        ),
        orders=_as_one(upper, lower + 1.0),
    )


def leg_of(puppet: Puppet, side: Side) -> Limb:
    chibi = puppet.chibi
    points = [puppet.point(f"{name}_{side}") for name in ("hip", "knee", "ankle")]
    depths = [puppet.spot(point)[2] for point in points]
    upper, lower = ((depths[i] + depths[i + 1]) / 2 - LEG_BEHIND for i in (0, 1))
    return Limb(
        part=f"leg_{side}",
        points=(points[0], points[1], points[2]),
        radii=(chibi.thigh_radius, (chibi.thigh_radius + chibi.shin_radius) / 2, chibi.shin_radius),
        orders=_as_one(_stepped(upper), _stepped(lower)),
    )


def sleeve(
    puppet: Puppet, limb: Limb, ramp: str, start: float, end: float,
    pads: Sequence[float] = (0.0, 0.0), *, metal: bool = False, above: float = 0.0, tone: int = 0,
) -> list[Shape]:  # fmt: skip
    """The limb from `start` to `end` (0 to 2 along it) in a ramp.

    `pads` are how far it stands out at evenly spaced places from start to end.
    """
    ends = [start, *(place for place in (1.0,) if start < place < end), end]
    halves: list[tuple[float, Points]] = []
    thick = 0.0
    for low, high in pairwise(ends):
        circles: list[tuple[tuple[float, float], float]] = []
        for along in (low, high):
            point, radius = limb.at(along)
            share = (along - start) / max(end - start, 1e-6)
            pad = float(np.interp(share, np.linspace(0, 1, len(pads)), pads))
            circles.append((puppet.spot(point)[:2], puppet.px(radius + pad)))
        (one, r0), (two, r1) = circles
        thick = max(thick, r0 + r1)
        halves.append((limb.orders[0 if high <= 1.0 else 1], capsule(one, two, r0, r1)))
    paint = polished if metal else rounded
    groups: dict[float, list[Points]] = {}
    for order, ring in halves:
        groups.setdefault(order, []).append(ring)
    out: list[Shape] = []
    for order, rings in groups.items():
        outline, more = united(rings)
        shape = Shape(
            outline=outline, more=more, ramp=ramp, part=limb.part, order=order + above, tone=tone
        )
        out += paint(shape, thick)
    return out


def cuff(
    puppet: Puppet, limb: Limb, ramp: str, start: float, end: float, pad: float, above: float
) -> list[Shape]:
    """A band round the limb with straight edges, from `start` to `end` along it."""
    rings: list[Ring] = []
    for along in (start, end):
        point, radius = limb.at(along)
        half = 0 if along < 1.0 else 1
        bone = limb.points[half + 1] - limb.points[half]
        aside = np.cross(bone, puppet.frame("pelvis")[:, 2] + puppet.frame("pelvis")[:, 0] * 0.37)
        aside = aside / max(float(np.linalg.norm(aside)), 1e-6)
        across = np.cross(aside, bone)
        across = across / max(float(np.linalg.norm(across)), 1e-6)
        size = radius + pad
        rings.append(Ring(middle=point, left=aside * size, front=across * size))
    order = limb.orders[0 if end <= 1.0 else 1] + above
    outline = lofted(puppet, rings)[0]
    shape = Shape(outline=outline, ramp=ramp, part=limb.part, order=order)
    return rounded(shape, puppet.px(2 * (limb.at(end)[1] + pad)))


def seam(puppet: Puppet, limb: Limb, ramp: str, glowing: bool) -> list[Shape]:
    """A line of the accent down the limb."""
    points = np.array([puppet.spot(limb.at(along)[0])[:2] for along in (0.1, 1.0, 1.85)])
    return [
        Shape(
            outline=points, ramp=ramp, part=limb.part, order=max(limb.orders) + 0.3,
            clipped=True, width=puppet.px(3.0), tone=1 if glowing else 0,
        )
    ]  # fmt: skip


def _as_one(upper: float, lower: float) -> tuple[float, float]:
    """The orders of two halves, the same where they are about as deep."""
    if abs(upper - lower) < _FLAT:
        return max(upper, lower), max(upper, lower)
    return upper, lower


def _stepped(depth: float) -> float:
    return float(np.floor(depth / LEG_STEP) * LEG_STEP)
