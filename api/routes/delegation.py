"""Tasks that another agent hands over."""

from __future__ import annotations

import json
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Header, Response
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, Field

from api.dependencies import DirectorPort, StudioPort, WhoAsks
from api.routes.director import CommandContext, defaults_of
from api.wires.sse import run_stream
from graph.director.turns import Message
from tools.domain.actor import Actor
from tools.domain.errors import InvalidError
from tools.domain.queues import priority_said
from tools.domain.runs import Run, RunStatus
from tools.domain.threads import MESSAGE_CHARACTERS_MOST
from tools.domain.turns import TurnAnswer
from tools.domain.webhooks import Callback, callback_url
from tools.studio import threads
from tools.studio.limits import within_message_limit
from tools.studio.studio import Studio
from tools.studio.webhooks import callback_of

router = APIRouter(prefix="/api/anime/echo/delegate", tags=["delegation"])
_WORDS = ("message", "task", "instruction", "description", "text")


class DelegationBody(BaseModel):
    """`task` is words, or an object that holds them as `message`, `task` or `description`.

    `callback_url` is told, signed, when the task has ended or waits, and when what it ordered has
    ended. `priority` is that of what it orders: low, normal (as without), high, or a number.
    """

    task: Annotated[str, Field(max_length=MESSAGE_CHARACTERS_MOST)] | dict[str, Any]
    context: CommandContext = CommandContext()
    conversation_id: str | None = Field(None, max_length=100)
    callback_url: str | None = Field(None, max_length=2_000)
    priority: int | str | None = None


class DelegationAnswer(BaseModel):
    """How far a delegated task is; `answer` is the turn's when it has ended or waits.

    `callback` is how the telling of its end, and of what it ordered, went so far.
    """

    id: UUID
    status: RunStatus
    progress: float
    conversation_id: UUID | None
    answer: TurnAnswer | None = None
    error: dict[str, Any] | None = None
    callback: Callback | None = None


@router.post("", status_code=202)
async def delegate(
    body: DelegationBody,
    studio: StudioPort,
    director: DirectorPort,
    actor: WhoAsks,
    response: Response,
) -> DelegationAnswer:
    """Take a task; its turn starts at once and does not wait for the pictures that it orders."""
    url = callback_url(body.callback_url) if body.callback_url else None
    priority = _priority_of(body.priority)
    words, project_id = _words_of(body.task), body.context.project_id
    within_message_limit(words)
    thread = (
        await threads.thread_of_caller(studio, actor, body.conversation_id, project_id=project_id)
        if body.conversation_id
        else await threads.open_thread(studio, actor, project_id=project_id)
    )
    said = Message(
        text=words,
        project_id=project_id,
        patience_s=0,
        defaults=defaults_of(body.context),
        callback_url=url,
        priority=priority,
    )
    run_id = await director.say(actor, thread.id, said)
    response.headers["Location"] = f"{router.prefix}/{run_id}"
    return await _answer(studio, actor, await threads.get_turn(studio, actor, run_id))


@router.get("/{task_id}")
async def get_task(task_id: UUID, studio: StudioPort, actor: WhoAsks) -> DelegationAnswer:
    return await _answer(studio, actor, await threads.get_turn(studio, actor, task_id))


@router.get(
    "/{task_id}/events",
    response_class=StreamingResponse,
    responses={200: {"content": {"text/event-stream": {"schema": {"type": "string"}}}}},
)
async def follow_task(
    task_id: UUID,
    studio: StudioPort,
    actor: WhoAsks,
    last_event: Annotated[str | None, Header(alias="Last-Event-ID")] = None,
) -> StreamingResponse:
    """The task's events as they stand in the log, from `Last-Event-ID` on."""
    await threads.get_turn(studio, actor, task_id)
    return run_stream(studio, actor, task_id, last_event)


@router.post("/{task_id}/cancel")
async def cancel_task(
    task_id: UUID, studio: StudioPort, director: DirectorPort, actor: WhoAsks
) -> DelegationAnswer:
    run = await threads.get_turn(studio, actor, task_id)
    if run.thread_id and not run.ended:
        await director.cancel(actor, run.thread_id)
    return await _answer(studio, actor, await threads.get_turn(studio, actor, task_id))


async def _answer(studio: Studio, actor: Actor, run: Run) -> DelegationAnswer:
    return DelegationAnswer(
        id=run.id,
        status=run.status,
        progress=run.progress,
        conversation_id=run.thread_id,
        answer=TurnAnswer.model_validate(run.result) if run.result else None,
        error=run.error,
        callback=await callback_of(studio, actor, run.id),
    )


def _priority_of(said: int | str | None) -> int | None:
    priority = priority_said(said)
    if said is not None and said != "" and priority is None:
        raise InvalidError("priority is low, normal, high, or a whole number.", code="BAD_PRIORITY")
    return priority


def _words_of(task: str | dict[str, Any]) -> str:
    if isinstance(task, str):
        return task
    said = next((task[key] for key in _WORDS if isinstance(task.get(key), str)), None)
    return said if said is not None else json.dumps(task, ensure_ascii=False)
