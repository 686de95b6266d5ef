"""Webhooks: how a callback stands, which deliveries there were, the secret that signs them."""

from __future__ import annotations

import base64
import secrets
from uuid import UUID

from tools.domain.actor import Actor
from tools.domain.errors import ForbiddenError
from tools.domain.paging import LIMIT_DEFAULT, Page
from tools.domain.webhooks import (
    OLD_SECRET_S,
    Callback,
    Delivery,
    DeliveryState,
    callback_standing,
)
from tools.ports.store import Store
from tools.studio.studio import Studio


async def callback_of(studio: Studio, actor: Actor, run_id: UUID) -> Callback | None:
    """How the callback of a run stands; None where it was ordered without one."""
    async with studio.store.read(actor) as work:
        url = await work.webhooks.callback_url(actor, run_id)
        if url is None:
            return None
        return callback_standing(url, await work.webhooks.asked_by(actor, run_id))


async def list_deliveries(
    store: Store,
    actor: Actor,
    state: DeliveryState | None = None,
    *,
    limit: int = LIMIT_DEFAULT,
    cursor: str | None = None,
) -> Page[Delivery]:
    """Newest first. Raises `InvalidError` for a bad cursor."""
    async with store.read(actor) as work:
        return await work.webhooks.page(actor, state, limit=limit, cursor=cursor)


def fresh_secret() -> str:
    """A secret that nobody had before: 256 random bits, in the form of Standard Webhooks."""
    return f"whsec_{base64.b64encode(secrets.token_bytes(32)).decode()}"


async def signing_secret(store: Store, actor: Actor) -> str:
    """The workspace's secret, made where there is none. Raises `ForbiddenError`."""
    _owner(actor)
    async with store.begin(actor) as work:
        return await work.webhooks.secret(actor, fresh_secret())


async def rotate_secret(store: Store, actor: Actor) -> str:
    """A new secret that signs from now on, the one before beside it for a day.

    Raises `ForbiddenError`.
    """
    _owner(actor)
    fresh = fresh_secret()
    async with store.begin(actor) as work:
        await work.webhooks.rotate(actor, fresh, keep_s=OLD_SECRET_S)
        return fresh


def _owner(actor: Actor) -> None:
    if actor.role != "owner":
        raise ForbiddenError("Only an owner may see the secret that signs webhooks.")
