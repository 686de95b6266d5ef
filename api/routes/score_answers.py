"""What is answered about one validation: its figures with their row, its regions with crops."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel

from tools.domain.assessments import CalibrationRow, Validation
from tools.domain.consistency import Verdict
from tools.studio.consistency_history import differences_in


class PictureNamed(BaseModel):
    """A picture by its id, label and file."""

    id: UUID
    label: str
    sha256: str
    url: str


class RegionAnswer(BaseModel):
    """How far a region is from the reference's (0 to 1), with what of it can be seen.

    `difference` is null where one of the two does not show it. The URLs are small PNGs.
    """

    region: str
    difference: float | None
    drifted: bool | None
    reference_color: str | None
    picture_color: str | None
    picture_crop_url: str | None
    reference_crop_url: str | None


class ScoreAnswer(BaseModel):
    """One validation. `consistency_score` is a calibrated probability, null where no calibration
    exists for the space and the picture's domain; `similarity` is the space's own measure.

    `quality` and `alignment` are null where nothing measured them; `measured_by` says what told
    the alignment. `generation_id` is the run in which it was validated.
    """

    id: int
    character_id: int
    reference_image_path: str | None
    consistency_score: float | None
    validation_date: datetime
    echo_assessment: dict[str, Any] | None
    similarity: float | None
    verdict: Verdict
    space: str
    domain: str
    calibration: CalibrationRow | None
    design: str
    picture: PictureNamed | None
    reference_id: int | None
    generation_id: UUID | None
    quality: float | None
    alignment: float | None
    measured_by: str | None
    reasons: list[str]
    codes: list[str]
    bible_reasons: list[str]
    regions: list[RegionAnswer]
    note: str | None


def score_fields(row: Validation) -> dict[str, Any]:
    """The fields of `ScoreAnswer`."""
    report = row.report
    return {
        **row.model_dump(
            include={
                "id", "character_id", "echo_assessment", "similarity", "verdict", "space",
                "domain", "calibration", "design", "reference_id", "quality", "alignment",
                "measured_by",
            }
        ),
        "reference_image_path": _path(row.reference_sha256),
        "consistency_score": row.score,
        "validation_date": row.at,
        "picture": _picture(row),
        "generation_id": row.run_id,
        "reasons": report.get("reasons", []),
        "codes": report.get("codes", []),
        "bible_reasons": report.get("bible_reasons", []),
        "regions": [_region(row, one) for one in differences_in(report)],
        "note": report.get("note"),
    }  # fmt: skip


def _region(row: Validation, found: Mapping[str, Any]) -> RegionAnswer:
    crops = f"/api/anime/characters/{row.character_id}/consistency/{row.id}/crops/{found['region']}"
    return RegionAnswer(
        region=found["region"],
        difference=found.get("difference"),
        drifted=found.get("drifted"),
        reference_color=found.get("reference_color"),
        picture_color=found.get("candidate_color"),
        picture_crop_url=_cut(crops, found, "picture"),
        reference_crop_url=_cut(crops, found, "reference"),
    )


def _cut(url: str, found: Mapping[str, Any], of: Literal["picture", "reference"]) -> str | None:
    place = found.get("candidate_place" if of == "picture" else "reference_place")
    return f"{url}?of={of}" if place else None


def _picture(row: Validation) -> PictureNamed | None:
    if row.picture_id is None or row.picture_sha256 is None:
        return None
    return PictureNamed(
        id=row.picture_id,
        label=row.picture_label or "",
        sha256=row.picture_sha256,
        url=f"/api/assets/{row.picture_sha256}",
    )


def _path(reference: str | None) -> str | None:
    return None if reference is None else f"/api/assets/{reference}"
