"""The purse: paid calls are booked before they are made, and made once a run.

A model that answers with a document is asked through `paid`, a picture or sheet is drawn through
`drawn_once` or `sheet_once`, and a call that is none of these stands inside `billed`. Whoever
draws wraps the call at its price, whatever the backend; what costs nothing is simply called:

    drawn = await drawn_once(
        studio, actor, key=key, node="render", backend=renderer.name,
        price_usd=renderer.price_usd(request), draw=lambda: renderer.render(request, progress),
    )

`key` is the digest of the run, the node and all that was asked; the caller may keep its own record
under the same, for the answer's is derived from it. `model` is as known beforehand; the answer's
own is booked in its place. An answer that was drawn and paid for before an interruption is read
back, its bytes from the asset store.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any, TypeVar

from uuid_utils.compat import uuid7

from tools.domain.actor import Actor
from tools.domain.documents import digest
from tools.domain.errors import SpendingLimitError, UnavailableError
from tools.ports.animating import Sheet
from tools.ports.rendering import BackendError, BackendRejectedError, RenderResult
from tools.ports.spending import PaidModel, Spent
from tools.studio.answers import kept_picture, kept_sheet, read_picture, read_sheet
from tools.studio.billing import AnswerLostError, Effect, billed, lost
from tools.studio.studio import Studio

__all__ = ["AnswerLostError", "Effect", "billed", "drawn_once", "paid", "sheet_once"]

_GONE = "ASSET_UNREADABLE"
Asked = TypeVar("Asked")
Answer = TypeVar("Answer", RenderResult, Sheet)


async def paid(
    studio: Studio,
    actor: Actor,
    node: str,
    asked: Any,
    model: Asked,
    call: Callable[[Asked], Awaitable[Any]],
) -> Any:
    """The model's answer to `asked`, a document: from the run's effects where it was asked before.

    `call` is given the model with its calls put on the bill, where they cost. Raises
    `AnswerLostError` and what the call raises; a spending limit that is reached is a
    `BackendRejectedError` (`SPENDING_LIMIT_REACHED`) here, for rules answer where a model cannot.
    """
    effect = Effect(key=digest([str(actor.run_id), node, asked]), node=node)
    done, answer = await _before(studio, actor, effect)
    if done:
        return answer
    name, price_usd = (model.name, model.price_usd) if isinstance(model, PaidModel) else ("", 0.0)
    backend, _, model_name = name.partition(":")
    try:
        async with billed(
            studio, actor, backend=backend, model=model_name, price_usd=price_usd, effect=effect
        ) as bill:
            charged = model.charged_to(bill) if isinstance(model, PaidModel) else model
            bill.answer = await call(charged)
    except SpendingLimitError as error:
        raise BackendRejectedError(error.detail, code=error.code) from error
    return bill.answer


async def drawn_once(
    studio: Studio,
    actor: Actor,
    *,
    key: str,
    node: str,
    price_usd: float,
    backend: str,
    model: str = "",
    draw: Callable[[], Awaitable[RenderResult]],
) -> RenderResult:
    """A picture, drawn once a run where it costs; see the head of this module.

    Raises `SpendingLimitError`, `AnswerLostError`, `UnavailableError` where the asset store does
    not answer, and what `draw` raises.
    """
    called = Spent(id=uuid7(), backend=backend, model=model, cost_usd=price_usd)
    effect = Effect(key=digest([key, "drawn"]), node=node)
    return await _once(studio, actor, called, effect, draw, kept_picture, read_picture)


async def sheet_once(
    studio: Studio,
    actor: Actor,
    *,
    key: str,
    node: str,
    price_usd: float,
    backend: str,
    model: str = "",
    draw: Callable[[], Awaitable[Sheet]],
) -> Sheet:
    """A sprite sheet, as `drawn_once` draws pictures."""
    called = Spent(id=uuid7(), backend=backend, model=model, cost_usd=price_usd)
    effect = Effect(key=digest([key, "drawn"]), node=node)
    return await _once(studio, actor, called, effect, draw, kept_sheet, read_sheet)


async def _once(
    studio: Studio,
    actor: Actor,
    called: Spent,
    effect: Effect,
    draw: Callable[[], Awaitable[Answer]],
    keep: Callable[[Studio, Answer], Awaitable[dict[str, Any]]],
    read: Callable[[Studio, Any], Awaitable[Answer]],
) -> Answer:
    if called.cost_usd <= 0:
        return await draw()
    done, kept = await _before(studio, actor, effect)
    if done:
        try:
            return await read(studio, kept)
        except UnavailableError as error:
            if error.code != _GONE:
                raise
            raise AnswerLostError(f"{error.detail} It was paid for, and is not again.") from error
    try:
        async with billed(
            studio,
            actor,
            backend=called.backend,
            model=called.model,
            price_usd=called.cost_usd,
            effect=effect,
        ) as bill:
            drawn = await draw()
            bill.paid(drawn.cost_usd, drawn.usage)
            bill.spent = replace(bill.spent, model=drawn.model)
            bill.answer = await keep(studio, drawn)
    except BackendError as error:
        if lost(error):
            raise AnswerLostError(str(error)) from error
        raise
    return drawn


async def _before(studio: Studio, actor: Actor, effect: Effect) -> tuple[bool, Any]:
    """Whether the call was answered before in this run, and the answer.

    Raises `AnswerLostError` where it was made and not answered.
    """
    if actor.run_id is None:
        return False, None
    async with studio.store.read(actor) as work:
        done, answer = await work.effects.result(actor, effect.key)
    if done and answer is None:
        raise AnswerLostError
    return done, answer
