"""What covers the whole head: helmets and hoods."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from tools.backends.sketch.sprite.head.form import formed, overlay
from tools.backends.sketch.sprite.head.shell import Shell
from tools.backends.sketch.sprite.head.space import HeadSpace, Solid
from tools.backends.sketch.sprite.shapes import Points, Shape, united
from tools.domain.look import Garment

ORDER = 6.0
_HELMET = Shell(
    hem=(
        (0.0, -0.04), (24.0, -0.1), (62.0, -0.06), (69.0, 0.3), (78.0, 0.42), (92.0, 0.36),
        (120.0, 0.36), (180.0, 0.4), (-120.0, 0.36), (-92.0, 0.36), (-78.0, 0.42), (-69.0, 0.3),
        (-62.0, -0.06), (-24.0, -0.1),
    ),
    top=0.1, side=0.08, flare=0.06,
)  # fmt: skip
_HOOD = Shell(
    hem=(
        (0.0, -0.16), (40.0, -0.13), (64.0, -0.04), (78.0, 0.4), (88.0, 0.56), (110.0, 0.62),
        (180.0, 0.66), (-110.0, 0.62), (-88.0, 0.56), (-78.0, 0.4), (-64.0, -0.04), (-40.0, -0.13),
    ),
    top=0.16, side=0.11, back=0.06, flare=0.16,
)  # fmt: skip


def helmet_shapes(garment: Garment, space: HeadSpace) -> list[Shape]:
    """A steel helmet with cheek guards, a rim and a crest along the middle."""
    part = garment.kind
    accent = f"{garment.kind}_accent"
    shapes = [
        Shape(
            outline=_HELMET.far(space), ramp=garment.kind, tone=-2, part=f"{part}.far", order=-2.2
        ),
        *formed(
            Shape(outline=_HELMET.near(space), ramp=garment.kind, part=part, order=ORDER),
            space, lit=True, share=1.3,
        ),
    ]  # fmt: skip
    alphas = np.arange(-90.0, 90.1, 4.0)
    hem = _HELMET.hem_at(alphas - space.yaw)
    rim = _HELMET.band(space, alphas, hem - 0.085, hem + 0.03)
    shapes.append(overlay(rim, accent, 0, part, ORDER))
    return [*shapes, *_ridge(garment, space)]


def _ridge(garment: Garment, space: HeadSpace) -> list[Shape]:
    """The crest: a fin in the plane of the nose, thin from the front, tall from the side."""
    angles = np.radians(np.linspace(-30.0, 125.0, 15))
    reach, half = 0.6, 0.04
    rise = 0.1 * np.sin(np.linspace(0.0, np.pi, 15)) ** 0.6
    outer = np.stack(
        (
            np.zeros(15),
            -(reach + rise) * np.cos(angles - 0.3),
            -(reach - 0.02 + rise) * np.sin(angles - 0.3),
        ),
        axis=1,
    )
    inner = outer * 0.86
    left, right = (
        np.concatenate((outer, inner[::-1])) + np.array((s * half, 0, 0)) for s in (-1, 1)
    )
    outline, more = united([space.put(left), space.put(right), *_between(space, outer, half)])
    return formed(
        Shape(
            outline=outline, more=more, ramp=f"{garment.kind}_accent", part=f"{garment.kind}.crest",
            order=ORDER + 0.2,
        ),
        space, share=0.5,
    )  # fmt: skip


def _between(space: HeadSpace, edge: Solid, half: float) -> list[Points]:
    rings: list[Points] = []
    for one, two in pairwise(edge):
        middle = space.turned((one + two) / 2)[0]
        if middle[2] < -0.1:
            continue
        side = np.array((half, 0.0, 0.0))
        rings.append(space.put(np.stack((one - side, one + side, two + side, two - side))))
    return rings


def hood_shapes(garment: Garment, space: HeadSpace) -> list[Shape]:
    """A hood with its dark inside and a hem in the trim's colour."""
    part = garment.kind
    alphas = np.arange(-80.0, 80.1, 4.0)
    hem = _HOOD.hem_at(alphas - space.yaw)
    edge = _HOOD.band(space, alphas, hem - 0.07, hem + 0.02)
    shapes = [
        Shape(outline=_HOOD.far(space), ramp=garment.kind, tone=-2, part=f"{part}.far", order=-2.2),
        *formed(
            Shape(outline=_HOOD.near(space), ramp=garment.kind, part=part, order=ORDER),
            space, lit=True, share=1.3,
        ),
        overlay(edge, f"{garment.kind}_accent", 0, part, ORDER),
    ]  # fmt: skip
    if space.cosine < 0.2:
        seam = np.linspace(-0.5, 0.4, 10)
        line = space.put(_HOOD.at(np.full(10, 180.0), seam))
        shapes.append(
            overlay(line, garment.kind, -1, part, ORDER, width=max(1.0, space.size * 0.03))
        )
    return shapes
