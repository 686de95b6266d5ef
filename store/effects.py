"""What happened once and must not happen again, in PostgreSQL."""

from __future__ import annotations

from typing import Any

from psycopg.types.json import Jsonb

from store.rows import Rows
from tools.domain.actor import Actor
from tools.domain.errors import EffectDoneError


class EffectRows(Rows):
    concept = "effects"

    async def claim(self, actor: Actor, key: str) -> None:
        """Note the effect in the transaction that has it. Raises `EffectDoneError`."""
        if not await self._run("claim", key=key, run_id=actor.run_id, node="tools"):
            raise EffectDoneError("This was done before the service was interrupted.")

    async def begin(self, actor: Actor, key: str, node: str) -> bool:
        return bool(await self._run("claim", key=key, run_id=actor.run_id, node=node))

    async def release(self, actor: Actor, key: str) -> None:
        await self._run("release", key=key)

    async def result(self, actor: Actor, key: str) -> tuple[bool, Any]:
        row = await self._record("result", key=key)
        return (row is not None, row["result"] if row else None)

    async def keep(self, actor: Actor, key: str, node: str, result: Any) -> None:
        await self._run("keep", key=key, run_id=actor.run_id, node=node, result=Jsonb(result))
