"""Where conversations are kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol
from uuid import UUID

from tools.domain.actor import Actor
from tools.domain.paging import Page
from tools.domain.threads import Answer, Interrupt, Message, Thread


class Threads(Protocol):
    async def add(self, actor: Actor, *, title: str, project_id: int | None) -> Thread: ...

    async def of_caller(self, actor: Actor, external_id: str, *, project_id: int | None) -> Thread:
        """The conversation that a caller knows under an id of its own, opened where it is new."""
        ...

    async def known_as(self, actor: Actor, external_id: str) -> Thread | None:
        """The conversation that a caller knows under an id of its own, if there is one."""
        ...

    async def get(self, actor: Actor, thread_id: UUID) -> Thread:
        """Raises `NotFoundError` (`THREAD_NOT_FOUND`)."""
        ...

    async def page(
        self, actor: Actor, *, limit: int, cursor: str | None, search: str | None
    ) -> Page[Thread]:
        """Newest first; `search` looks in titles and messages."""
        ...

    async def change(
        self, actor: Actor, thread_id: UUID, *, title: str | None, project_id: int | None
    ) -> Thread:
        """Set what is given. Raises `NotFoundError`."""
        ...

    async def remove(self, actor: Actor, thread_id: UUID) -> None: ...

    async def say(
        self,
        actor: Actor,
        thread_id: UUID,
        *,
        role: str,
        text: str,
        content: Mapping[str, Any],
        run_id: UUID | None,
    ) -> Message:
        """Append a message; the first of the user's titles an untitled thread."""
        ...

    async def messages(
        self, actor: Actor, thread_id: UUID, *, limit: int, cursor: str | None
    ) -> Page[Message]:
        """Oldest first."""
        ...

    async def latest(self, actor: Actor, thread_id: UUID, *, limit: int) -> list[Message]:
        """The last `limit` messages, oldest of them first."""
        ...

    async def hold(
        self,
        actor: Actor,
        thread_id: UUID,
        run_id: UUID,
        *,
        prompt: str,
        tool_call: Mapping[str, Any],
    ) -> Interrupt:
        """Open an interrupt."""
        ...

    async def open_interrupt(self, actor: Actor, thread_id: UUID) -> Interrupt | None: ...

    async def answer(self, actor: Actor, thread_id: UUID, answer: Answer) -> Interrupt:
        """Take an answer, once.

        Raises `NotFoundError`, or `ConflictError` (`ALREADY_ANSWERED`) with the first outcome.
        """
        ...

    async def last_answer(self, actor: Actor, run_id: UUID) -> dict[str, Any] | None:
        """The newest answer to an approval of this run."""
        ...
