"""Validations counted: which verdicts they came to, and which regions drifted how often."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from tools.domain.consistency import Region, Share, Verdict, reason_code


@dataclass(frozen=True, kw_only=True)
class Point:
    """One validation: what a trend needs of a stored score.

    `score` is a calibrated probability or None, `similarity` the space's own measure (0 to 1) or
    None where nothing was compared. `codes` are those of the regions that drifted, `regions` the
    difference (0 to 1) of each region that both pictures show. `itself` says that the picture is
    the reference, which tells nothing about drift.
    """

    when: datetime
    score: float | None = None
    similarity: float | None = None
    verdict: Verdict
    codes: tuple[str, ...] = ()
    regions: Mapping[str, float] = field(default_factory=dict[str, float])
    space: str = ""
    calibration_id: int | None = None
    itself: bool = False


class _Fact(BaseModel):
    model_config = ConfigDict(frozen=True)


class VerdictShare(_Fact):
    """How many of the validations came to a verdict, and which share (0 to 1) that is."""

    verdict: Verdict
    n: Annotated[int, Field(ge=1)]
    share: Share


class RegionDrift(_Fact):
    """How often a region drifted in the comparisons, and how far it was off on average.

    `n` counts the comparisons that show the region in both pictures, `share` is `drifted / n`.
    `mean_difference` is 0 to 1, null where the reports give codes but no differences.
    """

    region: Region
    n: Annotated[int, Field(ge=1)]
    drifted: Annotated[int, Field(ge=0)]
    share: Share
    mean_difference: Annotated[float, Field(ge=0)] | None


def verdict_shares(verdicts: Sequence[Verdict]) -> tuple[VerdictShare, ...]:
    """Each verdict that occurs, the most frequent first, then by name."""
    counted = sorted(Counter(verdicts).items(), key=lambda one: (-one[1], one[0]))
    total = len(verdicts)
    return tuple(VerdictShare(verdict=v, n=n, share=n / total) for v, n in counted)


def region_drifts(points: Sequence[Point]) -> tuple[RegionDrift, ...]:
    """Each region that was compared, the one that drifts most often first, then furthest."""
    found = [drift for region in Region if (drift := _drift(region, points)) is not None]
    return tuple(sorted(found, key=lambda d: (-d.share, -(d.mean_difference or 0), d.region)))


def _drift(region: Region, points: Sequence[Point]) -> RegionDrift | None:
    code = reason_code(region).value
    shown = [p for p in points if code in p.codes or region.value in p.regions]
    if not shown:
        return None
    drifted = sum(code in point.codes for point in shown)
    far = [p.regions[region.value] for p in shown if region.value in p.regions]
    return RegionDrift(
        region=region,
        n=len(shown),
        drifted=drifted,
        share=drifted / len(shown),
        mean_difference=sum(far) / len(far) if far else None,
    )
