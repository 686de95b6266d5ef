"""What paid calls cost, by user and day, in PostgreSQL."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from store.rows import Rows
from tools.domain.actor import Actor
from tools.domain.errors import SpendingLimitError
from tools.domain.spending import ModelSpending, PaidCall
from tools.ports.spending import Spent

_EXACT_USD = 1e-9
"""Below this, sums of prices differ by how numbers are written only."""


class SpendingRows(Rows):
    concept = "spending"

    async def today(self) -> date:
        row = await self._record("today")
        assert row is not None
        return row["day"]

    async def reserve(
        self, actor: Actor, spent: Spent, *, day: date, limit_usd: float | None
    ) -> None:
        """One call at a time may book on a user's day, until its transaction ends."""
        await self._run("hold_day", workspace=actor.workspace, user=actor.user, day=day)
        if limit_usd is not None:
            total = await self.total_usd(actor, day)
            if total + spent.cost_usd > limit_usd + _EXACT_USD:
                raise _over(limit_usd, total, spent.cost_usd)
        await self._run(
            "reserve",
            id=spent.id,
            workspace=actor.workspace,
            user=actor.user,
            day=day,
            run_id=actor.run_id,
            backend=spent.backend,
            model=spent.model,
            cost_usd=spent.cost_usd,
        )

    async def settle(self, actor: Actor, spent: Spent) -> None:
        await self._run(
            "settle",
            id=spent.id,
            workspace=actor.workspace,
            user=actor.user,
            model=spent.model,
            cost_usd=spent.cost_usd,
            input_tokens=spent.input_tokens,
            output_tokens=spent.output_tokens,
            settled=spent.settled,
        )

    async def total_usd(self, actor: Actor, day: date) -> float:
        row = await self._record("total", workspace=actor.workspace, user=actor.user, day=day)
        return float(row["usd"]) if row else 0.0

    async def by_model(self, actor: Actor, day: date) -> list[ModelSpending]:
        return await self._all(
            ModelSpending, "by_model", workspace=actor.workspace, user=actor.user, day=day
        )

    async def newest(self, actor: Actor, *, before: UUID | None, limit: int) -> list[PaidCall]:
        return await self._all(
            PaidCall,
            "newest",
            workspace=actor.workspace,
            user=actor.user,
            before=before,
            limit=limit,
        )


def _over(limit_usd: float, total_usd: float, price_usd: float) -> SpendingLimitError:
    return SpendingLimitError(
        f"This call may cost ${price_usd:.4f}; today's paid calls come to ${total_usd:.4f} of the "
        f"${limit_usd:.2f} that a user may spend a day. Wait for the next day (00:00 UTC), raise "
        "ECHO_DIRECTOR_DAILY_LIMIT_USD, or draw with a backend that costs nothing.",
        limit=limit_usd,
        spent=total_usd,
        price=price_usd,
    )
