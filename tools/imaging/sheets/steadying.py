"""Taking the jitter out of frames: small jumps go, travel that is meant stays."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

JITTER_SHARE = 0.05
"""Up to this share of a figure's height a jump may be jitter."""


def steadied(
    axes: Sequence[float], bottoms: Sequence[float], airborne: Sequence[bool], height: float
) -> list[tuple[int, int]]:
    """By how many pixels to move each frame, right and down.

    `axes` and `bottoms` are each frame's body axis and lowest row, in pixels from the frame's
    origin; `height` is the usual figure's. Only moves of up to 5 % of the height are made, and
    at least of one pixel:

    - across, when all frames lie that close to their median they come to stand on it: nobody
      travels. Else each frame is compared with the line between its neighbours, and a small
      departure from it is taken back; a steady travel departs from no such line.
    - down, frames on the ground come to stand on the ground, the median of their bottoms, when
      they are that close to it. Those in the air keep their height.
    """
    limit = max(1.0, JITTER_SHARE * height)
    across = _across(np.asarray(axes, dtype=np.float64), limit)
    down = np.zeros(len(bottoms))
    grounded = ~np.asarray(airborne, dtype=np.bool_)
    if grounded.any():
        places = np.asarray(bottoms, dtype=np.float64)
        ground = np.round(np.median(places[grounded]))
        off = ground - places
        down = np.where(grounded & (np.abs(off) <= limit), off, 0)
    return [(round(float(x)), round(float(y))) for x, y in zip(across, down, strict=True)]


def _across(axes: NDArray[np.float64], limit: float) -> NDArray[np.float64]:
    off = np.median(axes) - axes
    if len(axes) < 3 or np.abs(off).max(initial=0) <= limit:
        return np.where(np.abs(off) <= limit, off, 0)
    between = axes.copy()
    between[1:-1] = (axes[:-2] + axes[2:]) / 2
    off = (between - axes) * 2 / 3
    return np.where(np.abs(off) <= limit, off, 0)
