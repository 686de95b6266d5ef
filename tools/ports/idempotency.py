"""Where callers' keys are kept, under which an order is taken once."""

from __future__ import annotations

from typing import Protocol
from uuid import UUID

from tools.domain.actor import Actor
from tools.domain.idempotency import Claim, Once


class IdempotencyKeys(Protocol):
    async def claim(self, actor: Actor, once: Once, run_id: UUID, *, keep_s: float) -> bool:
        """Note the key for a run of this unit of work; False where it is in use.

        Waits for another unit of work that is claiming the same key.
        """
        ...

    async def kept(self, actor: Actor, key: str) -> Claim | None:
        """What the key was used for, None where it is new or has expired."""
        ...
