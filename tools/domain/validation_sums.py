"""Validations of days, summed so that days add up: means and slopes over any of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from tools.domain.analytics import (
    Measured,
    QualityBucket,
    QualityFigures,
    QualityTrends,
    SpaceQuality,
)
from tools.domain.slopes import Slope, slope_of_sums
from tools.domain.windows import Bucket, begins

MEASURES = ("score", "similarity", "quality", "alignment")
_SPREAD_LEAST = 1e-8
"""Days squared, per row: figures within some ten seconds tell no slope a day."""


@dataclass(frozen=True, kw_only=True)
class Sums:
    """Of the rows that have a figure y: their number, and sums over y and x, the time in days."""

    n: int = 0
    x: float = 0.0
    xx: float = 0.0
    y: float = 0.0
    yy: float = 0.0
    xy: float = 0.0

    def moved(self, days: float) -> Sums:
        """The same with every x greater by so many days."""
        return Sums(
            n=self.n,
            x=self.x + self.n * days,
            xx=self.xx + 2 * days * self.x + self.n * days * days,
            y=self.y,
            yy=self.yy,
            xy=self.xy + days * self.y,
        )

    def __add__(self, other: Sums) -> Sums:
        return Sums(
            n=self.n + other.n,
            x=self.x + other.x,
            xx=self.xx + other.xx,
            y=self.y + other.y,
            yy=self.yy + other.yy,
            xy=self.xy + other.xy,
        )

    @property
    def measured(self) -> Measured:
        return Measured(n=self.n, mean=self.y / self.n if self.n else None)

    @property
    def slope(self) -> Slope | None:
        """The least squares slope a day; None for fewer than two rows, or all at one moment."""
        if self.n < 2:
            return None
        sxx = self.xx - self.x**2 / self.n
        if sxx < _SPREAD_LEAST * self.n:
            return None
        syy = max(0.0, self.yy - self.y**2 / self.n)
        return slope_of_sums(self.n, sxx=sxx, syy=syy, sxy=self.xy - self.x * self.y / self.n)


@dataclass(frozen=True, kw_only=True)
class DaySums:
    """One UTC day's validations in one space; x is the share of the day that had gone."""

    day: date
    space: str
    calibration_ids: Sequence[int]
    n: int
    approved: int
    sums: Mapping[str, Sums]


def space_qualities(days: Iterable[DaySums], bucket: Bucket) -> list[SpaceQuality]:
    """By space, the one with most rows first. A day may come in several parts."""
    ordered = sorted((one for one in days if one.n), key=lambda one: (one.space, one.day))
    found = [_space(list(of), bucket) for _, of in groupby(ordered, lambda one: one.space)]
    return sorted(found, key=lambda one: (-one.total.n, one.space))


def _space(days: Sequence[DaySums], bucket: Bucket) -> SpaceQuality:
    middle = days[len(days) // 2].day
    lines = {
        name: _added(one.sums[name].moved((one.day - middle).days) for one in days)
        for name in MEASURES
    }
    rows = sorted({row for one in days for row in one.calibration_ids})
    return SpaceQuality(
        space=days[0].space,
        calibration_ids=rows,
        total=_figures(days),
        per_day=QualityTrends(**{name: line.slope for name, line in lines.items()}),
        buckets=[
            QualityBucket(begins=begun, **_figures(list(of)).model_dump())
            for begun, of in groupby(days, lambda one: begins(one.day, bucket))
        ],
    )


def _figures(days: Sequence[DaySums]) -> QualityFigures:
    means = {name: _added(one.sums[name] for one in days).measured for name in MEASURES}
    return QualityFigures(
        n=sum(one.n for one in days), approved=sum(one.approved for one in days), **means
    )


def _added(sums: Iterable[Sums]) -> Sums:
    total = Sums()
    for one in sums:
        total = total + one
    return total
