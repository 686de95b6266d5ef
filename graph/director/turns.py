"""Turns: begun by a message, driven in this process, resumed by an answer, survived by a lease."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from langchain_core.language_models import LanguageModelInput
from langchain_core.messages import AIMessage
from langchain_core.runnables import Runnable
from langgraph.checkpoint.base import BaseCheckpointSaver
from uuid_utils.compat import uuid7

from graph.director.build import build_director
from graph.director.drive import TurnDrive
from graph.lease import kept
from tools.catalog.tool import Tool
from tools.domain.actor import Actor
from tools.domain.errors import ConflictError
from tools.domain.runs import TAKE_UPS_MOST, Happening, Run
from tools.domain.threads import Answer, Interrupt
from tools.domain.turns import TurnAnswer
from tools.domain.webhooks import callback_url
from tools.ports.leases import Leases
from tools.ports.store import UnitOfWork
from tools.studio.generation import cancel_run
from tools.studio.limits import within_message_limit
from tools.studio.studio import Studio

_log = logging.getLogger(__name__)
_MOVED_ON = "moved on"
_STOPPED = "stopped"


@dataclass(frozen=True, kw_only=True)
class Message:
    """What the user says: text, and pictures as sha256.

    `defaults` and `patience_s` are the caller's for the tools of this turn. `tools` names those
    that may be called in it (None: all). `callback_url` is told of the turn's end, and of the ends
    of what it orders. `priority` is that of the runs that it orders; None follows from who waits.
    """

    text: str
    pictures: tuple[str, ...] = ()
    project_id: int | None = None
    pre_approved: frozenset[str] = frozenset()
    defaults: Mapping[str, Any] = field(default_factory=dict[str, Any])
    patience_s: float | None = None
    tools: frozenset[str] | None = None
    callback_url: str | None = None
    priority: int | None = None


class Director:
    """Holds conversations. Every turn is a task of this process, detached from its request."""

    def __init__(
        self,
        *,
        studio: Studio,
        leases: Leases,
        model: Runnable[LanguageModelInput, AIMessage],
        catalog: Mapping[str, Tool[Any]],
        checkpoints: BaseCheckpointSaver[Any],
        owner: str,
        lease_s: float,
    ) -> None:
        self._studio = studio
        self._leases = leases
        self._owner = owner
        self._lease_s = lease_s
        self._drive = TurnDrive(
            studio=studio,
            model=model,
            catalog=catalog,
            checkpoints=checkpoints,
            graph=build_director(checkpoints),
        )
        self._tasks: dict[UUID, asyncio.Task[None]] = {}

    async def say(self, actor: Actor, thread_id: UUID, message: Message) -> UUID:
        """Begin a turn; returns its run. It is committed before the model is asked.

        Raises `NotFoundError`, `ConflictError` (`RUN_IN_PROGRESS`), `LimitExceededError`.
        """
        within_message_limit(message.text)
        async with self._studio.store.begin(actor) as work:
            thread = await work.threads.get(actor, thread_id)
            project_id = thread.project_id if message.project_id is None else message.project_id
            if message.project_id is not None and message.project_id != thread.project_id:
                await work.projects.get(actor, message.project_id)
                await work.threads.change(actor, thread_id, title=None, project_id=project_id)
            run = await self._open(work, actor, thread_id, message, project_id)
        self._begin(run, self._drive.fresh(run))
        return run.id

    async def resume(self, actor: Actor, thread_id: UUID, answer: Answer) -> UUID:
        """Answer an approval, once; returns the run that goes on.

        Raises `NotFoundError`, `ConflictError` (`ALREADY_ANSWERED`).
        """
        async with self._studio.store.begin(actor) as work:
            await work.threads.get(actor, thread_id)
            interrupt = await work.threads.answer(actor, thread_id, answer)
            taken = await work.runs.take(interrupt.run_id, owner=self._owner, lease_s=self._lease_s)
            if taken is None:
                raise ConflictError("This turn has ended meanwhile.", code="RUN_ENDED")
            said = Happening(type="approval.answered", data=_outcome(actor, interrupt))
            await work.runs.append(actor, taken.id, [said])
        self._begin(taken, self._drive.answered(taken, interrupt))
        return taken.id

    async def cancel(self, actor: Actor, thread_id: UUID) -> Run | None:
        """Stop the conversation's turn and the runs that it started; None where none is open."""
        async with self._studio.store.begin(actor) as work:
            await work.threads.get(actor, thread_id)
            run = await work.runs.open_turn(actor, thread_id)
            if run is None:
                return None
            await self._close(work, actor, run, "Stopped, as you asked.")
        await self._cancel_late_orders(actor, run)
        if task := self._tasks.get(run.id):
            task.cancel()
        return run

    async def answer(self, actor: Actor, run_id: UUID) -> TurnAnswer:
        """What the turn came to, once it ends or waits.

        Raises `StudioError` where it failed.
        """
        if task := self._tasks.get(run_id):
            await asyncio.wait([task])
        return await self._drive.outcome(actor, run_id)

    async def recover(self) -> None:
        """Continue the turns of processes that died; give up those that died too often.

        Text deltas of turns that have ended go, and events of more than 30 days.
        """
        await self._leases.sweep()
        for run in await self._leases.abandoned():
            if run.kind == "turn" and run.id not in self._tasks:
                await self._take_up(run)

    async def close(self) -> None:
        """Stop driving. Unfinished turns are continued by the next process."""
        for task in list(self._tasks.values()):
            task.cancel()
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)

    async def _open(
        self,
        work: UnitOfWork,
        actor: Actor,
        thread_id: UUID,
        message: Message,
        project_id: int | None,
    ) -> Run:
        run_id = uuid7()
        try:
            run = await self._add(work, actor, run_id, thread_id, message, project_id)
        except ConflictError:
            waiting = await work.runs.open_turn(actor, thread_id)
            if waiting is None or waiting.status != "waiting":
                raise
            await self._move_on(work, actor, waiting)
            run = await self._add(work, actor, run_id, thread_id, message, project_id)
        if message.callback_url:
            await work.webhooks.call_back(actor, run_id, callback_url(message.callback_url))
        content = {"images": list(message.pictures)} if message.pictures else {}
        said = await work.threads.say(
            actor, thread_id, role="user", text=message.text, content=content, run_id=run_id
        )
        begun = Happening(
            type="turn.started", data={"thread_id": str(thread_id), "message": said.seq}
        )
        await work.runs.append(actor, run_id, [begun])
        return run

    async def _add(
        self,
        work: UnitOfWork,
        actor: Actor,
        run_id: UUID,
        thread_id: UUID,
        message: Message,
        project_id: int | None,
    ) -> Run:
        return await work.runs.add(
            actor,
            run_id=run_id,
            kind="turn",
            status="running",
            thread_id=thread_id,
            project_id=project_id,
            owner=self._owner,
            lease_s=self._lease_s,
            input={
                "pictures": list(message.pictures),
                "pre_approved": sorted(message.pre_approved | actor.pre_approved),
                "role": actor.role,
                "defaults": dict(message.defaults),
                "patience_s": message.patience_s,
                "priority": message.priority,
                "tools": None if message.tools is None else sorted(message.tools),
            },
        )

    async def _move_on(self, work: UnitOfWork, actor: Actor, waiting: Run) -> None:
        await self._close(work, actor, waiting, "Left undone, as you moved on.", reason=_MOVED_ON)

    async def _close(
        self, work: UnitOfWork, actor: Actor, run: Run, words: str, *, reason: str = _STOPPED
    ) -> None:
        """End a turn, its open approval and the runs that it started.

        After the commit nothing can be ordered under it any more; what was ordered meanwhile is
        for `_cancel_late_orders`.
        """
        if run.thread_id and (asked := await work.threads.open_interrupt(actor, run.thread_id)):
            rejected = Answer(interrupt_id=asked.id, decision="reject", reason=reason)
            await work.threads.answer(actor, run.thread_id, rejected)
        for child in await work.runs.children(actor, run.id):
            ended = Happening(type="run.ended", data={"status": "cancelled"})
            if await work.runs.settle(actor, child.id, "cancelled", happenings=[ended]):
                await work.queue.withdraw(child.id)
        await self._drive.close(work, actor, run, "cancelled", words)

    async def _cancel_late_orders(self, actor: Actor, run: Run) -> None:
        """End the runs that a turn ordered while it was being ended.

        Not with the turn: whoever drives a run holds its row first and then its turn's, so the
        rows must not be taken the other way round.
        """
        async with self._studio.store.read(actor) as work:
            children = await work.runs.children(actor, run.id)
        for child in children:
            if not child.ended:
                await cancel_run(self._studio, actor, child.id)

    async def _take_up(self, run: Run) -> None:
        taken = await self._leases.take(run.id, owner=self._owner, lease_s=self._lease_s)
        if taken is None:
            return
        if taken.attempt > TAKE_UPS_MOST + 1:
            await self._drive.give_up(taken)
        else:
            _log.info("Continuing turn %s, attempt %s", taken.id, taken.attempt)
            self._begin(taken, self._drive.again(taken))

    def _begin(self, run: Run, driving: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(
            kept(self._leases, run, driving, owner=self._owner, lease_s=self._lease_s),
            name=f"turn-{run.id}",
        )
        self._tasks[run.id] = task
        task.add_done_callback(lambda ended: self._ended(run.id, ended))

    def _ended(self, run_id: UUID, task: asyncio.Task[None]) -> None:
        self._tasks.pop(run_id, None)
        if not task.cancelled() and (error := task.exception()):
            kind = type(error).__name__
            _log.error("Turn %s was dropped here (%s); its lease runs out", run_id, kind)


def _outcome(actor: Actor, interrupt: Interrupt) -> dict[str, Any]:
    """Who decided what on which call."""
    asked = {"user": actor.user, "tool": interrupt.tool_call["tool"]}
    return {"interrupt_id": str(interrupt.id), **asked, **(interrupt.answer or {})}
