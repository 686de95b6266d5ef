"""Arms and legs, bare and sleeved, with hands and feet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from tools.backends.sketch.sprite.cuts import Cut, worn
from tools.backends.sketch.sprite.puppet import (
    ANKLE,
    TOES,
    WRIST,
    Puppet,
    Ring,
    Side,
    Vector,
    lofted,
)
from tools.backends.sketch.sprite.shapes import Points, Shape, capsule, ellipse, hull, united
from tools.backends.sketch.sprite.volume import polished, rounded
from tools.domain.look import Garment

ARM_BEFORE = 4.0
"""How much nearer than its bones an arm counts, so that it lies on the trunk's side."""
LEG_BEHIND = 6.0
LEG_STEP = 6.0
"""Depths of legs are rounded, so that two legs side by side cast no line on each other."""
_BELL = 8.0
"""Sleeves that stand out so far hang down in a corner."""
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


def arm_shapes(puppet: Puppet, side: Side) -> list[Shape]:
    """One arm with what is worn on it, and the hand."""
    limb = arm_of(puppet, side)
    out = sleeve(puppet, limb, "skin", 0.0, 2.0)
    hand_ramp, hand_metal = "skin", False
    for garment, cut in worn(puppet.look.garments):
        if cut.sleeve:
            out += _sleeved(puppet, limb, garment, cut)
        elif garment.kind == "gloves":
            out += sleeve(puppet, limb, "gloves", 1.62, 2.0, (1.8, 1.0), above=0.02)
            hand_ramp = "gloves"
        elif garment.kind == "gauntlets":
            out += sleeve(puppet, limb, "gauntlets", 1.15, 2.0, (4.0, 1.5), metal=True, above=0.02)
            hand_ramp, hand_metal = "gauntlets", True
        elif garment.kind == "pauldrons":
            out += _pauldron(puppet, limb)
    return out + _hand(puppet, side, limb, hand_ramp, metal=hand_metal)


def leg_shapes(puppet: Puppet, side: Side) -> list[Shape]:
    """One leg with what is worn on it, and the foot."""
    limb = leg_of(puppet, side)
    out = sleeve(puppet, limb, "skin", 0.0, 2.0)
    shoe: tuple[Garment | None, Cut] = (None, Cut(bare=True))
    legs: str | None = None
    for garment, cut in worn(puppet.look.garments):
        if cut.legs:
            legs = garment.kind
            out += sleeve(
                puppet, limb, garment.kind, 0.0, cut.legs, cut.leg_pad, metal=cut.plate,
                above=0.01 * cut.layer,
            )  # fmt: skip
            if "knees" in cut.details:
                out += _kneecap(puppet, limb, garment.kind)
            if "pockets" in cut.details:
                out += _thigh_pocket(puppet, limb, garment.kind)
            if garment.accent and "seams" in cut.details:
                out += _seam(puppet, limb, f"{garment.kind}_accent", garment.glowing)
        if cut.shoe:
            shoe = (garment, cut)
    covered = legs in ("hakama",)
    return out + _foot(puppet, side, limb, *shoe, covered=covered)


def _sleeved(puppet: Puppet, limb: Limb, garment: Garment, cut: Cut) -> list[Shape]:
    above = 0.01 * cut.layer
    out = sleeve(
        puppet, limb, garment.kind, 0.0, cut.sleeve, cut.sleeve_pad, metal=cut.plate, above=above
    )
    if cut.sleeve_pad[-1] >= _BELL:
        out += _bell(puppet, limb, garment.kind, cut, above)
    if cut.hem or "cuffs" in cut.details:
        pad = cut.sleeve_pad[-1]
        start = cut.sleeve - (0.06 if pad >= _BELL else 0.2)
        out += cuff(
            puppet, limb, f"{garment.kind}_accent", start, cut.sleeve, pad + 0.8, above + 0.004
        )
    if garment.accent and garment.glowing:
        out += _seam(puppet, limb, f"{garment.kind}_accent", glowing=True)
    return out


def _bell(puppet: Puppet, limb: Limb, ramp: str, cut: Cut, above: float) -> list[Shape]:
    """The hanging corner of a wide sleeve."""
    end, radius = limb.at(cut.sleeve)
    start, r0 = limb.at(1.0)
    drop = np.array((0.0, radius + cut.sleeve_pad[-1] * 1.15, 0.0)) + puppet.sway.back * 0.15
    corner = puppet.spot(end + drop)[:2]
    outline = hull(
        np.concatenate(
            (
                ellipse(puppet.spot(start)[:2], puppet.px(r0 + 2.0)),
                ellipse(puppet.spot(end)[:2], puppet.px(radius + 2.0)),
                ellipse(corner, puppet.px(5.0)),
            )
        )
    )
    shape = Shape(outline=outline, ramp=ramp, part=limb.part, order=limb.orders[1] + above + 0.001)
    return rounded(shape, puppet.px(2.6 * radius))


def _pauldron(puppet: Puppet, limb: Limb) -> list[Shape]:
    point, radius = limb.at(0.12)
    x, y, _ = puppet.spot(point)
    size = puppet.px(radius + 6.5)
    shape = Shape(
        outline=ellipse((x, y), size, size * 0.86), ramp="pauldrons", part=f"pad_{limb.part}",
        order=limb.orders[0] + 2.0,
    )  # fmt: skip
    rim = Shape(
        outline=ellipse((x, y + size * 0.5), size, size * 0.5), ramp="pauldrons_accent",
        part=shape.part, order=shape.order, clipped=True,
    )  # fmt: skip
    face = ellipse((x, y - size * 0.12), size * 0.98, size * 0.72)
    dome = Shape(outline=face, ramp="pauldrons", part=shape.part, order=shape.order, clipped=True)
    return [*polished(shape, size * 1.6), rim, dome, *polished(dome, size * 1.6)[2:]]


def _kneecap(puppet: Puppet, limb: Limb, ramp: str) -> list[Shape]:
    point, radius = limb.at(1.0)
    x, y, _ = puppet.spot(point)
    size = puppet.px(radius * 0.72)
    shape = Shape(
        outline=ellipse((x, y), size), ramp=ramp, part=limb.part, order=limb.orders[0] + 0.2,
        tone=1, clipped=True,
    )  # fmt: skip
    under = Shape(
        outline=ellipse((x, y + puppet.px(3.0)), size), ramp=ramp, part=limb.part,
        order=limb.orders[0] + 0.2, tone=-2, clipped=True,
    )  # fmt: skip
    return [under, shape]


def _thigh_pocket(puppet: Puppet, limb: Limb, ramp: str) -> list[Shape]:
    out: list[Shape] = []
    (top, _), (low, _) = limb.at(0.6), limb.at(0.92)
    a, b = puppet.spot(top)[:2], puppet.spot(low)[:2]
    out.append(
        Shape(
            outline=capsule(a, b, puppet.px(6.0), puppet.px(6.0)), ramp=ramp, part=limb.part,
            order=limb.orders[0] + 0.2, tone=-1, clipped=True,
        )
    )  # fmt: skip
    return out


def _seam(puppet: Puppet, limb: Limb, ramp: str, glowing: bool) -> list[Shape]:
    """A line of the accent down the limb."""
    points = np.array([puppet.spot(limb.at(along)[0])[:2] for along in (0.1, 1.0, 1.85)])
    return [
        Shape(
            outline=points, ramp=ramp, part=limb.part, order=max(limb.orders) + 0.3,
            clipped=True, width=puppet.px(3.0), tone=1 if glowing else 0,
        )
    ]  # fmt: skip


def _hand(puppet: Puppet, side: Side, limb: Limb, ramp: str, *, metal: bool) -> list[Shape]:
    """The hand as a ball, with fingers where it is open."""
    state = puppet.hands[side]
    radius = puppet.chibi.hand_radius
    middle = puppet.skeleton.place(WRIST[side], 0.0, 8.0, 0.0)
    x, y, _ = puppet.spot(middle)
    rings: list[Points] = [ellipse((x, y), puppet.px(radius))]
    if state in ("open", "pointing"):
        reach = 21.0 if state == "open" else 24.0
        tip = puppet.spot(puppet.skeleton.place(WRIST[side], 0.0, reach, 0.0))[:2]
        half = puppet.px(radius * (0.72 if state == "open" else 0.34))
        rings.append(capsule((x, y), tip, half, half * 0.8))
        if state == "open":
            thumb = puppet.spot(puppet.skeleton.place(WRIST[side], 0.0, 9.0, radius + 4.0))[:2]
            rings.append(capsule((x, y), thumb, puppet.px(3.6), puppet.px(3.2)))
    outline, more = united(rings)
    shape = Shape(
        outline=outline, more=more, ramp=ramp, part=limb.part, order=limb.orders[1] + HAND_ABOVE
    )
    return (polished if metal else rounded)(shape, puppet.px(radius * 2))


HAND_ABOVE = 1.5
PROP_ABOVE = 1.0
"""A prop lies over the sleeve and under the fingers."""


def _foot(
    puppet: Puppet, side: Side, limb: Limb, garment: Garment | None, cut: Cut, *,
    covered: bool,
) -> list[Shape]:  # fmt: skip
    chibi = puppet.chibi
    half = chibi.foot_half
    pad = 0.0 if garment is None or cut.bare else 1.6
    place = puppet.skeleton.place
    ankle = puppet.point(f"ankle_{side}")
    low = chibi.rig.ankle_height
    circles = (
        (ankle, chibi.shin_radius * 0.86 + pad),
        (place(ANKLE[side], 0.0, low - half * 0.72, -half * 0.35), half * 0.72 + pad),
        (place(ANKLE[side], 0.0, low - half * 0.72, chibi.rig.foot * 0.55), half * 0.80 + pad),
        (
            place(TOES[side], 0.0, low * 0.45 - half * 0.62, chibi.rig.toes * 0.55),
            half * 0.70 + pad,
        ),
    )
    rings = [ellipse(puppet.spot(point)[:2], puppet.px(radius)) for point, radius in circles]
    outline = hull(np.concatenate(rings))
    bare = garment is None or garment.kind == "barefoot"
    ramp = "skin" if garment is None or bare or cut.bare else garment.kind
    order = limb.orders[1] + (-0.25 if covered else 0.12)
    part = f"foot_{side}"
    shape = Shape(outline=outline, ramp=ramp, part=part, order=order)
    out: list[Shape] = []
    if garment is not None and cut.shoe > 0.3:
        top = 2.0 - cut.shoe
        out += sleeve(puppet, limb, ramp, top, 2.0, (3.4, 2.2), above=0.1)
        out += cuff(puppet, limb, f"{garment.kind}_accent", top, top + 0.16, 4.4, 0.11)
    out += rounded(shape, puppet.px(half * 2))
    if garment is None or bare:
        return out
    lift = puppet.px(4.2)
    sole = Shape(
        outline=outline, ramp="white" if garment.kind == "sneakers" else ramp, part=part,
        order=order, tone=-1 if garment.kind == "sneakers" else -2, clipped=True,
    )  # fmt: skip
    upper = Shape(outline=outline, ramp=ramp, part=part, order=order, clipped=True)
    if cut.bare:
        strap = capsule(rings[0].mean(axis=0), rings[3].mean(axis=0), puppet.px(2.5), puppet.px(2))
        band = Shape(outline=strap, ramp=garment.kind, part=part, order=order, clipped=True)
        tip = Shape(
            outline=outline, ramp=garment.kind, part=part, order=order, clipped=True, tone=-1
        )
        return [*out, tip, upper.moved(0.0, -lift), band]
    faces = rounded(upper, puppet.px(half * 2))
    out += [sole, *(replace(face, clipped=True).moved(0.0, -lift) for face in faces)]
    return out


def _as_one(upper: float, lower: float) -> tuple[float, float]:
    """The orders of two halves, the same where they are about as deep."""
    if abs(upper - lower) < _FLAT:
        return max(upper, lower), max(upper, lower)
    return upper, lower


def _stepped(depth: float) -> float:
    return float(np.floor(depth / LEG_STEP) * LEG_STEP)
