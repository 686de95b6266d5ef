"""How well a score tells pairs apart: ROC AUC and equal error rate."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def roc_auc(scores: NDArray[np.float64], labels: NDArray[np.bool_]) -> float | None:
    """The chance that a true pair scores above a false one, ties count half; None without both."""
    positives, negatives = int(labels.sum()), int((~labels).sum())
    if not positives or not negatives:
        return None
    _, place, counts = np.unique(scores, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[place]
    return float((ranks[labels].sum() - positives * (positives + 1) / 2) / (positives * negatives))


def equal_error_rate(scores: NDArray[np.float64], labels: NDArray[np.bool_]) -> float | None:
    """The error at the threshold where as many true pairs are refused as false ones accepted."""
    if labels.all() or not labels.any():
        return None
    order = np.argsort(-scores, kind="stable")
    ranked = labels[order]
    last_of_tie = np.append(np.diff(scores[order]) != 0, True)
    refused = (1 - np.cumsum(ranked) / labels.sum())[last_of_tie]
    accepted = (np.cumsum(~ranked) / (~labels).sum())[last_of_tie]
    refused, accepted = np.append(1.0, refused), np.append(0.0, accepted)
    after = int(np.argmax(accepted >= refused))
    gap = (accepted - refused)[[after - 1, after]]
    share = -gap[0] / (gap[1] - gap[0])
    return float(accepted[after - 1] + share * (accepted[after] - accepted[after - 1]))
