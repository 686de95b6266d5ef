"""Belts, ties, chains and packs: small things worn over the clothes."""

from __future__ import annotations

import numpy as np

from tools.backends.sketch.sprite.puppet import Puppet, Ring, lofted
from tools.backends.sketch.sprite.shapes import Shape, united
from tools.backends.sketch.sprite.surface import Face
from tools.backends.sketch.sprite.trunk import trunk_order
from tools.backends.sketch.sprite.volume import rounded
from tools.domain.look import Garment

_OVER = 0.6
_PAD = 5.0


def trinket_shapes(puppet: Puppet) -> list[Shape]:
    """What is worn over the trunk's clothes, in the order of the look."""
    face = Face(puppet, _PAD, trunk_order(puppet) + _OVER)
    out: list[Shape] = []
    for garment in puppet.look.garments:
        kind, accent = garment.kind, f"{garment.kind}_accent"
        match kind:
            case "belt":
                out += face.band(1.12, 1.4, -180, 180, kind)
                out += face.band(1.1, 1.42, -10, 10, accent if garment.accent else "gold", 1)
            case "tie":
                out += face.patch([(0.06, -10), (0.06, 10), (0.2, 5), (0.2, -5)], kind, -1)
                out += face.patch([(0.18, -5), (0.18, 5), (0.8, 11), (0.98, 0), (0.8, -11)], kind)
            case "necklace":
                out += face.line([(0.1, -40), (0.4, 0), (0.1, 40)], kind, 0, 2.6)
                out += face.dot(0.46, 0.0, accent, 4.5)
            case "backpack":
                out += _pack(puppet, garment, face)
            case _:
                continue
    return out


def _pack(puppet: Puppet, garment: Garment, face: Face) -> list[Shape]:
    frame = puppet.frame("chest")
    chest = puppet.chibi.rig.chest
    wide, deep = puppet.chibi.rig.chest_half * 0.82, 15.0
    back = -(puppet.chibi.rig.chest_half * puppet.chibi.chest_deep + deep * 0.7)
    rings = [
        Ring(
            middle=puppet.skeleton.place("chest", 0.0, height, back),
            left=frame[:, 0] * wide * size,
            front=frame[:, 2] * deep * size,
        )
        for height, size in ((-chest * 0.98, 0.7), (-chest * 0.8, 1.0), (8.0, 1.05), (16.0, 0.85))
    ]
    depth = puppet.spot(rings[1].middle)[2]
    outline, more = united(lofted(puppet, rings))
    order = depth + (9.0 if depth > trunk_order(puppet) else -9.0)
    bag = Shape(outline=outline, more=more, ramp=garment.kind, part="backpack", order=order)
    out = rounded(bag, puppet.px(2 * wide))
    flap = lofted(puppet, rings[:2])[0]
    out.append(
        Shape(
            outline=flap, ramp=f"{garment.kind}_accent", part="backpack", order=order, clipped=True
        )
    )
    x, y, _ = puppet.spot(rings[2].at(180.0))
    size = max(1.0, puppet.px(6.0))
    pocket = np.array(
        ((x - 1.6 * size, y - size), (x + 1.6 * size, y - size), (x + 1.4 * size, y + size),
         (x - 1.4 * size, y + size))
    )  # fmt: skip
    if float(puppet.view @ frame[:, 2]) < -0.3:
        out.append(
            Shape(
                outline=pocket, ramp=garment.kind, part="backpack", order=order, tone=-1,
                clipped=True,
            )
        )  # fmt: skip
    for angle in (-38, 38):
        out += face.band(0.03, 0.85, angle - 6, angle + 6, garment.kind, -1)
    return out
