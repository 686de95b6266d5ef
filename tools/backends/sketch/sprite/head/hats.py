"""Hats: brims, crowns, cones and visors, each from any side."""

from __future__ import annotations

import math

import numpy as np

from tools.backends.sketch.sprite.head.form import formed, overlay
from tools.backends.sketch.sprite.head.shell import Shell
from tools.backends.sketch.sprite.head.space import HeadSpace
from tools.backends.sketch.sprite.shapes import Points, Shape, curve, ellipse
from tools.domain.look import Garment

ORDER = 6.0
_BRIM_TILT = 13.0
"""Degrees that brims are seen from above even by a level camera, so that they have a face."""


def hat_shapes(garment: Garment, space: HeadSpace) -> list[Shape]:
    """A felt hat with a ribbon."""
    lean = _lean(space)
    brim = space.flat(ellipse((lean, _brim_level(space)), 0.78, _brim_height(space, 0.78)))
    top = curve(
        (
            (lean - 0.5, -0.16), (lean - 0.47, -0.42), (lean - 0.42, -0.68), (lean - 0.2, -0.73),
            (lean, -0.69), (lean + 0.2, -0.73), (lean + 0.42, -0.68), (lean + 0.47, -0.42),
            (lean + 0.5, -0.16), (lean + 0.3, -0.1), (lean, -0.08), (lean - 0.3, -0.1),
        )
    )  # fmt: skip
    ribbon = _belt(lean, -0.19, 0.52, 0.12)
    return [
        *_brim(garment, space, brim),
        *formed(_shape(space.flat(top), garment, "top"), space, lit=True, share=1.3),
        overlay(
            space.flat(ribbon), f"{garment.kind}_accent", 0, f"{garment.kind}.top", ORDER + 0.1
        ),
    ]


def witch_hat_shapes(garment: Garment, space: HeadSpace) -> list[Shape]:
    """A wide brim and a tall cone whose point has sunk backwards."""
    lean = _lean(space)
    back = -space.sine
    brim = space.flat(ellipse((lean, _brim_level(space)), 0.98, _brim_height(space, 0.98)))
    tip = back * 0.42 + (0.16 if abs(back) < 0.3 else 0.0)
    fold = back * 0.14
    cone = curve(
        (
            (lean - 0.5, -0.15), (lean - 0.38 + fold * 0.4, -0.52), (fold - 0.22, -0.9),
            (tip * 0.75 - 0.1, -1.14), (tip + 0.07 * np.sign(tip), -1.2),
            (tip * 0.8 + 0.08, -1.0), (fold + 0.2, -0.8), (lean + 0.4 + fold * 0.3, -0.5),
            (lean + 0.5, -0.15), (lean + 0.3, -0.09), (lean, -0.07), (lean - 0.3, -0.09),
        )
    )  # fmt: skip
    crease = ((fold - 0.3, -0.76), (fold, -0.7), (fold + 0.3, -0.8))
    part = f"{garment.kind}.top"
    shapes = [
        *_brim(garment, space, brim),
        *formed(_shape(space.flat(cone), garment, "top"), space, share=1.8),
        overlay(
            space.flat(_belt(lean, -0.2, 0.54, 0.13)), f"{garment.kind}_accent", 0, part,
            ORDER + 0.1,
        ),
        overlay(
            space.flat(curve(crease, closed=False)), garment.kind, -1, part, ORDER + 0.1,
            width=max(1.0, space.size * 0.035),
        ),
    ]  # fmt: skip
    if space.cosine > 0.2:
        x = 0.5 * space.sine
        square = np.array(
            ((x - 0.08, -0.2), (x + 0.08, -0.2), (x + 0.08, -0.07), (x - 0.08, -0.07))
        )
        shapes.append(overlay(space.flat(square), "gold", 0, part, ORDER + 0.1))
    return shapes


def cap_shapes(garment: Garment, space: HeadSpace) -> list[Shape]:
    """A cap with a visor over the brow."""
    dome = Shell(
        hem=((0.0, -0.16), (90.0, -0.1), (-90.0, -0.1), (180.0, -0.06)), top=0.1, side=0.085
    )
    part = f"{garment.kind}.top"
    near = dome.near(space)
    shapes = [
        *formed(_shape(near, garment, "top"), space, lit=True, share=1.2),
    ]
    panel = np.linspace(-38.0, 38.0, 9)
    seen = panel[np.cos(np.radians(panel + space.yaw)) > 0.3]
    if len(seen) > 2:
        front = dome.strip(
            space,
            np.concatenate((seen, seen[::-1])),
            np.concatenate((np.full(len(seen), -0.42), np.full(len(seen), -0.2))),
        )
        shapes.append(overlay(front, f"{garment.kind}_accent", 0, part, ORDER + 0.1))
    angles = np.linspace(-62.0, 62.0, 13)
    root = dome.at(angles, np.full(13, -0.16))
    edge = dome.at(angles, np.full(13, -0.16))
    edge[:, 2] += 0.36 * np.cos(np.radians(angles * 1.35)).clip(0.0, 1.0)
    edge[:, 1] += 0.1 * np.cos(np.radians(angles)) ** 2 + 0.02
    ring = space.put(np.concatenate((root, edge[::-1])))
    facing = space.cosine > -0.25
    visor = Shape(
        outline=ring, ramp=garment.kind, tone=0, part=f"{garment.kind}.visor",
        order=ORDER + 0.2 if facing else -2.5,
    )  # fmt: skip
    return [*shapes, *formed(visor, space, share=0.6)]


def crown_shapes(garment: Garment, space: HeadSpace) -> list[Shape]:
    """A ring of points with jewels, set on the hair."""
    low, high, radius = -0.4, -0.72, 0.4
    shapes = [
        Shape(
            outline=_points(space, radius, low, high, toward=False), ramp=garment.kind, tone=-2,
            part=f"{garment.kind}.far", order=ORDER - 4.5 if space.pitch < 8 else ORDER - 0.1,
        ),
        *formed(
            Shape(
                outline=_points(space, radius, low, high, toward=True), ramp=garment.kind,
                part=garment.kind, order=ORDER,
            ),
            space, share=0.6,
        ),
    ]  # fmt: skip
    for azimuth in (0.0, 90.0, 180.0, 270.0):
        angle = math.radians(azimuth)
        solid = (radius * math.sin(angle), low - 0.06, radius * math.cos(angle))
        x, y, z = space.turned(solid)[0]
        if z < 0.1:
            continue
        jewel = ellipse((float(x), float(y)), 0.06 * (0.5 + z), 0.06)
        shapes.append(overlay(space.flat(jewel), f"{garment.kind}_accent", 0, garment.kind, ORDER))
    return shapes


def _points(space: HeadSpace, radius: float, low: float, high: float, *, toward: bool) -> Points:
    alphas = np.radians(np.linspace(-90.0, 90.0, 49))
    azimuths = alphas - math.radians(space.yaw) + (0.0 if toward else math.pi)
    phase = (np.degrees(azimuths) / 45.0) % 1.0
    tops = high + (low - high) * 0.62 * np.minimum(phase, 1 - phase) * 2
    flat_top = np.stack((radius * np.sin(azimuths), tops, radius * np.cos(azimuths)), axis=1)
    flat_low = np.stack(
        (radius * np.sin(azimuths), np.full(len(azimuths), low), radius * np.cos(azimuths)), axis=1
    )
    level = HeadSpace(
        yaw=space.yaw, pitch=space.pitch + 8.0, roll=space.roll, size=space.size,
        center=space.center,
    )  # fmt: skip
    return level.put(np.concatenate((flat_top, flat_low[::-1])))


def _lean(space: HeadSpace) -> float:
    """Hats sit a little back on the head, which shows from the side."""
    return -0.03 * space.sine


def _brim_height(space: HeadSpace, radius: float) -> float:
    return radius * math.sin(math.radians(_BRIM_TILT + max(-8.0, 0.55 * space.pitch)))


def _brim_level(space: HeadSpace) -> float:
    """The height of a brim's middle: from above it rises, or it would hide the eyes."""
    return -0.17 - 0.004 * max(0.0, space.pitch)


def _belt(lean: float, y: float, half: float, height: float) -> Points:
    upper = curve(((lean - half, y - 0.05), (lean, y + 0.0), (lean + half, y - 0.05)), closed=False)
    lower = curve(
        ((lean + half, y - 0.05 + height), (lean, y + height), (lean - half, y - 0.05 + height)),
        closed=False,
    )
    return np.concatenate((upper, lower))


def _brim(garment: Garment, space: HeadSpace, ring: Points) -> list[Shape]:
    """The disc of a brim: its near edge in shade, as if it turned up."""
    shape = _shape(ring, garment, "brim")
    return formed(shape, space, share=0.8)


def _shape(outline: Points, garment: Garment, name: str) -> Shape:
    order = ORDER + (0.1 if name == "top" else 0.0)
    return Shape(outline=outline, ramp=garment.kind, part=f"{garment.kind}.{name}", order=order)
