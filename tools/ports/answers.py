"""Where answers to requests are kept that came under their sender's key."""

from __future__ import annotations

from typing import Protocol

from tools.domain.actor import Actor
from tools.domain.idempotency import Answer, KeptAnswer
from tools.domain.once import Sent


class Answers(Protocol):
    async def claim(self, actor: Actor, sent: Sent) -> None:
        """Note the key with what this unit of work changes.

        Waits for another that is claiming the same key. Raises `ConflictError` (`KEY_IN_USE`)
        where another sending has it.
        """
        ...

    async def keep(self, actor: Actor, sent: Sent, answer: Answer) -> None:
        """Keep what the request was answered, where it changed something."""
        ...

    async def kept(self, actor: Actor, key: str) -> KeptAnswer | None:
        """What the key was used for, None where it is new or has expired."""
        ...
