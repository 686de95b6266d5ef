"""Conversations in PostgreSQL."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb
from uuid_utils.compat import uuid7

from store.rows import Rows
from tools.domain.actor import Actor
from tools.domain.errors import ConflictError, InvalidError, NotFoundError
from tools.domain.paging import Page, after, after_number, page_of
from tools.domain.threads import Answer, Interrupt, Message, Thread


class ThreadRows(Rows):
    concept = "threads"

    async def add(self, actor: Actor, *, title: str, project_id: int | None) -> Thread:
        thread = await self._one(
            Thread,
            "add",
            thread_id=uuid7(),
            workspace=actor.workspace,
            user=actor.user,
            project_id=project_id,
            title=title,
        )
        assert thread is not None
        return thread

    async def of_caller(self, actor: Actor, external_id: str, *, project_id: int | None) -> Thread:
        thread = await self._one(
            Thread,
            "of_caller",
            thread_id=uuid7(),
            workspace=actor.workspace,
            user=actor.user,
            project_id=project_id,
            external_id=external_id,
        )
        assert thread is not None
        return thread

    async def known_as(self, actor: Actor, external_id: str) -> Thread | None:
        return await self._one(
            Thread, "known_as", workspace=actor.workspace, external_id=external_id
        )

    async def get(self, actor: Actor, thread_id: UUID) -> Thread:
        thread = await self._one(Thread, "get", workspace=actor.workspace, thread_id=thread_id)
        return _there(thread, thread_id)

    async def page(
        self, actor: Actor, *, limit: int, cursor: str | None, search: str | None
    ) -> Page[Thread]:
        before_at, before_id = _thread_key(cursor)
        rows = await self._all(
            Thread,
            "page",
            workspace=actor.workspace,
            before_at=before_at,
            before_id=before_id,
            search=_pattern(search),
            limit=limit,
        )
        return page_of(rows, limit, lambda thread: f"{thread.updated_at.isoformat()} {thread.id}")

    async def change(
        self, actor: Actor, thread_id: UUID, *, title: str | None, project_id: int | None
    ) -> Thread:
        thread = await self._one(
            Thread,
            "change",
            workspace=actor.workspace,
            thread_id=thread_id,
            title=title,
            project_id=project_id,
        )
        return _there(thread, thread_id)

    async def remove(self, actor: Actor, thread_id: UUID) -> None:
        if not await self._run("remove", workspace=actor.workspace, thread_id=thread_id):
            _there(None, thread_id)

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
        message = await self._one(
            Message,
            "say",
            workspace=actor.workspace,
            thread_id=thread_id,
            role=role,
            text=text,
            content=Jsonb(dict(content)),
            run_id=run_id,
        )
        return _there(message, thread_id)

    async def messages(
        self, actor: Actor, thread_id: UUID, *, limit: int, cursor: str | None
    ) -> Page[Message]:
        rows = await self._all(
            Message,
            "messages",
            workspace=actor.workspace,
            thread_id=thread_id,
            after=after_number(cursor),
            limit=limit,
        )
        return page_of(rows, limit, lambda message: message.seq)

    async def latest(self, actor: Actor, thread_id: UUID, *, limit: int) -> list[Message]:
        rows = await self._all(
            Message, "latest", workspace=actor.workspace, thread_id=thread_id, limit=limit
        )
        return rows[::-1]

    async def hold(
        self,
        actor: Actor,
        thread_id: UUID,
        run_id: UUID,
        *,
        prompt: str,
        tool_call: Mapping[str, Any],
    ) -> Interrupt:
        interrupt = await self._one(
            Interrupt,
            "hold",
            interrupt_id=uuid7(),
            run_id=run_id,
            thread_id=thread_id,
            prompt=prompt,
            tool_call=Jsonb(dict(tool_call)),
        )
        assert interrupt is not None
        return interrupt

    async def open_interrupt(self, actor: Actor, thread_id: UUID) -> Interrupt | None:
        return await self._one(
            Interrupt, "open_interrupt", workspace=actor.workspace, thread_id=thread_id
        )

    async def answer(self, actor: Actor, thread_id: UUID, answer: Answer) -> Interrupt:
        found = await self._one(
            Interrupt,
            "interrupt",
            workspace=actor.workspace,
            thread_id=thread_id,
            interrupt_id=answer.interrupt_id,
        )
        if found is None:
            raise NotFoundError(
                f"This conversation has no interrupt {answer.interrupt_id}.",
                code="INTERRUPT_NOT_FOUND",
            )
        answered = await self._one(
            Interrupt,
            "answer",
            interrupt_id=answer.interrupt_id,
            thread_id=thread_id,
            answer=Jsonb(answer.model_dump(mode="json", exclude={"interrupt_id"})),
        )
        if answered is None:
            outcome = found.answer or {}
            raise ConflictError(
                f"This was answered before: {outcome.get('decision', 'moved on')}.",
                code="ALREADY_ANSWERED",
                outcome=outcome,
            )
        return answered

    async def last_answer(self, actor: Actor, run_id: UUID) -> dict[str, Any] | None:
        row = await self._record("last_answer", run_id=run_id, workspace=actor.workspace)
        return row["answer"] if row else None


def _there(found: Any, thread_id: UUID) -> Any:
    if found is None:
        raise NotFoundError(f"There is no conversation {thread_id}.", code="THREAD_NOT_FOUND")
    return found


def _thread_key(cursor: str | None) -> tuple[datetime | None, UUID | None]:
    key = after(cursor)
    if key is None:
        return None, None
    try:
        at, thread_id = key.split(" ")
        return datetime.fromisoformat(at), UUID(thread_id)
    except ValueError as error:
        raise InvalidError(
            "The cursor is not one that this list gave out.", code="BAD_CURSOR"
        ) from error


def _pattern(search: str | None) -> str | None:
    """`search` as a LIKE pattern that finds it anywhere, its own wildcards taken literally."""
    if not search:
        return None
    literal = search.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{literal}%"
