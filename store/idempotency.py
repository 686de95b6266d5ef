"""Keys under which an order is taken once, in PostgreSQL."""

from __future__ import annotations

from uuid import UUID

from store.rows import Rows
from tools.domain.actor import Actor
from tools.domain.idempotency import Claim, Once


class IdempotencyKeyRows(Rows):
    concept = "idempotency"

    async def claim(self, actor: Actor, once: Once, run_id: UUID, *, keep_s: float) -> bool:
        claimed = await self._run(
            "claim",
            workspace=actor.workspace,
            key=once.key,
            body_digest=once.body_digest,
            run_id=run_id,
            keep_s=keep_s,
        )
        return bool(claimed)

    async def kept(self, actor: Actor, key: str) -> Claim | None:
        return await self._one(Claim, "kept", workspace=actor.workspace, key=key)
