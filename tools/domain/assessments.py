"""What a comparison of a picture with a character's reference came to, as it is kept."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from tools.domain.consistency import Verdict


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True)


class CanonicalReference(_Record):
    """A picture that stands for a character in one design, or is proposed to."""

    id: int
    character_id: int
    design: str
    sha256: str
    picture_id: UUID | None = None
    status: Literal["candidate", "canonical", "retired"]
    created_by: str
    created_at: datetime
    approved_at: datetime | None = None


class StoredCalibration(_Record):
    """A row that turns similarities of one space and picture domain into probabilities.

    `ece` is the expected calibration error on `n` pairs of `data_set`.
    """

    id: int
    space: str
    domain: str
    data_set: str
    n: int
    ece: float
    parameters: dict[str, Any]
    fitted_at: datetime


class Assessment(_Record):
    """One stored score. `score` is a probability and null without a calibration.

    `quality` (0 to 1) says how well the picture is made, `alignment` (0 to 1) how much of what
    was asked is on it, by `measured_by`; null where nothing measured them.
    """

    id: int | None = None
    picture_id: UUID | None = None
    reference_id: int | None = None
    reference_sha256: str | None = None
    score: float | None = None
    similarity: float | None = None
    verdict: Verdict
    space: str
    domain: str
    calibration_id: int | None = None
    design: str
    report: dict[str, Any] = {}
    run_id: UUID | None = None
    quality: float | None = None
    alignment: float | None = None
    measured_by: str | None = None
    at: datetime | None = None


class CalibrationRow(_Record):
    """The row behind a score, without its curve."""

    id: int
    space: str
    domain: str
    data_set: str
    n: int
    ece: float
    fitted_at: datetime


class Validation(Assessment):
    """A stored score with its picture's name and the calibration's row."""

    character_id: int
    echo_assessment: dict[str, Any] | None = None
    picture_label: str | None = None
    picture_sha256: str | None = None
    calibration: CalibrationRow | None = None


class Neighbour(_Record):
    """A picture near another in one embedding space; `similarity` is the cosine, -1 to 1."""

    picture_id: UUID
    sha256: str
    character_id: int | None
    character: str | None = None
    label: str
    project_id: int | None = None
    similarity: float
