"""Hair as a shell round the skull: a dome with a hem of locks, cut into a near and a far half."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tools.backends.sketch.sprite.head.skull import HALF_DEPTH, HALF_WIDTH
from tools.backends.sketch.sprite.head.space import HeadSpace, Solid, wrapped
from tools.backends.sketch.sprite.shapes import Points

Knot = tuple[float, float]
"""An azimuth in degrees and the height of the hem there, in head heights."""
_STEP = 4.0


@dataclass(frozen=True, kw_only=True)
class Shell:
    """A mass of hair (or cloth) that follows the skull and hangs from it.

    `hem` runs once round the head by azimuth; its low points are the tips of locks. `top` and
    `side` are the thickness above and beside the skull (`front`
    before it, where it differs, `back` more of it behind), `flare` how much wider per head height
    it hangs below the temples, `curl` how much it draws in again at the square of that. `bumps`
    wave the silhouette, `wave` sets how deep, in head heights. `lag` lets the ends trail.
    """

    hem: tuple[Knot, ...]
    top: float = 0.07
    side: float = 0.045
    front: float | None = None
    back: float = 0.02
    flare: float = 0.0
    curl: float = 0.0
    bumps: float = 0.0
    wave: float = 0.0
    lag: tuple[float, float] = (0.0, 0.0)

    @cached_property
    def _rail(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        knots = sorted((wrapped(angle), y) for angle, y in self.hem)
        first, last = knots[0], knots[-1]
        around = [(last[0] - 360.0, last[1]), *knots, (first[0] + 360.0, first[1])]
        return np.array([k[0] for k in around]), np.array([k[1] for k in around])

    @property
    def longest(self) -> float:
        """How far down the longest lock hangs."""
        return max(y for _, y in self.hem)

    @property
    def crown(self) -> float:
        return -0.5 - self.top

    def hem_at(self, azimuths: ArrayLike) -> NDArray[np.float64]:
        """The height of the hem at azimuths in degrees."""
        angles, heights = self._rail
        return np.interp(
            (np.asarray(azimuths, dtype=np.float64) + 180) % 360 - 180, angles, heights
        )

    def valleys(self) -> list[Knot]:
        """Where two locks part: the high points of the hem."""
        angles, heights = self._rail
        return [
            (float(angles[i]), float(heights[i]))
            for i in range(1, len(angles) - 1)
            if heights[i] < heights[i - 1] and heights[i] < heights[i + 1]
        ]

    def at(self, azimuths: ArrayLike, heights: ArrayLike) -> Solid:
        """Points on the shell, shape (n, 3) of head space."""
        angle = np.radians(np.asarray(azimuths, dtype=np.float64))
        y = np.asarray(heights, dtype=np.float64)
        angle, y = np.broadcast_arrays(angle, y)
        reach = self._reach(y)
        a = (HALF_WIDTH + self.side) * reach * np.sin(angle)
        front = HALF_DEPTH + (self.side if self.front is None else self.front)
        depth = np.where(np.cos(angle) < 0, HALF_DEPTH + self.side + self.back, front)
        b = depth * reach * np.cos(angle)
        return np.stack((a, y, b), axis=1)

    def _reach(self, y: NDArray[np.float64]) -> NDArray[np.float64]:
        up = np.sqrt(np.clip(1 - (y / self.crown) ** 2, 0.0, 1.0))
        down = 1 + self.flare * y - self.curl * y * y
        return np.where(y < 0, up, np.maximum(down, 0.3))

    def near(self, space: HeadSpace) -> Points:
        """The half towards the viewer, in pixels of the cell."""
        return self._half(space, np.arange(-90.0, 90.01, _STEP), toward=True)

    def far(self, space: HeadSpace) -> Points:
        """The half away from the viewer, in pixels of the cell."""
        return self._half(space, np.arange(270.0, 89.99, -_STEP), toward=False)

    def band(
        self, space: HeadSpace, alphas: NDArray[np.float64], upper: ArrayLike, lower: ArrayLike
    ) -> Points:
        """A strip of the near half between two heights, by angles of the view in degrees."""
        azimuths = alphas - space.yaw
        top = self.project(space, self.at(azimuths, np.broadcast_to(upper, alphas.shape)))
        low = self.project(space, self.at(azimuths, np.broadcast_to(lower, alphas.shape)))
        return np.concatenate((top, low[::-1]))

    def strip(
        self, space: HeadSpace, azimuths: NDArray[np.float64], heights: NDArray[np.float64]
    ) -> Points:
        """A closed outline on the shell in the cell."""
        return self.project(space, self.at(azimuths, heights))

    def _half(self, space: HeadSpace, alphas: NDArray[np.float64], *, toward: bool) -> Points:
        knots = np.array([self._alpha(space, angle, toward) for angle, _ in self.hem])
        inside = np.abs(knots - 180.0) < 90 if not toward else np.abs(knots) < 90
        every = np.unique(np.concatenate((alphas, knots[inside])))
        every = every if toward else every[::-1]
        azimuths = every - space.yaw
        heights = self.hem_at(azimuths)
        hem = self._rounded(space, self.at(azimuths, heights))
        first, last = float(heights[0]), float(heights[-1])
        left = self._limb(space, -90.0, first)
        right = self._limb(space, 90.0, last)
        dome = self._dome(space)
        ring = np.concatenate((hem, right, dome, left[::-1]))
        return space.flat(ring)

    def _alpha(self, space: HeadSpace, azimuth: float, toward: bool) -> float:
        alpha = wrapped(azimuth + space.yaw)
        return alpha if toward else alpha % 360.0

    def _limb(self, space: HeadSpace, alpha: float, low: float) -> Points:
        """The silhouette at one side, from the hem up to the temples."""
        if low <= 0:
            return np.zeros((0, 2))
        ys = np.linspace(low, 0.0, max(3, int(low * 24)))
        solid = self.at(np.full(ys.shape, alpha - space.yaw), ys)
        points = self._rounded(space, solid)
        if self.bumps:
            points[:, 0] += np.sign(alpha) * self.wave * np.sin(ys * self.bumps * math.tau) * 0.9
        return points

    def _dome(self, space: HeadSpace) -> Points:
        """The silhouette over the crown, from the right temple to the left."""
        sine, cosine = space.tilt
        right = self.turned(space, self.at([90.0 - space.yaw], [0.0]))[0]
        left = self.turned(space, self.at([-90.0 - space.yaw], [0.0]))[0]
        middle, half = (right + left) / 2, (right - left) / 2
        height = math.hypot(self.crown * cosine, half[0] * sine)
        angles = np.radians(np.arange(4.0, 177.0, 4.0))
        grown = np.ones_like(angles)
        if self.bumps:
            grown += self.wave * 1.6 * np.abs(np.sin(angles * self.bumps * 0.8)) - self.wave * 0.8
        return np.stack(
            (
                middle[0] + half[0] * np.cos(angles) * grown,
                middle[1] + half[1] * np.cos(angles) - height * np.sin(angles) * grown,
            ),
            axis=1,
        )

    def turned(self, space: HeadSpace, solid: Solid) -> Points:
        return self._rounded(space, solid)

    def _rounded(self, space: HeadSpace, solid: Solid) -> Points:
        points = space.turned(solid)[:, :2]
        hang = np.clip(solid[:, 1] - 0.1, 0.0, None)
        length = max(0.4, self.longest - 0.1)
        lag = hang**1.4 / length**0.4
        return points + lag[:, None] * np.array(self.lag)

    def project(self, space: HeadSpace, solid: Solid) -> Points:
        return space.flat(self._rounded(space, solid))
