"""Generations counted by backend, day and status, added up over any of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from tools.domain.analytics import (
    BackendFigures,
    BucketFigures,
    GenerationAnalytics,
    GenerationFigures,
)
from tools.domain.windows import Bucket, Window, begins

Seconds = npt.NDArray[np.float64]
_UNFINISHED = ("queued", "running", "waiting")
_Key = TypeVar("_Key", bound=Hashable)


def _none() -> Seconds:
    return np.empty(0)


@dataclass(frozen=True, kw_only=True)
class GenerationSums:
    """Runs of one backend, UTC day and status. Times (seconds) are those of completed runs."""

    backend: str | None
    day: date
    status: str
    n: int
    pictures: int = 0
    pictures_n: int = 0
    retries: int = 0
    take_ups: int = 0
    worked_s: Seconds = field(default_factory=_none)
    took_s: Seconds = field(default_factory=_none)


@dataclass(frozen=True, kw_only=True)
class BilledSums:
    """Paid calls for the runs of one backend and UTC day."""

    backend: str | None
    day: date
    cost_usd: Decimal
    unsettled_usd: Decimal
    calls: int


def generation_analytics(
    sums: Sequence[GenerationSums],
    billed: Sequence[BilledSums],
    *,
    window: Window,
    bucket: Bucket,
    project_id: int | None,
) -> GenerationAnalytics:
    """All together, by backend (the one with most runs first), by day or week."""

    def backend(one: GenerationSums | BilledSums) -> str | None:
        return one.backend

    def begun(one: GenerationSums | BilledSums) -> datetime:
        return begins(one.day, bucket)

    by_backend = [
        BackendFigures(backend=name, **figures.model_dump())
        for name, figures in _by(backend, sums, billed).items()
    ]
    by_backend.sort(key=lambda one: (-one.n, one.backend is None, one.backend or ""))
    buckets = [
        BucketFigures(begins=moment, **figures.model_dump())
        for moment, figures in sorted(_by(begun, sums, billed).items())
    ]
    return GenerationAnalytics(
        since=window.since,
        until=window.until,
        bucket=bucket,
        project_id=project_id,
        total=_figures(sums, billed),
        by_backend=by_backend,
        buckets=buckets,
    )


def _by(
    key: Callable[[GenerationSums | BilledSums], _Key],
    sums: Iterable[GenerationSums],
    billed: Iterable[BilledSums],
) -> Mapping[_Key, GenerationFigures]:
    of: dict[_Key, list[GenerationSums]] = defaultdict(list)
    paid: dict[_Key, list[BilledSums]] = defaultdict(list)
    for one in sums:
        of[key(one)].append(one)
    for one in billed:
        paid[key(one)].append(one)
    return {name: _figures(runs, paid[name]) for name, runs in of.items()}


def _figures(sums: Sequence[GenerationSums], billed: Sequence[BilledSums]) -> GenerationFigures:
    completed, failed, cancelled = [
        sum(one.n for one in sums if one.status == status)
        for status in ("completed", "failed", "cancelled")
    ]
    pictures, pictures_n = sum(one.pictures for one in sums), sum(one.pictures_n for one in sums)
    ended = completed + failed
    worked_s_p50, worked_s_p95 = _percentiles([one.worked_s for one in sums])
    took_s_p50, took_s_p95 = _percentiles([one.took_s for one in sums])
    return GenerationFigures(
        n=sum(one.n for one in sums),
        completed=completed,
        failed=failed,
        cancelled=cancelled,
        unfinished=sum(one.n for one in sums if one.status in _UNFINISHED),
        success_rate=completed / ended if ended else None,
        pictures=pictures,
        pictures_n=pictures_n,
        pictures_each=pictures / pictures_n if pictures_n else None,
        retries=sum(one.retries for one in sums),
        take_ups=sum(one.take_ups for one in sums),
        worked_s_p50=worked_s_p50,
        worked_s_p95=worked_s_p95,
        took_s_p50=took_s_p50,
        took_s_p95=took_s_p95,
        cost_usd=float(sum((one.cost_usd for one in billed), Decimal())),
        unsettled_usd=float(sum((one.unsettled_usd for one in billed), Decimal())),
        paid_calls=sum(one.calls for one in billed),
    )


def _percentiles(parts: Sequence[Seconds]) -> tuple[float | None, float | None]:
    """The median and the 95th percentile of all values, linear between neighbours."""
    values = np.sort(np.concatenate(parts)) if parts else _none()
    if not values.size:
        return None, None
    return _at(values, 0.5), _at(values, 0.95)


def _at(ordered: Seconds, share: float) -> float:
    place = share * (ordered.size - 1)
    below = int(place)
    above = min(below + 1, ordered.size - 1)
    return float(ordered[below] + (ordered[above] - ordered[below]) * (place - below))
