"""Arms, bare and sleeved, with hands."""

from __future__ import annotations

import numpy as np

from tools.backends.sketch.sprite.cuts import Cut, worn
from tools.backends.sketch.sprite.limbs import HAND_ABOVE, Limb, arm_of, cuff, seam, sleeve
from tools.backends.sketch.sprite.puppet import WRIST, Puppet, Side
from tools.backends.sketch.sprite.shapes import Points, Shape, capsule, ellipse, hull, united
from tools.backends.sketch.sprite.volume import polished, rounded
from tools.domain.look import Garment

_BELL = 8.0
"""Sleeves that stand out so far hang down in a corner."""


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
        out += seam(puppet, limb, f"{garment.kind}_accent", glowing=True)
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
