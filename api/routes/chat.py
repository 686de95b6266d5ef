"""Conversations with the director over HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Header, Query, Response
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, ConfigDict, Field

from api.dependencies import PAGE, Cursor, DirectorPort, Limit, StudioPort, WhoAsks
from api.routes.parameters import RowNumber
from api.wires.ag_ui import AgUiWire
from api.wires.sse import event_stream, last_event_id, sse_line
from graph.director.turns import Message as Spoken
from tools.domain.actor import Actor
from tools.domain.paging import Page
from tools.domain.threads import MESSAGE_CHARACTERS_MOST, Answer, Decision, Message, Thread
from tools.domain.turns import TurnAnswer
from tools.studio import threads
from tools.studio.studio import Studio

router = APIRouter(prefix="/api/chat/threads", tags=["chat"])

Sha256 = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
_STREAM: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The turn's answer, or its AG-UI events with `Accept: text/event-stream`.",
        "content": {"text/event-stream": {"schema": {"type": "string"}}},
    }
}


class ThreadBody(BaseModel):
    title: str = ""
    project_id: RowNumber | None = None


class ThreadPatch(BaseModel):
    title: str | None = None
    project_id: RowNumber | None = None


class MessageContext(BaseModel):
    model_config = ConfigDict(extra="allow")

    project_id: RowNumber | None = None


class MessageBody(BaseModel):
    """What the user says. `pre_approved` names the `!` tools that may run without asking."""

    text: str = Field(max_length=MESSAGE_CHARACTERS_MOST)
    images: list[Sha256] = Field([], max_length=16)
    context: MessageContext | None = None
    pre_approved: list[str] = Field([], max_length=64)


class ResumeBody(BaseModel):
    """The answer to an approval; with `edit`, `args` replaces the call's arguments."""

    interrupt_id: UUID
    decision: Decision
    args: dict[str, Any] | None = None
    reason: str | None = Field(None, max_length=2_000)


class CancelAnswer(BaseModel):
    """`cancelled` is false where nothing was under way."""

    cancelled: bool
    run_id: UUID | None = None


@router.post("", status_code=201)
async def open_thread(body: ThreadBody, studio: StudioPort, actor: WhoAsks) -> Thread:
    return await threads.open_thread(studio, actor, title=body.title, project_id=body.project_id)


@router.get("")
async def list_threads(
    studio: StudioPort,
    actor: WhoAsks,
    limit: Limit = PAGE,
    cursor: Cursor = None,
    search: Annotated[str | None, Query(max_length=200)] = None,
) -> Page[Thread]:
    return await threads.list_threads(studio, actor, limit=limit, cursor=cursor, search=search)


@router.get("/{thread_id}")
async def get_thread(thread_id: UUID, studio: StudioPort, actor: WhoAsks) -> Thread:
    return await threads.get_thread(studio, actor, thread_id)


@router.patch("/{thread_id}")
async def change_thread(
    thread_id: UUID, body: ThreadPatch, studio: StudioPort, actor: WhoAsks
) -> Thread:
    return await threads.change_thread(
        studio, actor, thread_id, title=body.title, project_id=body.project_id
    )


@router.delete("/{thread_id}", status_code=204)
async def delete_thread(
    thread_id: UUID, studio: StudioPort, director: DirectorPort, actor: WhoAsks
) -> Response:
    await director.cancel(actor, thread_id)
    await threads.delete_thread(studio, actor, thread_id)
    return Response(status_code=204)


@router.get("/{thread_id}/messages")
async def read_messages(
    thread_id: UUID,
    studio: StudioPort,
    actor: WhoAsks,
    limit: Limit = PAGE,
    cursor: Cursor = None,
) -> Page[Message]:
    return await threads.read_messages(studio, actor, thread_id, limit=limit, cursor=cursor)


@router.post("/{thread_id}/messages", response_model=TurnAnswer, responses=_STREAM)
async def say(
    thread_id: UUID,
    body: MessageBody,
    studio: StudioPort,
    director: DirectorPort,
    actor: WhoAsks,
    accept: Annotated[str, Header()] = "application/json",
) -> TurnAnswer | StreamingResponse:
    spoken = Spoken(
        text=body.text,
        pictures=tuple(body.images),
        project_id=body.context.project_id if body.context else None,
        pre_approved=frozenset(body.pre_approved),
    )
    run_id = await director.say(actor, thread_id, spoken)
    if _wants_stream(accept):
        return event_stream(_turn(studio, actor, thread_id, run_id, 0))
    return await director.answer(actor, run_id)


@router.post("/{thread_id}/resume", response_model=TurnAnswer, responses=_STREAM)
async def resume(
    thread_id: UUID,
    body: ResumeBody,
    studio: StudioPort,
    director: DirectorPort,
    actor: WhoAsks,
    accept: Annotated[str, Header()] = "application/json",
) -> TurnAnswer | StreamingResponse:
    before = await threads.last_event_of_turn(studio, actor, thread_id)
    run_id = await director.resume(actor, thread_id, Answer.model_validate(body.model_dump()))
    if _wants_stream(accept):
        return event_stream(_turn(studio, actor, thread_id, run_id, before))
    return await director.answer(actor, run_id)


@router.post("/{thread_id}/cancel")
async def cancel(thread_id: UUID, director: DirectorPort, actor: WhoAsks) -> CancelAnswer:
    run = await director.cancel(actor, thread_id)
    return CancelAnswer(cancelled=run is not None, run_id=run.id if run else None)


@router.get("/{thread_id}/events", response_class=StreamingResponse, responses=_STREAM)
async def follow(
    thread_id: UUID,
    studio: StudioPort,
    actor: WhoAsks,
    last_event: Annotated[str | None, Header(alias="Last-Event-ID")] = None,
) -> StreamingResponse:
    """The turn in flight from `Last-Event-ID` on, then the generations that outlive it."""
    turn, _ = await threads.newest_turn(studio, actor, thread_id)
    after = last_event_id(last_event)
    missed = turn is not None and (not turn.ended or after > 0)
    return event_stream(
        _thread(studio, actor, thread_id, turn.id if turn and missed else None, after)
    )


async def _turn(
    studio: Studio, actor: Actor, thread_id: UUID, run_id: UUID, after: int
) -> AsyncIterator[bytes]:
    wire = AgUiWire(str(thread_id))
    async for event in studio.watch.follow(actor, run_id, after=after):
        for spoken in wire(event):
            yield sse_line(spoken.model_dump_json(by_alias=True, exclude_none=True), id=event.seq)


async def _thread(
    studio: Studio, actor: Actor, thread_id: UUID, run_id: UUID | None, after: int
) -> AsyncIterator[bytes]:
    if run_id:
        async for line in _turn(studio, actor, thread_id, run_id, after):
            yield line
    _, unfinished = await threads.newest_turn(studio, actor, thread_id)
    wire = AgUiWire(str(thread_id))
    for run in unfinished:
        async for event in studio.watch.follow(actor, run.id):
            for spoken in wire(event):
                yield sse_line(spoken.model_dump_json(by_alias=True, exclude_none=True))


def _wants_stream(accept: str) -> bool:
    return "text/event-stream" in accept
