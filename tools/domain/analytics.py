"""Figures over a window of time, each with the number of rows that it rests on."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, ConfigDict

from tools.domain.slopes import Slope
from tools.domain.windows import Bucket


class _Fact(BaseModel):
    model_config = ConfigDict(frozen=True)


class GenerationFigures(_Fact):
    """Runs that were ordered in a stretch of time, and what became of them.

    `n` is all of them; `unfinished` are queued, running or waiting. `success_rate` is completed /
    (completed + failed), null where none ended so; cancelled ones count for neither. `pictures` are
    attempts at a picture, of runs that say (`pictures_n` of them), `retries` and `take_ups` how
    often runs were put back as a backend was busy or down, or continued as a process died. Times
    are of completed runs, in seconds: `worked_s` while somebody drove it, `took_s` from the order
    to the end. `cost_usd` is what is booked for them over `paid_calls`; `unsettled_usd` of it is
    a price whose call was not settled.
    """

    n: int
    completed: int
    failed: int
    cancelled: int
    unfinished: int
    success_rate: float | None
    pictures: int
    pictures_n: int
    pictures_each: float | None
    retries: int
    take_ups: int
    worked_s_p50: float | None
    worked_s_p95: float | None
    took_s_p50: float | None
    took_s_p95: float | None
    cost_usd: float
    unsettled_usd: float
    paid_calls: int


class BackendFigures(GenerationFigures):
    """Of one backend; null where none was chosen."""

    backend: str | None


class BucketFigures(GenerationFigures):
    """Of one day or week (from Monday), in UTC."""

    begins: datetime


class GenerationAnalytics(_Fact):
    """Pictures and sheets ordered in the window; buckets in which nothing was are left out."""

    since: datetime
    until: datetime
    bucket: Bucket
    project_id: int | None
    total: GenerationFigures
    by_backend: list[BackendFigures]
    buckets: list[BucketFigures]


class CharacterUse(_Fact):
    """How much a character was used in the window.

    `generations` drew it, alone or among others; `pictures` show it first. `scenes` is how many
    scenes it stands in now, on all branches. `last_used` is null where it was not used.
    """

    character_id: int
    name: str
    project_id: int
    generations: int
    pictures: int
    scenes: int
    last_used: datetime | None


class Measured(_Fact):
    """The mean (of n rows) of one figure; null where no row has it."""

    n: int
    mean: float | None


class QualityFigures(_Fact):
    """Validations of a stretch of time; `score` is calibrated, the others 0 to 1 each."""

    n: int
    score: Measured
    similarity: Measured
    quality: Measured
    alignment: Measured
    approved: int


class QualityBucket(QualityFigures):
    """Of one day or week (from Monday), in UTC."""

    begins: datetime


class QualityTrends(_Fact):
    """The change of each figure a day, over all rows of the window (not over the buckets' means).

    Null where there are fewer than two rows with it, or all came at one moment.
    """

    score: Slope | None
    similarity: Slope | None
    quality: Slope | None
    alignment: Slope | None


class SpaceQuality(_Fact):
    """Validations by one embedder's space: similarities of two spaces never meet.

    `calibration_ids` are the rows behind the scores.
    """

    space: str
    calibration_ids: list[int]
    total: QualityFigures
    per_day: QualityTrends
    buckets: list[QualityBucket]


class QualityAnalytics(_Fact):
    """Validations in the window, by embedding space, the one with most rows first."""

    since: datetime
    until: datetime
    bucket: Bucket
    project_id: int | None
    spaces: list[SpaceQuality]
    reason: str | None
    """Why there is nothing to tell."""
