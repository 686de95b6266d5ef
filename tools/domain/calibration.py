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

Column = NDArray[np.float64]

_BINS = 15
_FOLDS = 5
_FARTHEST = 8.0
_PLATT = np.array([1.0, 1.0, 0.0])
_PULL = np.array([0.02, 0.02, 0.001])
_LEAST = np.array([0.0, 0.0, -np.inf])
_ROUNDS = 60
_SETTLED = 1e-9


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
        return float(_apply(_column([self.a, self.b, self.c]), _column([similarity]))[0])


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
    s, y = _column(similarities), _column(labels)
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
) -> list[float]:
    """The probability of each pair from a curve fitted without its group, in five rounds.

    Each round leaves out every fifth group by name. Where the rest has pairs of one label only,
    the probability is the share of true pairs.
    """
    s, y = _column(similarities), _column(labels)
    order = {name: place for place, name in enumerate(sorted(set(groups)))}
    fold = np.array([order[name] % _FOLDS for name in groups])
    result = np.zeros(len(y))
    for number in range(_FOLDS):
        inside = fold != number
        if 0 < y[inside].sum() < inside.sum():
            result[~inside] = _apply(_fit_curve(s[inside], y[inside]), s[~inside])
        else:
            result[~inside] = y.mean()
    return [float(value) for value in result]


def expected_error(probabilities: Sequence[float], labels: Sequence[bool]) -> float:
    """Expected calibration error: mean gap of 15 equal bins, weighted by their pairs."""
    p, y = _column(probabilities), _column(labels)
    bins = np.minimum((p * _BINS).astype(np.int64), _BINS - 1)
    gaps = np.bincount(bins, weights=p - y)
    return float(np.abs(gaps).sum() / len(y))


def brier(probabilities: Sequence[float], labels: Sequence[bool]) -> float:
    """Mean squared distance of the probabilities from what was true."""
    p, y = _column(probabilities), _column(labels)
    return float(((p - y) ** 2).mean())


def _column(values: Sequence[float]) -> Column:
    """In double precision, whatever the precision of the values."""
    return np.asarray(values, dtype=np.float64)


def _terms(s: Column) -> Column:
    inside = np.clip(s, 1e-4, 1 - 1e-4)
    return np.stack([np.log(inside), -np.log(1 - inside), np.ones_like(inside)], axis=1)


def _apply(curve: Column, s: Column) -> Column:
    return _logistic(np.clip(_terms(s) @ curve, -_FARTHEST, _FARTHEST))


def _logistic(odds: Column) -> Column:
    """1 / (1 + exp(-odds)), for odds of any size."""
    return np.exp(-np.logaddexp(0.0, -odds))


def _fit_curve(s: Column, y: Column) -> Column:
    """The most likely curve; a slope that would be negative is held at zero."""
    terms = _terms(s)
    free = np.array([True, True, True])
    curve = _most_likely(terms, y, free)
    while (curve < _LEAST).any():
        free = free & (curve >= _LEAST)
        curve = _most_likely(terms, y, free)
    return curve


def _most_likely(terms: Column, y: Column, free: NDArray[np.bool_]) -> Column:
    """The free coefficients at the least `_loss`, the others zero.

    Newton's method; a step that overshoots is halved until the loss does not rise.
    """
    curve = _PLATT * free
    for _ in range(_ROUNDS):
        p = _logistic(terms @ curve)
        slope = terms.T @ (p - y) + _PULL * (curve - _PLATT)
        bend = (terms.T * (p * (1 - p))) @ terms + np.diag(_PULL)
        step = np.zeros_like(curve)
        step[free] = np.linalg.solve(bend[np.ix_(free, free)], slope[free])
        loss = _loss(terms, y, curve)
        while _loss(terms, y, curve - step) > loss:
            step /= 2
        curve -= step
        if np.abs(step).max() < _SETTLED:
            break
    return curve


def _loss(terms: Column, y: Column, curve: Column) -> float:
    """The log loss and a weak pull to Platt's curve: `_PULL` / 2 times the squared distance."""
    odds = terms @ curve
    log_loss = np.logaddexp(0.0, odds) - y * odds
    return float(log_loss.sum() + _PULL @ (curve - _PLATT) ** 2 / 2)
