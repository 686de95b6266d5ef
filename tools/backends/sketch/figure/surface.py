"""Round bodies in space as stacks of rings, and how the camera sees them.

A ring is an ellipse with its own front and back depth. A point on a surface has `u`, degrees
around (0 in front, 90 on the character's left, 180 behind), and `v`, the height along the
stack. So a detail drawn flat in u and v wraps around the body and is seen rightly in any view.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from tools.backends.sketch.figure.geometry import Curve
from tools.domain.rig import Camera

Array = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Ring:
    """One ring: `side` points to the character's left, `front` forwards, each as long as the
    ring is wide there; `back` is how deep it is behind, as a share of `front`."""

    v: float
    center: Array
    side: Array
    front: Array
    back: float = 1.0


@dataclass(frozen=True, kw_only=True)
class Surface:
    """A stack of rings, in order of v. Arrays of shape (n,) and (n, 3)."""

    v: Array
    center: Array
    side: Array
    front: Array
    back: Array

    @classmethod
    def of(cls, rings: Sequence[Ring], count: int = 0) -> Self:
        """The surface through these rings, resampled smoothly to `count` rings if given."""
        surface = cls(
            v=np.array([ring.v for ring in rings]),
            center=np.array([ring.center for ring in rings]),
            side=np.array([ring.side for ring in rings]),
            front=np.array([ring.front for ring in rings]),
            back=np.array([ring.back for ring in rings]),
        )
        if not count:
            return surface
        return surface.at(np.linspace(float(surface.v[0]), float(surface.v[-1]), count))

    def at(self, v: Array) -> Self:
        """The rings at these heights (Catmull-Rom between those known)."""
        place = np.interp(v, self.v, np.arange(len(self.v)))
        return type(self)(
            v=v,
            center=_spline(self.center, place),
            side=_spline(self.side, place),
            front=_spline(self.front, place),
            back=np.interp(place, np.arange(len(self.v)), self.back),
        )

    def between(self, start: float, end: float, count: int = 12) -> Self:
        """The part between two heights."""
        return self.at(np.linspace(start, end, count))

    def swollen(self, by: float | Callable[[Array], Array]) -> Self:
        """The surface so much further out, everywhere or by a function of v."""
        grow = by(self.v) if callable(by) else np.full(len(self.v), by)
        return type(self)(
            v=self.v,
            center=self.center,
            side=_longer(self.side, grow),
            front=_longer(self.front, grow),
            back=self.back,
        )

    def points(self, u: Array, v: Array) -> Array:
        """Points in space, shape (n, 3), for arrays of u (degrees) and v of one length."""
        around = np.radians(u)
        sine, cosine = np.sin(around), np.cos(around)
        place = np.interp(v, self.v, np.arange(len(self.v)))
        depth = np.where(cosine >= 0, cosine, cosine * _lerp1(self.back, place))
        return (
            _lerp(self.center, place)
            + _lerp(self.side, place) * sine[:, None]
            + _lerp(self.front, place) * depth[:, None]
        )

    def seen(self, camera: Camera) -> Silhouette:
        """The two edges that the camera sees, and which side of the surface faces it."""
        matrix = camera.matrix()
        side, front = self.side @ matrix.T, self.front @ matrix.T
        middle = camera.project(self.center)[:, :2]
        across = _across(middle)
        facing = _degrees(np.arctan2(side[:, 2], front[:, 2]))
        edges: list[Array] = []
        angles: list[Array] = []
        for sign in (1.0, -1.0):
            angle = _extreme(side[:, :2], front[:, :2], self.back, across * sign)
            edges.append(camera.project(self.points(angle, self.v))[:, :2])
            angles.append(angle)
        # u grows from the character's right over the front to the left; order the edges so
        first_left = _turned(angles[0] - facing) < 0
        low = np.where(first_left, angles[0], angles[1])
        high = np.where(first_left, angles[1], angles[0])
        return Silhouette(
            left=edges[1],
            right=edges[0],
            low=facing + _turned(low - facing),
            high=facing + _turned(high - facing),
            v=self.v,
        )


@dataclass(frozen=True, kw_only=True)
class Silhouette:
    """Edges in the picture, left and right of the way the stack runs, and the visible `u`
    from `low` to `high` (degrees, `low` < `high`, not wrapped) for each ring."""

    left: Curve
    right: Curve
    low: Array
    high: Array
    v: Array

    def across(self, share: float | Array, start: int = 0, end: int | None = None) -> Curve:
        """The curve `share` (0 left edge to 1 right edge) of the way across, ring by ring."""
        part = slice(start, end)
        weight = np.broadcast_to(np.asarray(share, dtype=float), self.left[part].shape[:1])
        return self.left[part] + (self.right[part] - self.left[part]) * weight[:, None]


def _across(middle: Curve) -> Curve:
    overall = middle[-1] - middle[0]
    run = np.gradient(middle, axis=0)
    length = np.hypot(run[:, 0], run[:, 1])[:, None]
    mean = overall / max(float(np.hypot(*overall)), 1e-6)
    mixed = np.where(length > 1e-3, run / np.maximum(length, 1e-6), mean) + 0.35 * mean
    mixed = mixed / np.maximum(np.hypot(mixed[:, 0], mixed[:, 1]), 1e-6)[:, None]
    return np.column_stack((-mixed[:, 1], mixed[:, 0])) * -1.0


def _extreme(side: Curve, front: Curve, back: Array, across: Curve) -> Array:
    """The angle whose point lies furthest along `across`, for each ring, in degrees."""
    wide = np.sum(side * across, axis=1)
    deep = np.sum(front * across, axis=1)
    ahead = np.arctan2(wide, deep)
    behind = np.arctan2(wide, deep * back)
    return _degrees(np.where(deep >= 0, ahead, behind))


def _degrees(angle: Array) -> Array:
    return np.degrees(angle)


def _turned(angle: Array) -> Array:
    """The angle brought to -180 to 180 degrees."""
    return (angle + 180.0) % 360.0 - 180.0


def _longer(vectors: Array, by: Array) -> Array:
    length = np.maximum(np.linalg.norm(vectors, axis=1), 1e-6)
    return vectors * ((np.maximum(length + by, 0.5)) / length)[:, None]


def _lerp(values: Array, place: Array) -> Array:
    low = np.clip(np.floor(place).astype(int), 0, max(len(values) - 2, 0))
    share = (place - low)[:, None]
    return values[low] * (1 - share) + values[np.minimum(low + 1, len(values) - 1)] * share


def _lerp1(values: Array, place: Array) -> Array:
    return np.interp(place, np.arange(len(values)), values)


def _spline(values: Array, place: Array) -> Array:
    last = len(values) - 1
    low = np.clip(np.floor(place).astype(int), 0, max(last - 1, 0))
    t = (place - low)[:, None]
    zero, one = values[np.maximum(low - 1, 0)], values[low]
    two, three = values[np.minimum(low + 1, last)], values[np.minimum(low + 2, last)]
    return 0.5 * (
        2 * one
        + (two - zero) * t
        + (2 * zero - 5 * one + 4 * two - three) * t**2
        + (3 * one - zero - 3 * two + three) * t**3
    )
