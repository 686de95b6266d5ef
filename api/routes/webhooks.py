"""What webhooks were sent, and what could not be."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel

from api.dependencies import PAGE, Cursor, Limit, StudioPort, WhoAsks
from tools.domain.paging import Page
from tools.domain.webhooks import Delivery, DeliveryState, shown_url
from tools.studio.webhooks import list_deliveries

router = APIRouter(prefix="/api/webhooks", tags=["webhooks"])


class DeliveryAnswer(BaseModel):
    """One event for one address, shown without its credentials; `webhook_id` is the header that
    every try has. `run_id` is what ended, `next_at` when it is tried again."""

    id: int
    webhook_id: str
    event: str
    url: str
    run_id: UUID
    is_callback: bool
    state: DeliveryState
    attempts: int
    last_status: int | None
    last_error: str | None
    created_at: datetime
    next_at: datetime | None
    ended_at: datetime | None


@router.get("/deliveries")
async def deliveries(
    studio: StudioPort,
    actor: WhoAsks,
    state: Annotated[DeliveryState | None, Query(description="Only those.")] = None,
    limit: Limit = PAGE,
    cursor: Cursor = None,
) -> Page[DeliveryAnswer]:
    """Newest first; kept for thirty days."""
    page = await list_deliveries(studio.store, actor, state, limit=limit, cursor=cursor)
    return Page(items=[_answer(one) for one in page.items], next_cursor=page.next_cursor)


def _answer(one: Delivery) -> DeliveryAnswer:
    return DeliveryAnswer(
        id=one.id,
        webhook_id=f"msg_{one.message_id}",
        event=one.event,
        url=shown_url(one.url),
        run_id=one.subject.run_id,
        is_callback=one.asked_by is not None,
        state=one.state,
        attempts=one.attempts,
        last_status=one.last_status,
        last_error=one.last_error,
        created_at=one.created_at,
        next_at=one.due_at if one.state == "pending" else None,
        ended_at=one.ended_at,
    )
