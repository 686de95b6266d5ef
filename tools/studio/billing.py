"""Bills: a paid call's price is booked before it is made, its real cost when it is known."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from uuid_utils.compat import uuid7

from tools.domain.actor import Actor
from tools.domain.runs import Happening
from tools.ports.rendering import BackendError, BackendRejectedError, Usage
from tools.ports.spending import Spent
from tools.ports.store import UnitOfWork
from tools.studio.studio import Studio

Outcome = Literal["answered", "failed", "unknown"]
"""How a call ended: its claim is kept with the answer, given back, or left without a result."""


class AnswerLostError(BackendRejectedError):
    """The call was made, may have been charged, and its answer is gone: it is not repeated."""

    code = "ANSWER_LOST"

    def __init__(self, message: str = "") -> None:
        super().__init__(
            message
            or "A model was asked before an interruption, and its answer was lost. It may "
            "have been charged, so it is not asked again unless you order it again."
        )


@dataclass(frozen=True, kw_only=True)
class Effect:
    """Under which key a call happens once, and the node that makes it."""

    key: str
    node: str


@dataclass(kw_only=True)
class Bill:
    """What one booked call took. `answer` is what its effect keeps, where it has one."""

    spent: Spent
    answer: Any = None
    _costs: list[float | None] = field(default_factory=list[float | None])

    def paid(self, cost_usd: float | None, usage: Usage | None = None) -> None:
        """Put the real figures; called again, they add up. None: the cost is not known."""
        self._costs.append(cost_usd)
        counted = usage or Usage()
        self.spent = replace(
            self.spent,
            input_tokens=self.spent.input_tokens + counted.input_tokens,
            output_tokens=self.spent.output_tokens + counted.output_tokens,
        )

    @property
    def told(self) -> bool:
        return bool(self._costs)

    def closed(self) -> Spent:
        """As it is to be written: settled where every cost is known, else at the booked price."""
        known = [cost for cost in self._costs if cost is not None]
        if not known or len(known) < len(self._costs):
            return self.spent
        return replace(self.spent, cost_usd=sum(known), settled=True)


@asynccontextmanager
async def billed(
    studio: Studio,
    actor: Actor,
    *,
    backend: str,
    model: str,
    price_usd: float,
    effect: Effect | None = None,
) -> AsyncGenerator[Bill, None]:
    """Book the price on the user's day (UTC), make the call inside, tell `bill.paid` what it took.

    Left with a `BackendError`, what that says it cost is booked (nothing, unless it says
    otherwise), and the effect's claim is given back. Left otherwise, by a cancel or with an answer
    that was lost, the claim stays, and so does the booked price, marked as not settled, unless the
    cost was told before. A price of 0 books nothing; an effect of an actor without a run is not
    kept.

    Raises `SpendingLimitError` (`SPENDING_LIMIT_REACHED`) before the call where the day would
    pass `studio.daily_limit_usd`, and `AnswerLostError` where the effect was claimed before.
    """
    actor = replace(actor, effect=None)
    effect = effect if actor.run_id else None
    spent = Spent(id=uuid7(), backend=backend, model=model, cost_usd=max(0.0, price_usd))
    bill = Bill(spent=spent)
    await _open(studio, actor, spent, effect)
    try:
        yield bill
    except BackendError as error:
        if not bill.told:
            bill.paid(error.cost_usd, error.usage)
        outcome = "unknown" if lost(error) else "failed"
        await _close(studio, actor, bill, effect, outcome)
        raise
    except (Exception, asyncio.CancelledError):
        if bill.told:
            await _close(studio, actor, bill, effect, "unknown")
        raise
    await _close(studio, actor, bill, effect, "answered")


def lost(error: BackendError) -> bool:
    """Whether an answer, and a charge, may be on their way to nobody; a refusal is an answer."""
    return error.cost_usd is None and not isinstance(error, BackendRejectedError)


async def _open(studio: Studio, actor: Actor, spent: Spent, effect: Effect | None) -> None:
    """Claim and reservation together: without the one there is not the other."""
    if spent.cost_usd <= 0 and effect is None:
        return
    async with studio.store.begin(actor) as work:
        if effect and not await work.effects.begin(actor, effect.key, effect.node):
            raise AnswerLostError
        if spent.cost_usd > 0:
            day = await work.spending.today()
            await work.spending.reserve(actor, spent, day=day, limit_usd=studio.daily_limit_usd)
            await _log(work, actor, "spending.reserved", spent)


async def _close(
    studio: Studio, actor: Actor, bill: Bill, effect: Effect | None, outcome: Outcome
) -> None:
    """Bill and effect together, also where the run was cancelled or taken over meanwhile.

    What was paid is paid, whoever drives the run now, who finds the answer.
    """
    if bill.spent.cost_usd <= 0 and effect is None:
        return
    actor = replace(actor, attempt=None)
    async with studio.store.begin(actor) as work:
        if effect and outcome == "answered":
            await work.effects.keep(actor, effect.key, effect.node, bill.answer)
        elif effect and outcome == "failed":
            await work.effects.release(actor, effect.key)
        if bill.spent.cost_usd > 0:
            closed = bill.closed()
            await work.spending.settle(actor, closed)
            await _log(work, actor, "spent", closed)


async def _log(work: UnitOfWork, actor: Actor, type: str, spent: Spent) -> None:
    """Spending is audited: in the run's log stands who was paid, and how much."""
    if actor.run_id is None:
        return
    data = {
        "id": str(spent.id),
        "backend": spent.backend,
        "model": spent.model,
        "cost_usd": spent.cost_usd,
        "settled": spent.settled,
        "input_tokens": spent.input_tokens,
        "output_tokens": spent.output_tokens,
    }
    await work.runs.append(actor, actor.run_id, [Happening(type=type, data=data)])
