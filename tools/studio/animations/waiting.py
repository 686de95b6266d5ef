"""Waiting for a take, and what its failure means to whoever waited."""

from __future__ import annotations

from typing import Any

from tools.domain.actor import Actor
from tools.domain.animations import Take
from tools.domain.errors import (
    ConflictError,
    InvalidError,
    LimitExceededError,
    NotFoundError,
    StudioError,
    UnavailableError,
)
from tools.studio.studio import Studio

_KINDS: dict[str, type[StudioError]] = {
    kind.__name__: kind
    for kind in (ConflictError, InvalidError, LimitExceededError, NotFoundError, UnavailableError)
}


async def rested(studio: Studio, actor: Actor, take: Take, *, patience_s: float) -> Take:
    """The take when it has ended or waits, or still under way after `patience_s`.

    Raises the `StudioError` that it failed with, `ConflictError` (`TAKE_CANCELLED`), and
    `NotFoundError` where its animation was deleted meanwhile.
    """
    now = await at_rest(studio, actor, take, patience_s=patience_s)
    if now.broken_off:
        raise failure_of(now)
    return now


async def at_rest(studio: Studio, actor: Actor, take: Take, *, patience_s: float) -> Take:
    """As `rested`, without raising what the take failed with."""
    run = await studio.watch.rested(actor, take.run_id, timeout_s=patience_s)
    async with studio.store.read(actor) as work:
        return await work.takes.of_run(actor, run.id)


async def detached(studio: Studio, actor: Actor, take: Take) -> None:
    """Let a take that is still under way tell its conversation itself when it ends."""
    if take.status in ("queued", "running"):
        async with studio.store.begin(actor) as work:
            await work.runs.detach(actor, take.run_id)


def failure_of(take: Take) -> StudioError:
    """The error that the take ended with, as it was raised."""
    if take.status == "cancelled":
        return ConflictError(f"Take {take.number} was cancelled.", code="TAKE_CANCELLED")
    error: dict[str, Any] = dict(take.error or {})
    kind = _KINDS.get(error.pop("kind", ""), UnavailableError)
    code = error.pop("code", "ANIMATION_FAILED")
    detail = error.pop("detail", "The take failed.")
    return kind(detail, code=code, take=take.number, **error)


def failure_record(error: StudioError) -> dict[str, Any]:
    """What a run keeps of an error, so that `failure_of` can raise it again."""
    kind = next((k for k in type(error).__mro__ if k.__name__ in _KINDS), UnavailableError)
    return {"code": error.code, "detail": error.detail, "kind": kind.__name__, **error.facts}
