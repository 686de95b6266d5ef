"""Where points of a head land in the cell: head space, turned, pitched, rolled and scaled.

Head space is measured in head heights (chin to crown): `a` towards the character's own left,
`y` down, `b` towards the face; the middle of the skull is the origin, the crown lies at y -0.5
and the chin at 0.5. Azimuths are degrees around the head: 0 the face, 90 the left ear.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tools.backends.sketch.sprite.shapes import Points

Solid = NDArray[np.float64]
"""Shape (n, 3): a, y and b of points in head space."""

_SMALL = 30.0


@dataclass(frozen=True, kw_only=True)
class HeadSpace:
    """One view of a head. Angles in degrees, `size` and `center` in pixels of the cell.

    The centre is kept on half or whole pixels, so that a head that faces the viewer is
    symmetrical and a moving one does not shimmer.
    """

    yaw: float
    pitch: float
    roll: float
    size: float
    center: tuple[float, float]

    @cached_property
    def middle(self) -> tuple[float, float]:
        """The centre on half pixels, of small heads on whole ones: they keep their shape."""
        step = 1.0 if self.size < _SMALL else 0.5
        x, y = (math.floor(value / step + 0.5) * step for value in self.center)
        return x, y

    @cached_property
    def sine(self) -> float:
        return math.sin(math.radians(self.yaw))

    @cached_property
    def cosine(self) -> float:
        return math.cos(math.radians(self.yaw))

    @cached_property
    def tilt(self) -> tuple[float, float]:
        """Sine and cosine of the pitch."""
        return math.sin(math.radians(self.pitch)), math.cos(math.radians(self.pitch))

    def turned(self, solid: ArrayLike) -> Solid:
        """Points as (x right, y down, z towards the viewer), before roll, in head heights."""
        points = np.asarray(solid, dtype=np.float64).reshape(-1, 3)
        a, y, b = points.T
        x = a * self.cosine + b * self.sine
        z = b * self.cosine - a * self.sine
        sine, cosine = self.tilt
        return np.stack((x, y * cosine + z * sine, z * cosine - y * sine), axis=1)

    def flat(self, points: ArrayLike) -> Points:
        """Points (n, 2) of the turned head, in head heights, put into the cell."""
        xy = np.asarray(points, dtype=np.float64).reshape(-1, 2) * self.size
        if self.roll:
            angle = math.radians(self.roll)
            sine, cosine = math.sin(angle), math.cos(angle)
            xy = xy @ np.array(((cosine, sine), (-sine, cosine)))
        return xy + np.array(self.middle)

    def put(self, solid: ArrayLike) -> Points:
        """Points of head space put into the cell."""
        return self.flat(self.turned(solid)[:, :2])

    def depth(self, solid: ArrayLike) -> float:
        """How far towards the viewer the middle of these points lies, in head heights."""
        return float(self.turned(solid)[:, 2].mean())

    def azimuth(self, alpha: float) -> float:
        """The azimuth on the head that is seen at an angle of the view (90: the right edge)."""
        return wrapped(alpha - self.yaw)


def wrapped(degrees: float) -> float:
    """An angle between -180 and 180."""
    return (degrees + 180.0) % 360.0 - 180.0
