"""What a similarity is worth as a probability, for one embedding space and kind of picture."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field

PictureDomain = Literal["rendered", "uploaded", "sprites"]
"""`rendered`: drawn by the embedded renderer; the caller says which, never the pixels."""

_BINS = 15
_FARTHEST = 8.0


class Calibration(BaseModel):
    """A fitted curve from similarity to probability, and what it was fitted on.

    The curve is beta calibration (Kull, Silva Filho, Flach 2017): the log odds are
    `a * ln(s) - b * ln(1 - s) + c` with a, b at or above zero, so it rises with s. It contains
    Platt's curve on log odds (a = b) and keeps the order of any two similarities.
    """

    model_config = ConfigDict(frozen=True)

    space: str
    domain: PictureDomain
    data_set: str
    n: Annotated[int, Field(gt=0)]
    ece: Annotated[float, Field(ge=0, le=1)]
    """Expected calibration error on pairs that the fit did not see, 15 equal bins."""
    a: Annotated[float, Field(ge=0)]
    b: Annotated[float, Field(ge=0)]
    c: float
    fitted_at: datetime

    @property
    def key(self) -> str:
        """What a score cites: space, domain and data set."""
        return f"{self.space}/{self.domain}/{self.data_set}"

    def probability(self, similarity: float) -> float:
        """The probability, 0 to 1, that a pair of this similarity shows one design."""
        curve = np.array([self.a, self.b, self.c])
        return float(_apply(curve, np.array([similarity], dtype=np.float64))[0])


def fit(
    similarities: Sequence[float],
    labels: Sequence[bool],
    groups: Sequence[str],
    *,
    space: str,
    domain: PictureDomain,
    data_set: str,
    fitted_at: datetime,
) -> Calibration:
    """Fit the curve; its error is measured on groups (characters) held out five times over.

    Raises `ValueError` where there is not at least one pair of each label.
    """
    s, y = np.asarray(similarities, dtype=np.float64), np.asarray(labels, dtype=np.float64)
    if not 0 < y.sum() < len(y):
        raise ValueError("A calibration needs pairs of both labels.")
    a, b, c = (float(value) for value in _fit_curve(s, y))
    return Calibration(
        space=space,
        domain=domain,
        data_set=data_set,
        n=len(y),
        ece=expected_error(held_out(similarities, labels, groups), labels),
        a=a,
        b=b,
        c=c,
        fitted_at=fitted_at,
    )


def held_out(
    similarities: Sequence[float],
    labels: Sequence[bool],
    groups: Sequence[str],
    folds: int = 5,
) -> list[float]:
    """The probability of each pair from a curve fitted without its group."""
    s, y = np.asarray(similarities, dtype=np.float64), np.asarray(labels, dtype=np.float64)
    order = {name: place for place, name in enumerate(sorted(set(groups)))}
    fold = np.array([order[name] % folds for name in groups])
    result = np.zeros(len(y))
    for number in range(folds):
        inside = fold != number
        if 0 < y[inside].sum() < inside.sum():
            result[~inside] = _apply(_fit_curve(s[inside], y[inside]), s[~inside])
        else:
            result[~inside] = y.mean()
    return [float(value) for value in result]


def expected_error(probabilities: Sequence[float], labels: Sequence[bool]) -> float:
    """Expected calibration error: mean gap of 15 equal bins, weighted by their pairs."""
    p, y = np.asarray(probabilities, dtype=np.float64), np.asarray(labels, dtype=np.float64)
    bins = np.minimum((p * _BINS).astype(np.int64), _BINS - 1)
    gaps = [abs(float((p[bins == k] - y[bins == k]).sum())) for k in range(_BINS)]
    return sum(gaps) / max(len(y), 1)


def brier(probabilities: Sequence[float], labels: Sequence[bool]) -> float:
    """Mean squared distance of the probabilities from what was true."""
    p, y = np.asarray(probabilities, dtype=np.float64), np.asarray(labels, dtype=np.float64)
    return float(((p - y) ** 2).mean())


def _terms(s: NDArray[np.float64]) -> NDArray[np.float64]:
    inside = np.clip(s, 1e-4, 1 - 1e-4)
    return np.stack([np.log(inside), -np.log(1 - inside), np.ones_like(inside)], axis=1)


def _apply(curve: NDArray[np.float64], s: NDArray[np.float64]) -> NDArray[np.float64]:
    odds = np.clip(_terms(s) @ curve, -_FARTHEST, _FARTHEST)
    return 1 / (1 + np.exp(-odds))


def _fit_curve(s: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.float64]:
    """Newton's method with a weak pull to Platt's curve; a negative slope is set to zero."""
    terms, prior = _terms(s), np.array([1.0, 1.0, 0.0])
    free = np.array([True, True, True])
    curve = prior.copy()
    for _ in range(3):
        curve = np.where(free, prior, 0.0)
        for _ in range(60):
            p = 1 / (1 + np.exp(-np.clip(terms @ curve, -30, 30)))
            pull = 0.02 * (curve - prior) * np.array([1, 1, 0.05])
            slope = (terms.T @ (p - y) + pull)[free]
            bend = (terms.T * (p * (1 - p))) @ terms + np.diag([0.02, 0.02, 0.001])
            step = np.linalg.solve(bend[np.ix_(free, free)], slope)
            curve[free] -= np.clip(step, -2, 2)
            if float(np.abs(step).max()) < 1e-9:
                break
        negative = (curve[:2] < 0) & free[:2]
        if not negative.any():
            break
        free[:2] &= ~negative
    return np.maximum(curve, [0, 0, -np.inf])
