"""Consistency over HTTP: scores over time, their trend, and pictures held against references."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import AliasChoices, BaseModel, Field, ValidationError

from api.dependencies import PAGE, Cursor, Limit, StudioPort, WhoAsks
from api.routes.given import documented, given
from api.routes.moments import Moment
from api.routes.parameters import RowId
from api.routes.score_answers import ScoreAnswer, score_fields
from tools.domain.bible_fit import BibleFit
from tools.domain.consistency import Region
from tools.domain.trends import Tendency
from tools.studio.consistency_history import (
    TREND_ROWS,
    TREND_ROWS_MOST,
    Shown,
    consistency_history,
    region_crop,
)
from tools.studio.limits import TEXT_CHARACTERS_MOST
from tools.studio.validating import Validated, validate_character

router = APIRouter(prefix="/api/anime/characters/{character_id}", tags=["consistency"])

BigId = Annotated[int, Path(ge=1, le=9_223_372_036_854_775_807)]
_IMMUTABLE = "private, max-age=31536000, immutable"


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


def _bible(report: Mapping[str, Any]) -> BibleFit | None:
    try:
        return BibleFit.model_validate(report["bible"]) if "bible" in report else None
    except ValidationError:
        return None
