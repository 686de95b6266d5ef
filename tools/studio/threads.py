"""Conversations: opened, found, renamed, read, removed."""

from __future__ import annotations

import contextlib
from uuid import UUID

from tools.domain.actor import Actor
from tools.domain.errors import NotFoundError
from tools.domain.paging import LIMIT_DEFAULT, Page
from tools.domain.runs import Run
from tools.domain.threads import Message, Thread
from tools.studio.limits import within_name_limit, within_text_limit
from tools.studio.studio import Studio


async def open_thread(
    studio: Studio, actor: Actor, *, title: str = "", project_id: int | None = None
) -> Thread:
    """Raises `NotFoundError` for an unknown project, `LimitExceededError`."""
    if title:
        within_name_limit("title", title)
    async with studio.store.begin(actor) as work:
        if project_id is not None:
            await work.projects.get(actor, project_id)
        return await work.threads.add(actor, title=title.strip(), project_id=project_id)


async def thread_of_caller(
    studio: Studio, actor: Actor, conversation_id: str, *, project_id: int | None = None
) -> Thread:
    """The conversation under one of our ids, or under the caller's own, opened where it is new."""
    within_name_limit("conversation_id", conversation_id)
    async with studio.store.begin(actor) as work:
        if project_id is not None:
            await work.projects.get(actor, project_id)
        with contextlib.suppress(ValueError, NotFoundError):
            return await work.threads.get(actor, UUID(conversation_id))
        return await work.threads.of_caller(actor, conversation_id, project_id=project_id)


async def get_thread(studio: Studio, actor: Actor, thread_id: UUID) -> Thread:
    async with studio.store.read(actor) as work:
        return await work.threads.get(actor, thread_id)


async def list_threads(
    studio: Studio,
    actor: Actor,
    *,
    limit: int = LIMIT_DEFAULT,
    cursor: str | None = None,
    search: str | None = None,
) -> Page[Thread]:
    if search:
        within_text_limit("search", search)
    async with studio.store.read(actor) as work:
        return await work.threads.page(actor, limit=limit, cursor=cursor, search=search)


async def change_thread(
    studio: Studio,
    actor: Actor,
    thread_id: UUID,
    *,
    title: str | None = None,
    project_id: int | None = None,
) -> Thread:
    if title is not None:
        within_name_limit("title", title)
    async with studio.store.begin(actor) as work:
        if project_id is not None:
            await work.projects.get(actor, project_id)
        return await work.threads.change(actor, thread_id, title=title, project_id=project_id)


async def delete_thread(studio: Studio, actor: Actor, thread_id: UUID) -> None:
    async with studio.store.begin(actor) as work:
        await work.threads.remove(actor, thread_id)


async def read_messages(
    studio: Studio,
    actor: Actor,
    thread_id: UUID,
    *,
    limit: int = LIMIT_DEFAULT,
    cursor: str | None = None,
) -> Page[Message]:
    async with studio.store.read(actor) as work:
        await work.threads.get(actor, thread_id)
        return await work.threads.messages(actor, thread_id, limit=limit, cursor=cursor)


async def get_turn(studio: Studio, actor: Actor, run_id: UUID) -> Run:
    """A turn that was handed over as a task. Raises `NotFoundError` (`TASK_NOT_FOUND`)."""
    async with studio.store.read(actor) as work:
        run = await work.runs.get(actor, run_id)
    if run.kind != "turn":
        raise NotFoundError(f"There is no task {run_id}.", code="TASK_NOT_FOUND")
    return run


async def last_event_of_turn(studio: Studio, actor: Actor, thread_id: UUID) -> int:
    """The `seq` of the newest event of the latest turn, 0 before its first.

    Raises `NotFoundError` (`INTERRUPT_NOT_FOUND`) where there was no turn.
    """
    turn, _ = await newest_turn(studio, actor, thread_id)
    if turn is None:
        raise NotFoundError("Nothing waits for an answer here.", code="INTERRUPT_NOT_FOUND")
    async with studio.store.read(actor) as work:
        events = await work.runs.events(actor, turn.id)
    return events[-1].seq if events else 0


async def newest_turn(
    studio: Studio, actor: Actor, thread_id: UUID
) -> tuple[Run | None, list[Run]]:
    """The conversation's latest turn, and the unfinished runs that its turns started."""
    async with studio.store.read(actor) as work:
        await work.threads.get(actor, thread_id)
        runs = await work.runs.of_thread(actor, thread_id)
    turn = next((run for run in runs if run.kind == "turn"), None)
    return turn, [run for run in runs if run.kind != "turn" and not run.ended]
