"""Driving one turn through the director's graph, to its answer, its approval or its failure."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID, uuid5

from langchain_core.language_models import LanguageModelInput
from langchain_core.messages import AIMessage
from langchain_core.runnables import Runnable, RunnableConfig
from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.types import Command

from graph.director.build import DirectorGraph
from graph.director.history import WINDOW_MESSAGES, remembered
from graph.director.log import TurnLog
from graph.director.state import GRAPH_VERSION, DirectorContext, DirectorState
from tools.catalog.tool import Tool
from tools.domain.actor import Actor, Role
from tools.domain.errors import ConflictError, StudioError, UnavailableError
from tools.domain.runs import Happening, Run, RunStatus
from tools.domain.threads import Interrupt
from tools.domain.turns import TurnAnswer
from tools.ports.store import UnitOfWork
from tools.studio.studio import Studio

_log = logging.getLogger(__name__)
_TURN_FAILED = "TURN_FAILED"
_FAILED = "This turn failed inside: {reason} What was done before stays. Say it again to retry."
_INTERNAL = frozenset({"psycopg", "psycopg_pool", "procrastinate"})
"""Packages whose errors quote statements and addresses, which stay in the log."""
_GIVEN_UP = "The service was interrupted here several times; I gave this up. Say it again to retry."
_OLD_GRAPH = "This waited for an approval through an update of the service. Say it again, please."


@dataclass(frozen=True, kw_only=True)
class TurnDrive:
    """The collaborators that every turn of this process shares."""

    studio: Studio
    model: Runnable[LanguageModelInput, AIMessage]
    catalog: Mapping[str, Tool[Any]]
    checkpoints: BaseCheckpointSaver[Any]
    graph: DirectorGraph

    async def fresh(self, run: Run) -> None:
        """Drive a turn from its beginning."""
        await self._guarded(run, _first_input(run))

    async def answered(self, run: Run, interrupt: Interrupt) -> None:
        """Drive a turn on from an answered approval."""
        await self._guarded(run, Command(resume=interrupt.answer))

    async def again(self, run: Run) -> None:
        """Drive on a turn whose process died: from its checkpoint, else from its beginning."""
        saved = await self.checkpoints.aget_tuple(_config(run))
        if saved is None:
            await self.fresh(run)
        elif saved.checkpoint["channel_values"].get("graph_version") != GRAPH_VERSION:
            await self._fail(run, _OLD_GRAPH, "GRAPH_CHANGED")
        else:
            answer = await self._unused_answer(run)
            await self._guarded(run, Command(resume=answer) if answer else None)

    async def give_up(self, run: Run) -> None:
        await self._fail(run, _GIVEN_UP, "INTERRUPTED_TOO_OFTEN")

    async def outcome(self, actor: Actor, run_id: UUID) -> TurnAnswer:
        """The stored answer of a turn that ended or waits. Raises `StudioError` if it failed."""
        async with self.studio.store.read(actor) as work:
            run = await work.runs.get(actor, run_id)
        if run.status == "failed":
            error = {"detail": "The turn failed.", "code": _TURN_FAILED, **(run.error or {})}
            kind = UnavailableError if error["code"] == _TURN_FAILED else StudioError
            raise kind(error["detail"], code=error["code"])
        if run.result is None:
            return TurnAnswer(thread_id=cast(UUID, run.thread_id), run_id=run.id, message="")
        return TurnAnswer.model_validate(run.result)

    async def close(
        self, work: UnitOfWork, actor: Actor, run: Run, status: RunStatus, words: str
    ) -> None:
        """End an unfinished turn, whoever drives it, with a sentence in the conversation."""
        earlier = TurnAnswer.model_validate(run.result) if run.result else None
        calls = [
            {**call.model_dump(mode="json"), "status": "rejected", "result": {"rejected": True}}
            if call.status == "awaiting_approval"
            else call.model_dump(mode="json")
            for call in (earlier.tool_calls if earlier else [])
        ]
        answer = TurnAnswer.model_validate(
            {"thread_id": run.thread_id, "run_id": run.id, "message": words, "tool_calls": calls}
        )
        await self._store(work, actor, run, answer, status, [], fenced=False)

    async def _guarded(self, run: Run, given: DirectorState | Command[Any] | None) -> None:
        try:
            await self._drive(run, given)
        except StudioError as error:
            await self._fail(run, error.detail, error.code)
        except Exception as error:
            _log.exception("Turn %s failed", run.id)
            await self._fail(run, _FAILED.format(reason=_said(error)), _TURN_FAILED)

    async def _drive(self, run: Run, given: DirectorState | Command[Any] | None) -> None:
        actor = _actor_of(run)
        log = TurnLog(lambda happenings: self._append(actor, run.id, happenings))
        catalog = _allowed(self.catalog, run.input.get("tools"))
        context = DirectorContext(
            studio=self.studio,
            actor=actor,
            model=self.model,
            catalog=catalog,
            withheld=frozenset(self.catalog) - frozenset(catalog),
            log=log,
            history=await self._history(actor, run) if isinstance(given, dict) else (),
            pre_approved=frozenset(run.input.get("pre_approved", ())),
            defaults=run.input.get("defaults", {}),
            patience_s=run.input.get("patience_s"),
        )
        end = await self.graph.ainvoke(
            cast(Any, given), _config(run), context=context, durability="exit"
        )
        state = cast(DirectorState, end)
        if waiting := end.get("__interrupt__"):
            await self._hold(run, state, waiting[0].value, log)
            return
        answer = _answer(run, state)
        async with self.studio.store.begin(_writing(actor)) as work:
            project_id = state.get("project_id")
            if project_id is not None and project_id != run.project_id:
                await work.threads.change(
                    actor, cast(UUID, run.thread_id), title=None, project_id=project_id
                )
            await self._store(work, actor, run, answer, "completed", await log.take())
        await self.checkpoints.adelete_thread(str(run.id))

    async def _hold(
        self, run: Run, state: DirectorState, waiting: dict[str, Any], log: TurnLog
    ) -> None:
        """Let the turn wait for the user's approval."""
        actor, call = _actor_of(run), waiting["tool_call"]
        prompt = f"May I run {call['tool']} with {_listed(call['args'])}? It cannot be undone."
        async with self.studio.store.begin(_writing(actor)) as work:
            interrupt = await work.threads.hold(
                actor, cast(UUID, run.thread_id), run.id, prompt=prompt, tool_call=call
            )
            asked = {
                "id": str(interrupt.id),
                "kind": "approval",
                "prompt": prompt,
                "tool_call": call,
            }
            answer = _answer(run, state, message=prompt, interrupt=asked)
            happenings = [*await log.take(), Happening(type="approval.asked", data=asked)]
            if not await work.runs.settle(
                actor,
                run.id,
                "waiting",
                result=answer.model_dump(mode="json"),
                happenings=happenings,
                attempt=run.attempt,
            ):
                raise ConflictError("This turn has ended meanwhile.", code="RUN_ENDED")

    async def _fail(self, run: Run, words: str, code: str) -> None:
        actor = _actor_of(run)
        error = {"code": code, "detail": words}
        async with self.studio.store.begin(_writing(actor)) as work:
            answer = TurnAnswer(thread_id=cast(UUID, run.thread_id), run_id=run.id, message=words)
            await self._store(work, actor, run, answer, "failed", [], error)
        await self.checkpoints.adelete_thread(str(run.id))

    async def _store(
        self,
        work: UnitOfWork,
        actor: Actor,
        run: Run,
        answer: TurnAnswer,
        status: RunStatus,
        happenings: Sequence[Happening],
        error: dict[str, Any] | None = None,
        *,
        fenced: bool = True,
    ) -> None:
        """The final message, the run's end and its events, in one transaction.

        `fenced`: nothing of it where another attempt drives the run by now.
        """
        content = answer.model_dump(mode="json", exclude={"thread_id", "run_id", "message"})
        said = Happening(type="message", data=answer.model_dump(mode="json"))
        ended = Happening(type="run.ended", data={"status": status, "error": error})
        if await work.runs.settle(
            actor,
            run.id,
            status,
            result=answer.model_dump(mode="json"),
            error=error,
            happenings=[*happenings, said, ended],
            attempt=run.attempt if fenced else None,
        ):
            await work.threads.say(
                actor,
                answer.thread_id,
                role="assistant",
                text=answer.message,
                content=content,
                run_id=run.id,
            )

    async def _history(self, actor: Actor, run: Run) -> list[Any]:
        async with self.studio.store.read(actor) as work:
            latest = await work.threads.latest(
                actor, cast(UUID, run.thread_id), limit=WINDOW_MESSAGES
            )
        return remembered(latest)

    async def _append(self, actor: Actor, run_id: UUID, happenings: Sequence[Happening]) -> None:
        async with self.studio.store.begin(_writing(actor)) as work:
            await work.runs.append(actor, run_id, happenings)

    async def _unused_answer(self, run: Run) -> dict[str, Any] | None:
        """The answer of an approval that the dead process had taken but not acted upon."""
        async with self.studio.store.read(_actor_of(run)) as work:
            return await work.threads.last_answer(_actor_of(run), run.id)


def _allowed(
    catalog: Mapping[str, Tool[Any]], names: Sequence[str] | None
) -> Mapping[str, Tool[Any]]:
    """The tools that a turn may call; a call of another one finds nothing and changes nothing."""
    if names is None:
        return catalog
    return {name: tool for name, tool in catalog.items() if name in names}


def _first_input(run: Run) -> DirectorState:
    return DirectorState(
        project_id=run.project_id,
        pictures=run.input.get("pictures", []),
        calls=[],
        artifacts=[],
        generation_id=None,
    )


def _config(run: Run) -> RunnableConfig:
    return {"configurable": {"thread_id": str(run.id)}}


def _actor_of(run: Run) -> Actor:
    role = cast(Role, run.input.get("role", "owner"))
    return Actor(workspace=run.workspace_id, user=run.user_id, role=role, run_id=run.id)


def _writing(actor: Actor) -> Actor:
    """The service itself writes the conversation, also that of someone who may only look."""
    return Actor(workspace=actor.workspace, user=actor.user, run_id=actor.run_id)


def _answer(
    run: Run,
    state: DirectorState,
    *,
    message: str | None = None,
    interrupt: dict[str, Any] | None = None,
) -> TurnAnswer:
    calls = list(state.get("calls", []))
    if interrupt:
        pending = interrupt["tool_call"]
        calls.append({**pending, "status": "awaiting_approval", "result": None})
    last = state.get("messages", [])[-1]
    return TurnAnswer.model_validate(
        {
            "thread_id": run.thread_id,
            "run_id": run.id,
            "message": last.text if message is None else message,
            "tool_calls": calls,
            "artifacts": state.get("artifacts", []),
            "generation_id": state.get("generation_id"),
            "interrupt": interrupt or _asked(run, state),
        }
    )


def _asked(run: Run, state: DirectorState) -> dict[str, Any] | None:
    """What the last tool asks the user; the next message answers it."""
    asks = state.get("asks")
    if not asks:
        return None
    options = list(asks["options"]) or None
    return {**asks, "id": str(uuid5(run.id, asks["prompt"])), "options": options}


def _listed(args: Mapping[str, Any]) -> str:
    return ", ".join(f"{name} “{value}”" for name, value in args.items()) or "no arguments"


def _said(error: Exception) -> str:
    """A failure in one clean line, without what a library may have put behind it."""
    words = str(error).strip().splitlines()
    if not words or type(error).__module__.partition(".")[0] in _INTERNAL:
        return f"{type(error).__name__}."
    return f"{words[0][:200].rstrip('.')}."
