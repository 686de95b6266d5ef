"""Figures over HTTP: what preferences steered, and how often that was accepted."""

from __future__ import annotations

from fastapi import APIRouter

from api.dependencies import StudioPort, WhoAsks
from api.routes.moments import Moment
from api.routes.parameters import ProjectInQuery
from tools.domain.preference_analytics import PreferenceAnalytics
from tools.studio import preferences

router = APIRouter(prefix="/api/anime/analytics", tags=["analytics"])


@router.get("/preferences")
async def get_preference_figures(
    studio: StudioPort,
    actor: WhoAsks,
    since: Moment = None,
    until: Moment = None,
    project_id: ProjectInQuery = None,
) -> PreferenceAnalytics:
    """Which preference set what in generations from `since` to before `until`, and the share of
    accepted ones with and without it: by default of the last 30 days, at most of 366."""
    return await preferences.preference_analytics(
        studio, actor, since=since, until=until, project_id=project_id
    )
