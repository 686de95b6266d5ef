"""What paid calls cost, by user and day; models whose calls are paid."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol, Self, runtime_checkable
from uuid import UUID

from tools.domain.actor import Actor
from tools.domain.spending import ModelSpending, PaidCall
from tools.ports.rendering import Usage


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
    async def today(self) -> date:
        """The day that it is now in UTC, the same for every machine."""
        ...

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

    async def by_model(self, actor: Actor, day: date) -> list[ModelSpending]:
        """The user's calls of that day by backend and model, the dearest first."""
        ...

    async def newest(self, actor: Actor, *, before: UUID | None, limit: int) -> list[PaidCall]:
        """The user's calls, newest first, older than `before`."""
        ...


class Payable(Protocol):
    """What a model's calls are put on."""

    def paid(self, cost_usd: float | None, usage: Usage | None = None) -> None:
        """Add what a call took; None where its cost is not known."""
        ...


@runtime_checkable
class PaidModel(Protocol):
    """A model whose calls cost money."""

    @property
    def name(self) -> str:
        """`backend:model`."""
        ...

    @property
    def price_usd(self) -> float:
        """The most that one call may cost."""
        ...

    def charged_to(self, bill: Payable) -> Self:
        """The same model, with its calls put on this bill."""
        ...
