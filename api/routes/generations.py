"""Generations over HTTP: how far they are, how they ended."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Header
from fastapi.responses import StreamingResponse
from pydantic import BaseModel

from api.dependencies import StudioPort, WhoAsks
from api.wires.sse import event_stream, last_event_id, sse_line
from tools.domain.actor import Actor
from tools.domain.generations import Generation
from tools.domain.pictures import Picture
from tools.domain.runs import RunStatus
from tools.studio import generation
from tools.studio.animations.overview import take_of_run
from tools.studio.studio import Studio

router = APIRouter(prefix="/api", tags=["generation"])


class GenerationAnswer(BaseModel):
    """A generation, or a take of an animation; `generation_id` equals `id`.

    `image` is the picture that was kept.
    """

    id: UUID
    generation_id: UUID
    status: RunStatus
    progress: float
    stage: str
    character: str
    order: dict[str, Any]
    result: dict[str, Any] | None = None
    error: dict[str, Any] | None = None
    image: Picture | None = None
    images: list[Picture] = []


@router.get("/status/{generation_id}")
async def get_status(generation_id: UUID, studio: StudioPort, actor: WhoAsks) -> GenerationAnswer:
    return await _found(studio, actor, generation_id)


@router.get(
    "/status/{generation_id}/events",
    response_class=StreamingResponse,
    responses={200: {"content": {"text/event-stream": {"schema": {"type": "string"}}}}},
)
async def follow_status(
    generation_id: UUID,
    studio: StudioPort,
    actor: WhoAsks,
    last_event: Annotated[str | None, Header(alias="Last-Event-ID")] = None,
) -> StreamingResponse:
    """The generation's events as they stand in the log, from `Last-Event-ID` on."""
    await _found(studio, actor, generation_id)
    return event_stream(_lines(studio, actor, generation_id, last_event_id(last_event)))


@router.post("/generations/{generation_id}/cancel")
async def cancel(generation_id: UUID, studio: StudioPort, actor: WhoAsks) -> GenerationAnswer:
    await _found(studio, actor, generation_id)
    await generation.cancel_run(studio, actor, generation_id)
    return await _found(studio, actor, generation_id)


async def _lines(studio: Studio, actor: Actor, run_id: UUID, after: int) -> AsyncIterator[bytes]:
    async for event in studio.watch.follow(actor, run_id, after=after):
        yield sse_line(event.model_dump_json(), id=event.seq)


async def _found(studio: Studio, actor: Actor, run_id: UUID) -> GenerationAnswer:
    """Raises `NotFoundError` (`GENERATION_NOT_FOUND`)."""
    performed = await take_of_run(studio, actor, run_id)
    if performed is None:
        return _answer(await generation.get_generation(studio, actor, run_id))
    run, take = performed
    names = " and ".join(member.name for member in take.cast)
    return GenerationAnswer(
        id=run.id,
        generation_id=run.id,
        status=run.status,
        progress=run.progress,
        stage=run.stage,
        character=names,
        order=take.order.model_dump() | {"project_id": take.animation_id, "take": take.number},
        result=run.result,
        error=run.error,
    )


def _answer(made: Generation) -> GenerationAnswer:
    return GenerationAnswer(
        id=made.id,
        generation_id=made.id,
        status=made.status,
        progress=made.run.progress,
        stage=made.run.stage,
        character=made.order.character,
        order=made.order.model_dump(),
        result=made.run.result,
        error=made.run.error,
        image=made.best,
        images=list(made.pictures),
    )
