"""What paid calls cost, by user and day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol
from uuid import UUID

from tools.domain.actor import Actor


@dataclass(frozen=True, kw_only=True)
class Spent:
    """One paid call. `cost_usd` is the price asked for beforehand until the real one is known."""

    id: UUID
    backend: str
    model: str
    cost_usd: float
    input_tokens: int = 0
    output_tokens: int = 0
    settled: bool = False


class Spending(Protocol):
    async def reserve(
        self, actor: Actor, spent: Spent, *, day: date, limit_usd: float | None
    ) -> None:
        """Book the price before the call, so that calls at once cannot pass the limit together.

        Raises `SpendingLimitError` where the user's day would pass `limit_usd`.
        """
        ...

    async def settle(self, actor: Actor, spent: Spent) -> None:
        """Put the real cost and the tokens in the place of the reserved price."""
        ...

    async def total_usd(self, actor: Actor, day: date) -> float:
        """What the user has spent and reserved on that day (UTC)."""
        ...
