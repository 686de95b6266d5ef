"""Answers to requests that came under a caller's key, in PostgreSQL."""

from __future__ import annotations

from psycopg.types.json import Jsonb

from store.rows import Rows
from tools.domain.actor import Actor
from tools.domain.errors import ConflictError
from tools.domain.idempotency import KEEP_S, Answer, KeptAnswer
from tools.domain.once import Sent


class AnswerRows(Rows):
    concept = "answers"

    async def claim(self, actor: Actor, sent: Sent) -> None:
        claimed = await self._run(
            "claim",
            workspace=actor.workspace,
            key=sent.key,
            body_digest=sent.body_digest,
            request_id=sent.request_id,
            keep_s=KEEP_S,
        )
        if not claimed:
            raise ConflictError(
                "The same request is being taken. Send it again.", code="KEY_IN_USE"
            )

    async def keep(self, actor: Actor, sent: Sent, answer: Answer) -> None:
        await self._run(
            "keep",
            workspace=actor.workspace,
            key=sent.key,
            request_id=sent.request_id,
            status=answer.status,
            headers=Jsonb(answer.headers),
            body=answer.body,
        )

    async def kept(self, actor: Actor, key: str) -> KeptAnswer | None:
        return await self._one(KeptAnswer, "kept", workspace=actor.workspace, key=key)
