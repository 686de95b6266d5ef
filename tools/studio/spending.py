"""What a user has spent on paid calls: today by model, and call by call."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from tools.domain.actor import Actor
from tools.domain.errors import InvalidError
from tools.domain.paging import Page, after, page_of
from tools.domain.spending import ModelSpending, PaidCall
from tools.studio.studio import Studio


@dataclass(frozen=True, kw_only=True)
class DaySpending:
    """A user's day (UTC): `limit_usd` is None where none is set."""

    day: date
    total_usd: float
    limit_usd: float | None
    models: list[ModelSpending]

    @property
    def left_usd(self) -> float | None:
        """What may still be booked that day; None without a limit."""
        return None if self.limit_usd is None else max(0.0, self.limit_usd - self.total_usd)


async def spent_today(studio: Studio, actor: Actor) -> DaySpending:
    """The user's own spending of the day that it is now in UTC."""
    async with studio.store.read(actor) as work:
        day = await work.spending.today()
        models = await work.spending.by_model(actor, day)
    return DaySpending(
        day=day,
        total_usd=sum(model.cost_usd for model in models),
        limit_usd=studio.daily_limit_usd,
        models=models,
    )


async def paid_calls(
    studio: Studio, actor: Actor, *, limit: int, cursor: str | None
) -> Page[PaidCall]:
    """The user's own calls, newest first. Raises `InvalidError` for a cursor of another list."""
    async with studio.store.read(actor) as work:
        calls = await work.spending.newest(actor, before=_before(cursor), limit=limit + 1)
    return page_of(calls, limit, lambda call: call.id)


def _before(cursor: str | None) -> UUID | None:
    key = after(cursor)
    try:
        return None if key is None else UUID(key)
    except ValueError as error:
        raise InvalidError(
            "The cursor is not one that this list gave out.", code="BAD_CURSOR"
        ) from error
