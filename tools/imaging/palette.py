"""The colours that a figure is made of: few clusters, the same ones every time."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tools.imaging.picture import Floats, floats

_ROUNDS = 3


def clusters(points: Floats, count: int) -> tuple[Floats, NDArray[np.intp]]:
    """At most `count` centres (k x d) of the points (n x d), and each point's centre.

    Median cut, then three rounds of k-means: no randomness, so equal pixels give equal
    centres whatever their order in the picture.
    """
    groups = [np.arange(len(points))]
    spreads = [_spread(points)]
    while len(groups) < count:
        widest = int(np.argmax(spreads))
        if spreads[widest] <= 0:
            break
        members = groups[widest]
        values = points[members]
        axis = int(np.argmax(values.var(axis=0)))
        low = values[:, axis] <= values[:, axis].mean()
        if low.all() or not low.any():
            spreads[widest] = 0.0
            continue
        groups[widest], spreads[widest] = members[low], _spread(values[low])
        groups.append(members[~low])
        spreads.append(_spread(values[~low]))
    centres = floats([points[members].mean(axis=0) for members in groups])
    nearest = _nearest(points, centres)
    for _ in range(_ROUNDS):
        counts = np.bincount(nearest, minlength=len(centres))
        sums = [
            np.bincount(nearest, points[:, axis], minlength=len(centres))
            for axis in range(points.shape[1])
        ]
        moved = np.stack(sums, axis=1) / np.maximum(counts, 1)[:, None]
        centres = floats(np.where(counts[:, None] > 0, moved, centres))
        nearest = _nearest(points, centres)
    return centres, nearest


def _spread(values: Floats) -> float:
    return float(values.var(axis=0).max()) * len(values)


def _nearest(points: Floats, centres: Floats) -> NDArray[np.intp]:
    """The centre with the least distance; the points' own squares do not change the order."""
    return ((centres**2).sum(axis=1)[None] - 2 * points @ centres.T).argmin(axis=1)
