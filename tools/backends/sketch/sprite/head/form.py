"""Volume for one outline: shade, base and a rim of light from the top left."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from tools.backends.sketch.sprite.head.space import HeadSpace
from tools.backends.sketch.sprite.shapes import Points, Shape

_SHADE = np.array((-0.055, -0.04))
_LIGHT = np.array((-0.17, -0.12))


def formed(shape: Shape, space: HeadSpace, *, lit: bool = False, share: float = 1.0) -> list[Shape]:
    """The shape in its shade, its base moved to the light, and, where `lit`, a light patch.

    `share` scales how wide shade and light fall. Tones count from the shape's own.
    """
    out = [replace(shape, tone=max(-2, shape.tone - 1))]
    out.append(_moved(shape, _SHADE * share * space.size, shape.tone))
    if lit:
        middle = shape.outline.mean(axis=0)
        small = middle + (shape.outline - middle) * 0.52
        patch = replace(shape, outline=small, more=())
        out.append(_moved(patch, _LIGHT * share * space.size, shape.tone + 1))
    return out


def overlay(
    outline: Points, ramp: str, tone: int, part: str, order: float, *, width: float | None = None
) -> Shape:
    """A mark that shows only on its part."""
    return Shape(
        outline=outline, ramp=ramp, tone=tone, part=part, order=order, outlined=False,
        clipped=True, width=width,
    )  # fmt: skip


def _moved(shape: Shape, by: Points, tone: int) -> Shape:
    moved = shape.moved(float(by[0]), float(by[1]))
    return replace(moved, tone=tone, outlined=False, clipped=True)
