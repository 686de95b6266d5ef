"""What sits on the hair: headbands, headphones, goggles, ears of cats, horns, earrings."""

from __future__ import annotations

import math

import numpy as np

from tools.backends.sketch.sprite.head.form import formed, overlay
from tools.backends.sketch.sprite.head.shell import Shell
from tools.backends.sketch.sprite.head.space import HeadSpace, Solid
from tools.backends.sketch.sprite.shapes import Points, Shape, curve, ellipse, hull
from tools.domain.look import Garment

ORDER = 5.5
_STRAP = Shell(hem=((0.0, 0.0), (180.0, 0.0)), top=0.1, side=0.075)


def headband_shapes(garment: Garment, space: HeadSpace, sway: tuple[float, float]) -> list[Shape]:
    """A band round the brow, knotted behind, with two loose ends."""
    kind = garment.kind
    band = Shape(
        outline=_strap(space, -0.19, -0.08), ramp=kind, part=kind, order=ORDER, outlined=False
    )
    shapes = formed(band, space, share=0.4)
    if garment.accent:
        shapes += _plate(garment, space)
    for spread, drop in ((0.12, 0.34), (-0.1, 0.26)):
        chain = np.array(((0.0, -0.12, -0.53), (spread * 0.6, -0.02, -0.66), (spread, drop, -0.7)))
        line = space.turned(chain)[:, :2]
        line = line + np.linspace(0.0, 1.0, 3)[:, None] * np.array(sway)
        near = space.cosine < 0.1
        ring = space.flat(_ribbon(curve(line, closed=False), 0.045, 0.06))
        shapes += formed(
            Shape(outline=ring, ramp=kind, part=f"{kind}.ends", order=ORDER if near else -3.5),
            space, share=0.4,
        )  # fmt: skip
    return shapes


def _plate(garment: Garment, space: HeadSpace) -> list[Shape]:
    angles = np.linspace(-24.0, 24.0, 7)
    seen = angles[np.cos(np.radians(angles + space.yaw)) > 0.1]
    if len(seen) < 2:
        return []
    ring = _STRAP.strip(
        space,
        np.concatenate((seen, seen[::-1])),
        np.concatenate((np.full(len(seen), -0.19), np.full(len(seen), -0.08))),
    )
    return [overlay(ring, f"{garment.kind}_accent", 0, garment.kind, ORDER)]


def headphones_shapes(garment: Garment, space: HeadSpace) -> list[Shape]:
    """A bow over the crown and a cup on each ear."""
    kind = garment.kind
    angles = np.radians(np.linspace(-98.0, 98.0, 25))
    bow = np.stack((0.575 * np.sin(angles), -0.63 * np.cos(angles), np.full(25, -0.03)), axis=1)
    band = Shape(outline=_ribbon_solid(bow, space), ramp=kind, part=kind, order=ORDER - 0.1)
    shapes = formed(band, space, share=0.4)
    for side in (-1, 1):
        shapes += _cup(garment, space, side)
    return shapes


def _ribbon_solid(bow: Solid, space: HeadSpace) -> Points:
    """A bow 0.1 wide from front to back and 0.07 thick, as the outline of its turned box."""
    rings = [bow + np.array((0, 0, d)) for d in (-0.06, 0.06)]
    outer = [space.turned(ring)[:, :2] for ring in rings]
    inner = [space.turned(ring * np.array((0.87, 0.89, 1.0)))[:, :2] for ring in rings]
    if abs(space.cosine) < 0.1:
        return space.flat(hull(np.concatenate((*outer, *inner))))
    top = np.stack((outer[0], outer[1])).mean(axis=0)
    low = np.stack((inner[0], inner[1])).mean(axis=0)
    grow = abs(space.sine) * 0.05
    top = top + np.stack((np.sign(top[:, 0]) * grow, np.zeros(len(top))), axis=1)
    return space.flat(np.concatenate((top, low[::-1])))


def _cup(garment: Garment, space: HeadSpace, side: int) -> list[Shape]:
    kind = garment.kind
    angles = np.linspace(0.0, math.tau, 16, endpoint=False)

    def disc(a: float, radius: float) -> Points:
        solid = np.stack(
            (
                np.full(16, side * a),
                0.12 + radius * 1.1 * np.sin(angles),
                -0.03 + radius * np.cos(angles),
            ),
            axis=1,
        )
        return space.put(solid)

    depth = space.depth((side * 0.55, 0.12, -0.03))
    order = ORDER + 0.3 if depth > -0.06 else -3.6
    part = f"{kind}.cup{'+' if side > 0 else '-'}"
    body = Shape(
        outline=hull(np.concatenate((disc(0.47, 0.17), disc(0.62, 0.15)))), ramp=kind, part=part,
        order=order,
    )  # fmt: skip
    shapes = formed(body, space, share=0.5)
    if depth > 0.08:
        glow = garment.glowing
        face = overlay(disc(0.62, 0.1), f"{kind}_accent", 1 if glow else 0, part, order)
        shapes.append(face)
    return shapes


def goggles_shapes(garment: Garment, space: HeadSpace) -> list[Shape]:
    """Goggles pushed up on the brow: strap, rims, bright glasses."""
    kind = garment.kind
    shapes = [
        Shape(
            outline=_strap(space, -0.27, -0.19),
            ramp=kind,
            tone=-1,
            part=kind,
            order=ORDER,
            outlined=False,
        )
    ]
    for side in (-1, 1):
        solid = (side * 0.19, -0.23, 0.5)
        x, y, z = space.turned(solid)[0]
        if z < 0.05:
            continue
        flat = max(0.45, min(1.0, z * 1.9))
        part = f"{kind}.rim{'+' if side > 0 else '-'}"
        order = ORDER + 0.2 + z * 0.1
        rim = space.flat(ellipse((float(x), float(y)), 0.165 * flat, 0.15))
        glass = space.flat(ellipse((float(x), float(y)), 0.105 * flat, 0.095))
        shine = space.flat(ellipse((float(x) - 0.04 * flat, float(y) - 0.04), 0.045 * flat, 0.04))
        shapes += [
            Shape(outline=rim, ramp=kind, part=part, order=order),
            overlay(glass, f"{kind}_accent" if garment.accent else "magic", 0, part, order),
            overlay(shine, "white", 0, part, order),
        ]
    return shapes


def cat_ear_shapes(garment: Garment, space: HeadSpace) -> list[Shape]:
    """Two pointed ears on the crown; their insides show from the front."""
    kind = garment.kind
    shapes: list[Shape] = []
    for side in (-1, 1):
        corners = np.array(
            (
                (side * 0.1, -0.5, 0.1), (side * 0.46, -0.26, 0.1), (side * 0.45, -0.86, 0.02),
                (side * 0.12, -0.46, -0.16), (side * 0.44, -0.28, -0.18),
            )
        )  # fmt: skip
        inside = np.array(
            ((side * 0.19, -0.5, 0.14), (side * 0.41, -0.38, 0.1), (side * 0.42, -0.74, 0.06))
        )
        depth = space.depth(corners)
        part = f"{kind}{'+' if side > 0 else '-'}"
        order = ORDER + 0.2 if depth > -0.2 else -2.5
        shapes += formed(
            Shape(outline=hull(space.put(corners)), ramp=kind, part=part, order=order),
            space,
            share=0.7,
        )
        if space.cosine > 0.15:
            ramp = f"{kind}_accent" if garment.accent else "blush"
            shapes.append(overlay(space.put(inside), ramp, 0, part, order))
    return shapes


def horn_shapes(garment: Garment, space: HeadSpace) -> list[Shape]:
    """Two horns that curve out and up from the temples."""
    kind = garment.kind
    shapes: list[Shape] = []
    for side in (-1, 1):
        chain = np.array(
            (
                (side * 0.3, -0.36, 0.16), (side * 0.5, -0.48, 0.18), (side * 0.6, -0.66, 0.14),
                (side * 0.54, -0.92, 0.08),
            )
        )  # fmt: skip
        line = curve(space.turned(chain)[:, :2], closed=False)
        depth = space.depth(chain)
        part = f"{kind}{'+' if side > 0 else '-'}"
        order = ORDER + 0.2 if depth > -0.15 else -2.5
        ring = space.flat(_ribbon(line, 0.115, 0.0))
        shapes += formed(Shape(outline=ring, ramp=kind, part=part, order=order), space, share=0.6)
        for at in (4, 8):
            x, y = line[at]
            ridge = space.flat(((x - 0.12, y - 0.02 * side), (x + 0.12, y + 0.02 * side)))
            shapes.append(overlay(ridge, kind, -1, part, order, width=max(1.0, space.size * 0.03)))
    return shapes


def earring_shapes(garment: Garment, space: HeadSpace) -> list[Shape]:
    """A drop below each ear that is seen."""
    shapes: list[Shape] = []
    for side in (-1, 1):
        x, y, z = space.turned((side * 0.5, 0.3, -0.02))[0]
        if z < -0.12:
            continue
        r = max(0.045, 0.9 / space.size)
        drop = space.flat(ellipse((float(x), float(y)), r, r * 1.6))
        shapes.append(
            Shape(
                outline=drop, ramp=garment.kind, tone=1, part=garment.kind, order=4.5,
                outlined=False, glowing=garment.glowing,
            )
        )  # fmt: skip
    return shapes


def _strap(space: HeadSpace, high: float, low: float) -> Points:
    alphas = np.arange(-90.0, 90.1, 6.0)
    return _STRAP.band(space, alphas, high, low)


def _ribbon(line: Points, start: float, end: float) -> Points:
    along = np.gradient(line, axis=0)
    length = np.maximum(np.hypot(along[:, 0], along[:, 1]), 1e-6)
    half = np.linspace(start, end, len(line))
    across = np.stack((-along[:, 1], along[:, 0]), axis=1) * (half / length)[:, None]
    return np.concatenate((line + across, (line - across)[::-1]))
