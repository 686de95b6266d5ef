"""Where a character's consistency is going, read from its scores in order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from tools.domain.assessments import Assessment
from tools.domain.consistency import Region
from tools.domain.drifts import (
    Point,
    RegionDrift,
    VerdictShare,
    region_drifts,
    verdict_shares,
)
from tools.domain.slopes import Slope, slope

POINTS_LEAST = 2
_DAY_S = 86_400.0

RestsOn = Literal["score", "similarity"]
LeftOut = Literal["not_compared", "the_reference_itself", "no_score", "another_space"]


class _Fact(BaseModel):
    model_config = ConfigDict(frozen=True)


class Trend(_Fact):
    """The line through `n` figures of one kind, oldest first.

    `rests_on` says which: calibrated scores, or similarities of `space` where the newest has no
    score or is the only one with one. Slopes are ordinary least squares over the running number of
    the picture, and over days; `per_day` is null where all came within a day. `calibration_ids`
    are the rows behind the scores.
    """

    rests_on: RestsOn
    space: str | None
    calibration_ids: tuple[int, ...]
    n: Annotated[int, Field(ge=POINTS_LEAST)]
    mean: float
    first: float
    last: float
    first_at: datetime
    last_at: datetime
    per_picture: Slope
    per_day: Slope | None


class Tendency(_Fact):
    """What a window of validations says together.

    `n` counts all of them; `left_out` those that the trend cannot use, by reason. `trend` is null
    where fewer than two are left, then `reason` says so. `drifts` has every region that was
    compared, the one that drifts most first; `drifts_most` is null where none ever did.
    """

    n: Annotated[int, Field(ge=0)]
    left_out: dict[LeftOut, int]
    verdicts: tuple[VerdictShare, ...]
    drifts: tuple[RegionDrift, ...]
    drifts_most: Region | None
    trend: Trend | None
    reason: str | None
    sentence: str


def tendency(points: Sequence[Point]) -> Tendency:
    """The trend, verdicts and drifts of validations, given in any order."""
    ordered = sorted(points, key=lambda point: point.when)
    compared = [p for p in ordered if p.similarity is not None and not p.itself]
    rests_on = _basis(compared)
    usable = [p for p in compared if _usable(p, rests_on, compared[-1].space)]
    found = _trend(usable, rests_on)
    reason = None if found else _too_few(len(ordered), len(usable), rests_on)
    drifts = region_drifts(compared)
    most = drifts[0] if drifts and drifts[0].drifted else None
    return Tendency(
        n=len(ordered),
        left_out=_left_out(ordered, usable, rests_on),
        verdicts=verdict_shares([point.verdict for point in ordered]),
        drifts=drifts,
        drifts_most=most.region if most else None,
        trend=found,
        reason=reason,
        sentence=" ".join([_worded(found) if found else reason or "", *_drift_worded(most)]),
    )


def point_of(assessment: Assessment) -> Point:
    """A stored score as a point; its report gives the codes and the regions' differences.

    Raises `ValueError` for one that was not kept yet, as it has no time.
    """
    if assessment.at is None:
        raise ValueError("An assessment that was not kept has no time.")
    report = assessment.report
    found = [one for one in report.get("regions", []) if one.get("difference") is not None]
    compared = assessment.similarity is not None
    return Point(
        when=assessment.at,
        score=assessment.score,
        similarity=assessment.similarity,
        verdict=assessment.verdict,
        codes=tuple(report.get("codes", [])),
        regions={one["region"]: one["difference"] for one in found},
        space=assessment.space,
        calibration_id=assessment.calibration_id,
        itself=compared and "note" in report and not found,
    )


def _basis(compared: Sequence[Point]) -> RestsOn:
    scored = sum(point.score is not None for point in compared)
    if scored >= POINTS_LEAST and compared[-1].score is not None:
        return "score"
    return "similarity"


def _usable(point: Point, rests_on: RestsOn, space: str) -> bool:
    """Scores are probabilities in any space; similarities of two spaces never meet."""
    return point.score is not None if rests_on == "score" else point.space == space


def _figure(point: Point, rests_on: RestsOn) -> float:
    figure = point.score if rests_on == "score" else point.similarity
    assert figure is not None
    return figure


def _trend(points: Sequence[Point], rests_on: RestsOn) -> Trend | None:
    if len(points) < POINTS_LEAST:
        return None
    figures = [_figure(point, rests_on) for point in points]
    start = points[0].when
    days = [(point.when - start).total_seconds() / _DAY_S for point in points]
    line = slope([float(at) for at in range(len(points))], figures)
    assert line is not None
    spaces = {point.space for point in points}
    rows = {point.calibration_id for point in points} if rests_on == "score" else set[int | None]()
    return Trend(
        rests_on=rests_on,
        space=spaces.pop() if len(spaces) == 1 else None,
        calibration_ids=tuple(sorted(row for row in rows if row is not None)),
        n=len(points),
        mean=sum(figures) / len(figures),
        first=figures[0],
        last=figures[-1],
        first_at=start,
        last_at=points[-1].when,
        per_picture=line,
        per_day=slope(days, figures) if max(days) - min(days) >= 1 else None,
    )


def _left_out(
    points: Sequence[Point], usable: Sequence[Point], rests_on: RestsOn
) -> dict[LeftOut, int]:
    counted: Counter[LeftOut] = Counter()
    kept = {id(point) for point in usable}
    for point in points:
        if id(point) in kept:
            continue
        if point.itself:
            counted["the_reference_itself"] += 1
        elif point.similarity is None:
            counted["not_compared"] += 1
        else:
            counted["no_score" if rests_on == "score" else "another_space"] += 1
    return dict(counted)


def _too_few(n: int, usable: int, rests_on: RestsOn) -> str:
    kind = "a calibrated score" if rests_on == "score" else "a similarity"
    have = "none of them has" if usable == 0 else f"{usable} of them has"
    if n == 0:
        return "There is no trend: nothing was validated in this window."
    return (
        f"There is no trend: it needs {POINTS_LEAST} validations with {kind} to a reference in one "
        f"space, of the {n} in this window {have} one."
    )


def _worded(trend: Trend) -> str:
    figure = "calibrated score" if trend.rests_on == "score" else "similarity"
    without = "" if trend.rests_on == "score" else " (there are no calibrated scores to rest on)"
    line = trend.per_picture
    told = f"{line.value:+.3f} a picture"
    if line.standard_error is not None:
        told += f" (standard error {line.standard_error:.3f})"
    kind = {
        "rising": "It rises",
        "falling": "It falls",
        "level": "No change can be told from chance",
        None: "Two points alone tell no direction",
    }[line.direction]
    return (
        f"The trend rests on the {figure} of {trend.n} validations{without}: "
        f"mean {trend.mean:.3f}, from {trend.first:.3f} to {trend.last:.3f}. {kind}: {told}."
    )


def _drift_worded(most: RegionDrift | None) -> list[str]:
    if most is None:
        return []
    seen = f"in {most.drifted} of the {most.n} comparisons that show it"
    return [f"What drifts most: {most.region.value}, {seen}."]
