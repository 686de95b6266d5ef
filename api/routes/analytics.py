"""Figures over HTTP: how generations end, which characters are used, how good pictures are."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel

from api.dependencies import PAGE, Cursor, Limit, StudioPort, WhoAsks
from api.routes.moments import Moment
from api.routes.parameters import ProjectInQuery
from tools.domain.analytics import CharacterUse, GenerationAnalytics, QualityAnalytics
from tools.domain.windows import Bucket
from tools.studio import analytics

router = APIRouter(prefix="/api/anime/analytics", tags=["analytics"])

By = Annotated[Bucket, Query(description="Days, or weeks from Monday, in UTC.")]


class UseAnswer(BaseModel):
    """A page of characters, the most used in the window first."""

    items: list[CharacterUse]
    next_cursor: str | None
    since: datetime
    until: datetime


@router.get("/generations")
async def get_generations(
    studio: StudioPort,
    actor: WhoAsks,
    since: Moment = None,
    until: Moment = None,
    bucket: By = "day",
    project_id: ProjectInQuery = None,
) -> GenerationAnalytics:
    """Pictures and sheets ordered from `since` to before `until`: by default the last 30 days, at
    most 366."""
    return await analytics.generation_analytics(
        studio, actor, since=since, until=until, bucket=bucket, project_id=project_id
    )


@router.get("/characters")
async def get_characters(
    studio: StudioPort,
    actor: WhoAsks,
    since: Moment = None,
    until: Moment = None,
    project_id: ProjectInQuery = None,
    limit: Limit = PAGE,
    cursor: Cursor = None,
) -> UseAnswer:
    """How much each character was used: by default in the last 30 days, at most in 366.

    Where the window is left open it ends at each request: name it to page through one.
    """
    window, page = await analytics.character_analytics(
        studio,
        actor,
        since=since,
        until=until,
        project_id=project_id,
        limit=limit,
        cursor=cursor,
    )
    return UseAnswer(
        items=page.items, next_cursor=page.next_cursor, since=window.since, until=window.until
    )


@router.get("/quality")
async def get_quality(
    studio: StudioPort,
    actor: WhoAsks,
    since: Moment = None,
    until: Moment = None,
    bucket: By = "day",
    project_id: ProjectInQuery = None,
) -> QualityAnalytics:
    """Scores, similarities, quality and alignment of validations: by default of the last 30 days,
    at most of 366."""
    return await analytics.quality_analytics(
        studio, actor, since=since, until=until, bucket=bucket, project_id=project_id
    )
