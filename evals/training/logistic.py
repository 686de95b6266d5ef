"""Logistic regression whose weights may not fall below zero."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Doubles = NDArray[np.float64]


def fit_differences(
    values: Doubles, same: NDArray[np.bool_], weight: Doubles, pull: float = 2e-3
) -> tuple[float, Doubles]:
    """Bias and weights (d) of `odds(same) = bias - values @ weights`, all weights >= 0.

    `values` is n x d, `weight` (n) how much each pair counts. Projected gradient with
    Nesterov's momentum; `pull` is the L2 penalty on weights of standardised values.
    """
    scale = np.maximum(values.std(axis=0), 1e-6)
    x, y, w = values / scale, same.astype(np.float64), weight / weight.sum()
    bias, slopes = 0.0, np.zeros(values.shape[1])
    ahead_bias, ahead, momentum = bias, slopes.copy(), 1.0
    rate = 4.0 / (float(np.linalg.eigvalsh((x.T * w) @ x)[-1]) + 1 + 4 * pull)
    for _ in range(6000):
        p = 1 / (1 + np.exp(-np.clip(ahead_bias - x @ ahead, -30, 30)))
        miss = (p - y) * w
        new_bias = ahead_bias - rate * float(miss.sum())
        new = np.maximum(0, ahead - rate * (pull * ahead - x.T @ miss))
        following = (1 + np.sqrt(1 + 4 * momentum**2)) / 2
        share = (momentum - 1) / following
        ahead_bias, ahead = new_bias + share * (new_bias - bias), new + share * (new - slopes)
        bias, slopes, momentum = new_bias, new, float(following)
    return bias, slopes / scale
