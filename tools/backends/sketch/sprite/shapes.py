"""Flat shapes in a cell: what figures are made of, and what both painters draw."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import ArrayLike, NDArray

Points = NDArray[np.float64]
"""Shape (n, 2): x to the right and y down, in pixels of the cell; (0, 0) is its top left corner,
so the middle of the first pixel is (0.5, 0.5)."""

TONE_LEAST, TONE_MOST = -2, 2


@dataclass(frozen=True, kw_only=True, slots=True)
class Shape:
    """One flat region, or a line where `width` is given.

    `outline` is closed by itself (a line is not); `more` are further rings that are united with
    it, so all of them turn the same way (non-zero winding). `ramp` names a row of colours of the
    palette and `tone` the place in it: -2 deep shadow, -1 shade, 0 base, 1 light, 2 highlight.
    `order` says what covers what, larger is nearer; equal orders are painted as listed. `part`
    names what it belongs to: between neighbours of one part no inner line is drawn, between two
    parts the nearer one casts a thin dark line where both are `outlined`. A `clipped` shape is
    painted only where the same part shows already (a shadow on it, a trim, a pattern). `width`
    is in pixels; a line is never thinner than one pixel. `glowing` shapes get no dark outline.
    """

    outline: Points
    ramp: str
    part: str
    tone: int = 0
    order: float = 0.0
    outlined: bool = True
    clipped: bool = False
    glowing: bool = False
    width: float | None = None
    more: tuple[Points, ...] = ()

    @property
    def rings(self) -> tuple[Points, ...]:
        return (self.outline, *self.more)

    def moved(self, x: float, y: float) -> Shape:
        """The same shape so many pixels to the right and down."""
        by = np.array((x, y))
        return self._copied(by, self.tone, clipped=self.clipped, outlined=self.outlined)

    def faced(self, tone: int, x: float, y: float) -> Shape:
        """A face of the same part in a tone, moved so far and painted only where the part shows."""
        return self._copied(np.array((x, y)), tone, clipped=True, outlined=False)

    def _copied(self, by: Points, tone: int, *, clipped: bool, outlined: bool) -> Shape:
        return Shape(
            outline=self.outline + by, more=tuple(ring + by for ring in self.more),
            ramp=self.ramp, part=self.part, tone=tone, order=self.order, outlined=outlined,
            clipped=clipped, glowing=self.glowing, width=self.width,
        )  # fmt: skip


LIGHT = (0.78, 0.62)
"""The way the light travels over the cell, to the right and down: it comes from the top left."""


def shaded(
    shape: Shape, *, shade: float, light: float | None = None, tone: int | None = None
) -> list[Shape]:
    """The shape with volume, lit from the top left.

    A rim of `shade` pixels on the side away from the light is one tone darker than `tone` (the
    shape's own unless given); what lies more than `light` pixels from that side is one lighter.
    """
    middle = shape.tone if tone is None else tone
    out = [replace(shape, tone=max(TONE_LEAST, middle - 1))]
    for depth, zone in ((shade, middle), (light, min(TONE_MOST, middle + 1))):
        if depth is not None:
            out.append(shape.faced(zone, -depth * LIGHT[0], -depth * LIGHT[1]))
    return out


def ellipse(
    center: tuple[float, float],
    rx: float,
    ry: float | None = None,
    turn: float = 0.0,
    *,
    steps: int = 0,
) -> Points:
    """A closed ellipse turned clockwise by `turn` degrees; `ry` is `rx` unless given."""
    ry = rx if ry is None else ry
    count = steps or int(min(40, max(10, 3 * max(rx, ry) + 6)))
    unit = _circle(count)
    xs, ys = rx * unit[:, 0], ry * unit[:, 1]
    if not turn:
        return np.stack((center[0] + xs, center[1] + ys), axis=1)
    sine, cosine = math.sin(math.radians(turn)), math.cos(math.radians(turn))
    return np.stack(
        (center[0] + xs * cosine - ys * sine, center[1] + xs * sine + ys * cosine), axis=1
    )


@lru_cache(maxsize=64)
def _circle(steps: int) -> Points:
    angles = np.linspace(0.0, math.tau, steps, endpoint=False)
    return np.stack((np.cos(angles), np.sin(angles)), axis=1)


def hull(points: ArrayLike) -> Points:
    """The convex hull of points (n, 2), always turning the same way."""
    found = cv2.convexHull(np.asarray(points, dtype=np.float32), clockwise=True)
    return found[:, 0, :].astype(np.float64)


def capsule(start: tuple[float, float], end: tuple[float, float], r0: float, r1: float) -> Points:
    """A limb: two round ends and the straight sides between them."""
    return hull(np.concatenate((ellipse(start, r0), ellipse(end, r1))))


def curve(points: ArrayLike, *, closed: bool = True, steps: int = 5) -> Points:
    """A smooth line through the points (Catmull-Rom, uniform), closed unless told."""
    knots = np.asarray(points, dtype=np.float64)
    if closed:
        padded = np.concatenate((knots[-1:], knots, knots[:2]))
    else:
        padded = np.concatenate((knots[:1], knots, knots[-1:]))
    share = np.linspace(0.0, 1.0, steps, endpoint=False)[None, :, None]
    p0, p1, p2, p3 = (padded[i : len(padded) - 3 + i, None, :] for i in range(4))
    line = 0.5 * (
        2 * p1
        + (p2 - p0) * share
        + (2 * p0 - 5 * p1 + 4 * p2 - p3) * share**2
        + (3 * p1 - p0 - 3 * p2 + p3) * share**3
    )
    flat = line.reshape(-1, 2)
    return flat if closed else np.concatenate((flat, knots[-1:]))


def box(x: float, y: float, width: float = 1.0, height: float = 1.0) -> Points:
    """A rectangle of whole pixels, at least one, whose top left is nearest to this point."""
    left, top = math.floor(x + 0.5), math.floor(y + 0.5)
    right = left + max(1, math.floor(width + 0.5))
    low = top + max(1, math.floor(height + 0.5))
    return np.array(((left, top), (right, top), (right, low), (left, low)), dtype=np.float64)


def turned(points: Points, degrees: float, about: tuple[float, float]) -> Points:
    """Points turned clockwise about a point."""
    sine, cosine = math.sin(math.radians(degrees)), math.cos(math.radians(degrees))
    return (points - about) @ np.array(((cosine, sine), (-sine, cosine))) + np.asarray(about)


def united(rings: Iterable[Points]) -> tuple[Points, tuple[Points, ...]]:
    """Rings for `outline` and `more`, all made to turn the same way."""
    same = tuple(ring if _area(ring) >= 0 else ring[::-1] for ring in rings)
    return same[0], same[1:]


def bounds(shapes: Sequence[Shape]) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of all shapes; lines count with half their width."""
    every = [
        (ring.min(axis=0) - half, ring.max(axis=0) + half)
        for shape in shapes
        for half in ((shape.width or 0.0) / 2,)
        for ring in shape.rings
        if len(ring)
    ]
    low = np.min([one for one, _ in every], axis=0)
    high = np.max([two for _, two in every], axis=0)
    return float(low[0]), float(low[1]), float(high[0]), float(high[1])


def _area(ring: Points) -> float:
    x, y = ring[:, 0], ring[:, 1]
    last = x[-1] * y[0] - y[-1] * x[0]
    return float(np.dot(x[:-1], y[1:]) - np.dot(y[:-1], x[1:]) + last)
