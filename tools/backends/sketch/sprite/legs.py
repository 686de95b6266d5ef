"""Legs, bare and clothed, with feet and what they wear."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from tools.backends.sketch.sprite.cuts import Cut, worn
from tools.backends.sketch.sprite.limbs import Limb, cuff, leg_of, seam, sleeve
from tools.backends.sketch.sprite.puppet import ANKLE, TOES, Puppet, Side
from tools.backends.sketch.sprite.shapes import Shape, capsule, ellipse, hull
from tools.backends.sketch.sprite.volume import rounded
from tools.domain.look import Garment


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
                out += seam(puppet, limb, f"{garment.kind}_accent", garment.glowing)
        if cut.shoe:
            shoe = (garment, cut)
    covered = legs in ("hakama",)
    return out + _foot(puppet, side, limb, *shoe, covered=covered)


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
