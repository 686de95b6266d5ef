"""Consistency over HTTP: scores over time, their trend, and pictures held against references."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import AliasChoices, BaseModel, Field, ValidationError

from api.dependencies import PAGE, Cursor, Limit, StudioPort, WhoAsks
from api.routes.given import documented, given
from api.routes.moments import Moment
from api.routes.parameters import RowId
from tools.domain.assessments import CalibrationRow, Validation
from tools.domain.bible_fit import BibleFit
from tools.domain.consistency import Region, Verdict
from tools.domain.trends import Tendency
from tools.studio.consistency_history import (
    TREND_ROWS,
    TREND_ROWS_MOST,
    Shown,
    consistency_history,
    differences_in,
    region_crop,
)
from tools.studio.limits import TEXT_CHARACTERS_MOST
from tools.studio.validating import Validated, validate_character

router = APIRouter(prefix="/api/anime/characters/{character_id}", tags=["consistency"])

BigId = Annotated[int, Path(ge=1, le=9_223_372_036_854_775_807)]
_IMMUTABLE = "private, max-age=31536000, immutable"


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


class HistoryAnswer(BaseModel):
    """A page of scores, newest first, and the trend of the newest `trend_rows` of the window."""

    items: list[ScoreAnswer]
    next_cursor: str | None
    character_id: int
    character: str
    since: datetime | None
    until: datetime | None
    trend_rows: int
    trend: Tendency


class ValidateBody(BaseModel):
    """Which picture to validate; without any, the character's newest."""

    image: str | None = Field(
        None,
        validation_alias=AliasChoices("asset", "image", "image_path", "new_image_path"),
        max_length=TEXT_CHARACTERS_MOST,
        description="A sha256, an asset's path, a file name, a label, or `last`.",
    )
    generation_id: UUID | None = None
    threshold: float | None = Field(
        None, ge=0, le=1, description="The score from which it is approved; 0.85 if left out."
    )


class ValidationAnswer(ScoreAnswer):
    """The new score beside what the character carries now.

    `bible` holds the picture's colours against the bible's palette and the character's visual
    traits; null where the project has no bible.
    """

    character: str
    character_consistency_score: float | None
    last_validation_date: datetime | None
    bible: BibleFit | None


@router.get("/consistency")
async def get_consistency(
    character_id: RowId,
    studio: StudioPort,
    actor: WhoAsks,
    since: Moment = None,
    until: Moment = None,
    limit: Limit = PAGE,
    cursor: Cursor = None,
    trend_rows: Annotated[
        int, Query(ge=2, le=TREND_ROWS_MOST, description="How many rows the trend looks at.")
    ] = TREND_ROWS,
) -> HistoryAnswer:
    """Scores from `since` to before `until`, and where they are going."""
    found = await consistency_history(
        studio,
        actor,
        character_id,
        since=since,
        until=until,
        limit=limit,
        cursor=cursor,
        trend_rows=trend_rows,
    )
    return HistoryAnswer(
        items=[ScoreAnswer.model_validate(score_fields(one)) for one in found.page.items],
        next_cursor=found.page.next_cursor,
        character_id=character_id,
        character=found.character.name,
        since=since,
        until=until,
        trend_rows=found.trend_rows,
        trend=found.tendency,
    )


@router.get(
    "/consistency/{score_id}/crops/{region}",
    response_class=Response,
    responses={200: {"content": {"image/png": {"schema": {"type": "string"}}}}},
)
async def get_crop(
    character_id: RowId,
    score_id: BigId,
    region: Region,
    studio: StudioPort,
    actor: WhoAsks,
    of: Annotated[Shown, Query(description="Cut from the picture, or the reference.")] = "picture",
) -> Response:
    """A region of a validated picture, or of its reference, as a small PNG."""
    png = await region_crop(studio, actor, character_id, score_id, region, of)
    return Response(png, media_type="image/png", headers={"Cache-Control": _IMMUTABLE})


@router.post("/validate", openapi_extra=documented(ValidateBody))
async def validate(
    character_id: RowId, request: Request, studio: StudioPort, actor: WhoAsks
) -> ValidationAnswer:
    """Hold a picture against the character's canonical reference and the bible; keeps the score."""
    said = await given(request, ValidateBody)
    done = await validate_character(
        studio,
        actor,
        character_id,
        image=said.body.image,
        upload=said.upload,
        generation_id=said.body.generation_id,
        threshold=said.body.threshold,
    )
    return validation_answer(done)


def validation_answer(done: Validated) -> ValidationAnswer:
    return ValidationAnswer.model_validate(
        score_fields(done.validation)
        | {
            "character": done.character.name,
            "character_consistency_score": done.character.consistency_score,
            "last_validation_date": done.character.last_validation_date,
            "bible": _bible(done.validation.report),
        }
    )


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


def _bible(report: Mapping[str, Any]) -> BibleFit | None:
    try:
        return BibleFit.model_validate(report["bible"]) if "bible" in report else None
    except ValidationError:
        return None
