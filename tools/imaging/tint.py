"""Evening out light between two pictures: exposure, contrast, saturation, white balance, hue."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from tools.imaging.picture import Floats, floats

Change: TypeAlias = NDArray[np.float64]
"""Lightness gain and offset, chroma gain along and across (a turn of hue), shift of a and b."""

_MEAN = np.array([1.0, 0.0, 1.0, 0.0, 0.0, 0.0])
_SPREAD = np.array([0.14, 0.05, 0.17, 0.10, 0.012, 0.012])
"""Expected size of: lightness gain and offset, chroma gain, hue turn, shift of a and b."""
_NOISE = 0.03
_REACH = 0.06
_ROUNDS = 5
LIGHTNESS_WEIGHT = 0.7
"""Lightness differs by shading within one material, so it counts less than hue and chroma."""
_STRETCH = floats([LIGHTNESS_WEIGHT, 1, 1])


def squared_distances(first: Floats, second: Floats) -> Floats:
    """Of each colour of the first (n x 3) to each of the second (m x 3): n x m."""
    return floats((((first[:, None] - second[None]) * _STRETCH) ** 2).sum(axis=2))


def light_change(
    colors: Floats, weights: Floats, zones: Floats, to: tuple[Floats, Floats, Floats]
) -> Change:
    """What brings the colours (n x 3) under the other picture's light, for `relit`.

    `weights` (n) and `zones` (n x z) are the shares of a `Description`; `to` is the other
    picture's colours, weights and zones. One linear change of OKLab for the whole figure is
    fitted by least squares to soft matches, both ways weighted, pulled to no change; so one
    changed garment, which nothing matches, does not bend it.
    """
    targets, target_weights, target_zones = to
    apart = _zone_distance(zones, target_zones)
    change = _MEAN.copy()
    for number in range(_ROUNDS):
        distance = squared_distances(relit(change, colors), targets) + apart
        reach = _REACH * (1.5 if number < 2 else 1.0)
        nearness = np.exp(-distance / (2 * reach * reach))
        paired = nearness * weights[:, None] * target_weights[None]
        share = np.maximum(
            paired.sum(axis=1, keepdims=True) / np.maximum(weights[:, None], 1e-6),
            paired.sum(axis=0, keepdims=True) / np.maximum(target_weights[None], 1e-6),
        )
        change = _fitted(colors, targets, paired / np.maximum(share, 1e-9) * nearness)
    return change


def relit(change: Change, colors: Floats) -> Floats:
    """The colours (n x 3) after a change of light."""
    light, a, b = colors[:, 0], colors[:, 1], colors[:, 2]
    gain, lift, along, turn, shift_a, shift_b = (float(value) for value in change)
    return floats(
        np.stack(
            [
                gain * light + lift,
                along * a - turn * b + shift_a,
                turn * a + along * b + shift_b,
            ],
            axis=1,
        )
    )


def _zone_distance(zones: Floats, targets: Floats) -> Floats:
    first = zones / np.maximum(zones.sum(axis=1, keepdims=True), 1e-6)
    second = targets / np.maximum(targets.sum(axis=1, keepdims=True), 1e-6)
    return floats(((first[:, None] - second[None]) ** 2).sum(axis=2) * 0.004)


def _fitted(colors: Floats, targets: Floats, weights: Floats) -> Change:
    first, second = np.nonzero(weights > 1e-4)
    w, x, y = weights[first, second].astype(np.float64), colors[first], targets[second]
    one, zero = np.ones(len(w)), np.zeros(len(w))
    rows = np.concatenate(
        [
            np.stack([x[:, 0], one, zero, zero, zero, zero], axis=1) * LIGHTNESS_WEIGHT,
            np.stack([zero, zero, x[:, 1], -x[:, 2], one, zero], axis=1),
            np.stack([zero, zero, x[:, 2], x[:, 1], zero, one], axis=1),
        ]
    )
    goal = np.concatenate([y[:, 0] * LIGHTNESS_WEIGHT, y[:, 1], y[:, 2]])
    pull = np.diag(_NOISE**2 / _SPREAD**2)
    weighted = rows * np.tile(w, 3)[:, None]
    solved = np.linalg.solve(weighted.T @ rows + pull, weighted.T @ goal + pull @ _MEAN)
    return np.asarray(solved, dtype=np.float64)
