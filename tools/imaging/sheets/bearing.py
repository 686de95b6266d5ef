"""Where a figure stands: its feet, its middle, its axis, and whether it is in the air."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from tools.imaging.picture import Picture

_FEET_SHARE = 0.12
_AIRBORNE_SHARE = 0.1


@dataclass(frozen=True, kw_only=True)
class Bearing:
    """Places in a figure's own box, in pixels from its left and top.

    `feet` is the middle of what its lowest eighth covers, at its bottom; `mass` its centre of
    mass by alpha; `axis` the column with half of the mass on either side.
    """

    width: int
    height: int
    feet: tuple[float, float]
    mass: tuple[float, float]
    axis: float


def bearing_of(figure: Picture) -> Bearing:
    """The bearing of a trimmed figure (height x width x 4, not empty)."""
    alpha = figure[:, :, 3]
    height, width = alpha.shape
    across = _sums(alpha, 0)
    down = _sums(alpha, 1)
    total = max(float(across.sum()), 1.0)
    axis = float(np.searchsorted(np.cumsum(across), total / 2)) + 0.5
    lowest = alpha[height - max(1, round(_FEET_SHARE * height)) :]
    stood_on = np.flatnonzero(_sums(lowest, 0))
    feet = (int(stood_on[0]) + int(stood_on[-1]) + 1) / 2 if stood_on.size else width / 2
    mass = (
        float(across @ (np.arange(width) + 0.5)) / total,
        float(down @ (np.arange(height) + 0.5)) / total,
    )
    return Bearing(width=width, height=height, feet=(feet, float(height)), mass=mass, axis=axis)


def in_the_air(bottoms: Sequence[float], heights: Sequence[float]) -> tuple[bool, ...]:
    """Which figures are off the ground, guessed from where their lowest pixels are.

    `bottoms` are in pixels, downward, from one line for all. The ground is the upper quartile of
    them; a figure a tenth of the usual height above it is in the air.
    """
    if not bottoms:
        return ()
    ground = float(np.percentile(bottoms, 75))
    limit = _AIRBORNE_SHARE * float(np.median(heights))
    return tuple(ground - bottom > limit for bottom in bottoms)


def _sums(alpha: NDArray[np.uint8], axis: int) -> NDArray[np.float64]:
    found = cv2.reduce(alpha, axis, cv2.REDUCE_SUM, dtype=cv2.CV_64F)
    return np.asarray(found, dtype=np.float64).ravel()
