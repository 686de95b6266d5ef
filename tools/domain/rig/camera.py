"""The orthographic camera: from points in space to the picture, with depth."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Camera:
    """Looks at the figure turned by `yaw` (it faces the viewer's right at 90) and from
    `pitch` degrees above; `scale` is pixels a unit, `origin` where the pelvis lands.
    """

    yaw: float = 0.0
    pitch: float = 0.0
    scale: float = 1.0
    origin: tuple[float, float] = (0.0, 0.0)

    def project(self, points: Points) -> Points:
        """Points of shape (..., 3) as x, y in the picture (y down) and depth to the viewer."""
        return points @ self.matrix().T * self.scale + np.array((*self.origin, 0.0))

    def matrix(self) -> Points:
        """The turn of the camera alone, shape (3, 3)."""
        return _turn(self.yaw, self.pitch)

    def tilted(self, degrees: float) -> Camera:
        """The same camera from so much higher."""
        return replace(self, pitch=self.pitch + degrees)


@lru_cache(maxsize=64)
def _turn(yaw_degrees: float, pitch_degrees: float) -> Points:
    yaw, pitch = math.radians(yaw_degrees), math.radians(pitch_degrees)
    around = np.array(
        (
            (math.cos(yaw), 0, math.sin(yaw)),
            (0, 1, 0),
            (-math.sin(yaw), 0, math.cos(yaw)),
        )
    )
    above = np.array(
        (
            (1, 0, 0),
            (0, math.cos(pitch), math.sin(pitch)),
            (0, -math.sin(pitch), math.cos(pitch)),
        )
    )
    turn = above @ around
    turn.flags.writeable = False
    return turn
