"""Where it is kept who is told of what, and how the telling went."""

from __future__ import annotations

from typing import Protocol
from uuid import UUID

from tools.domain.actor import Actor
from tools.domain.paging import Page
from tools.domain.webhooks import Delivery, DeliveryState


class Webhooks(Protocol):
    async def call_back(self, actor: Actor, run_id: UUID, url: str) -> None:
        """Tell this address of the run's end, and of the runs that it orders."""
        ...

    async def callback_url(self, actor: Actor, run_id: UUID) -> str | None:
        """The address that the run was ordered with, credentials and all."""
        ...

    async def asked_by(self, actor: Actor, run_id: UUID) -> list[Delivery]:
        """The deliveries of the run's callback, oldest first, at most a hundred."""
        ...

    async def page(
        self, actor: Actor, state: DeliveryState | None, *, limit: int, cursor: str | None
    ) -> Page[Delivery]:
        """Newest first. Raises `InvalidError` for a bad cursor."""
        ...

    async def secret(self, actor: Actor, fresh: str) -> str:
        """The workspace's secret; `fresh` becomes it where there is none."""
        ...

    async def rotate(self, actor: Actor, fresh: str, *, keep_s: float) -> None:
        """`fresh` signs from now on, the one before beside it for `keep_s`."""
        ...
