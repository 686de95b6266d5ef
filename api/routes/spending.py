"""What paid calls cost: today by model against the limit, and call by call."""

from __future__ import annotations

from datetime import date

from fastapi import APIRouter
from pydantic import BaseModel, Field

from api.dependencies import PAGE, Cursor, Limit, StudioPort, WhoAsks
from tools.domain.spending import ModelSpending, PaidCall
from tools.studio.spending import paid_calls, spent_today

router = APIRouter(prefix="/api", tags=["generation"])


class SpendingAnswer(BaseModel):
    """The asking user's spending today (UTC), and the calls of all days, newest first."""

    day: date
    total_usd: float = Field(description="Spent and booked today.")
    limit_usd: float | None = Field(description="What a user may spend a day; null without one.")
    left_usd: float | None
    models: list[ModelSpending]
    items: list[PaidCall]
    next_cursor: str | None = None


@router.get("/spending")
async def get_spending(
    studio: StudioPort, actor: WhoAsks, limit: Limit = PAGE, cursor: Cursor = None
) -> SpendingAnswer:
    page = await paid_calls(studio, actor, limit=limit, cursor=cursor)
    today = await spent_today(studio, actor)
    return SpendingAnswer(
        day=today.day,
        total_usd=today.total_usd,
        limit_usd=today.limit_usd,
        left_usd=today.left_usd,
        models=today.models,
        items=page.items,
        next_cursor=page.next_cursor,
    )
