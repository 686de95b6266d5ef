"""How the production is going: generations, use of characters, quality, over a window of time."""

from __future__ import annotations

from datetime import UTC, datetime

from tools.domain.actor import Actor
from tools.domain.analytics import CharacterUse, GenerationAnalytics, QualityAnalytics
from tools.domain.paging import LIMIT_DEFAULT, Page
from tools.domain.windows import Bucket, Window, window_of
from tools.ports.store import UnitOfWork
from tools.studio.studio import Studio


async def generation_analytics(
    studio: Studio,
    actor: Actor,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    bucket: Bucket = "day",
    project_id: int | None = None,
) -> GenerationAnalytics:
    """Raises `NotFoundError` (`PROJECT_NOT_FOUND`), `InvalidError`, `LimitExceededError`."""
    window = window_of(since, until, datetime.now(UTC))
    async with studio.store.read(actor) as work:
        await _known(work, actor, project_id)
        return await work.analytics.generations(actor, window, bucket, project_id)


async def quality_analytics(
    studio: Studio,
    actor: Actor,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    bucket: Bucket = "day",
    project_id: int | None = None,
) -> QualityAnalytics:
    """Raises `NotFoundError` (`PROJECT_NOT_FOUND`), `InvalidError`, `LimitExceededError`."""
    window = window_of(since, until, datetime.now(UTC))
    async with studio.store.read(actor) as work:
        await _known(work, actor, project_id)
        return await work.analytics.quality(actor, window, bucket, project_id)


async def character_analytics(
    studio: Studio,
    actor: Actor,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    project_id: int | None = None,
    limit: int = LIMIT_DEFAULT,
    cursor: str | None = None,
) -> tuple[Window, Page[CharacterUse]]:
    """The most used first. Raises as `generation_analytics`, and for a bad cursor."""
    window = window_of(since, until, datetime.now(UTC))
    async with studio.store.read(actor) as work:
        await _known(work, actor, project_id)
        page = await work.analytics.characters(
            actor, window, project_id, limit=limit, cursor=cursor
        )
    return window, page


async def _known(work: UnitOfWork, actor: Actor, project_id: int | None) -> None:
    if project_id is not None:
        await work.projects.get(actor, project_id)
