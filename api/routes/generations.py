"""Generations over HTTP: ordered, repeated, followed, ended."""

from __future__ import annotations

from dataclasses import fields
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Header, Response
from fastapi.responses import StreamingResponse
from pydantic import AliasChoices, BaseModel, Field

from api.dependencies import StudioPort, WhoAsks
from api.routes.generation_answers import (
    GenerationAnswer,
    orchestrated_answer,
    take_answer,
    taken_answer,
)
from api.routes.parameters import RowNumber
from api.wires.sse import run_stream
from tools.domain.actor import Actor
from tools.domain.generations import (
    ITERATIONS,
    QUALITY_THRESHOLD,
    SEED_MOST,
    Changes,
    Mode,
)
from tools.domain.idempotency import once
from tools.domain.provenance import MetadataChoice
from tools.domain.queues import BATCH
from tools.studio import generation, ordering, repeating
from tools.studio.animations.overview import take_of_run
from tools.studio.orchestrating import orchestration_of
from tools.studio.queue import eta_of
from tools.studio.studio import Studio

router = APIRouter(prefix="/api", tags=["generation"])

IdempotencyKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        description="The same key with the same body is one generation for 24 hours.",
    ),
]
TAKEN: dict[int | str, dict[str, Any]] = {
    202: {
        "description": "Taken; follow it at Location.",
        "headers": {"Location": {"schema": {"type": "string"}}},
    }
}
_WISHED = {field.name for field in fields(ordering.ImageWish)} - {"companions", "priority"}
_WITH_DEFAULT = frozenset({"mode", "quality_threshold", "max_iterations"})
"""What the character's own preferences may set where the body does not say it."""


class GenerateBody(BaseModel):
    """An order. `prompt` stands in place of the words that the character's definition gives.

    `frames`, or else `duration` in seconds, makes a clip at 24 frames a second. `comfyui_workflow`
    (or `workflow`) is a registered workflow's name, `style` a saved style's name or words.
    Without `project_id` the character's name must be unique in the workspace. What the body leaves
    open is taken from the character's `generation_preferences`, not from the user's own:
    `generate-preferred` follows those too.
    """

    character: str = Field(validation_alias=AliasChoices("character", "character_name"))
    project_id: RowNumber | None = None
    prompt: str = ""
    negative_prompt: str | None = None
    scene_description: str = ""
    style: str = ""
    duration: float | None = None
    frames: int | None = None
    width: int | None = None
    height: int | None = None
    workflow: str | None = Field(
        None, validation_alias=AliasChoices("comfyui_workflow", "workflow")
    )
    seed: int | None = Field(None, ge=0, le=SEED_MOST)
    mode: Mode = Field(
        "consistency_priority", validation_alias=AliasChoices("mode", "generation_mode")
    )
    quality_threshold: float = QUALITY_THRESHOLD
    max_iterations: int = ITERATIONS
    candidates: int | None = None
    companions: list[str] = []
    denoise: float | None = None
    steps: int | None = None
    cfg: float | None = None
    backend: str | None = None
    metadata: MetadataChoice | None = None
    priority: Literal["person", "batch"] = "person"
    callback_url: str | None = Field(None, description="Told, signed, when it has ended.")

    def wish(self) -> ordering.ImageWish:
        left_open = _WITH_DEFAULT - self.model_fields_set
        said = self.model_dump(include=_WISHED - left_open)
        urgency = BATCH if self.priority == "batch" else None
        return ordering.ImageWish(**said, companions=tuple(self.companions), priority=urgency)


@router.post("/generate", status_code=202, responses=TAKEN)
async def generate(
    body: GenerateBody,
    studio: StudioPort,
    actor: WhoAsks,
    response: Response,
    idempotency_key: IdempotencyKey = None,
) -> GenerationAnswer:
    """Order a picture or a clip; the answer says who draws it."""
    key = once(idempotency_key, "generate", body.model_dump(mode="json"))
    made, _ = await ordering.order_image(
        studio, actor, body.project_id, body.character, body.wish(), once=key
    )
    return taken_answer(response, made)


@router.post("/generations/{generation_id}/regenerate", status_code=202, responses=TAKEN)
async def regenerate(
    generation_id: UUID,
    studio: StudioPort,
    actor: WhoAsks,
    response: Response,
    body: Changes | None = None,
    idempotency_key: IdempotencyKey = None,
) -> GenerationAnswer:
    """Make the picture again: same seed, parameters and definition, but for what the body says."""
    changes = body or Changes()
    said = changes.model_dump(mode="json", exclude_unset=True)
    key = once(idempotency_key, f"regenerate {generation_id}", said)
    return taken_answer(
        response, await repeating.repeat(studio, actor, generation_id, changes, once=key)
    )


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
    return run_stream(studio, actor, generation_id, last_event)


@router.post("/generations/{generation_id}/cancel")
async def cancel(generation_id: UUID, studio: StudioPort, actor: WhoAsks) -> GenerationAnswer:
    """End it, wherever it is drawn; one that has ended stays as it is."""
    await _found(studio, actor, generation_id)
    await generation.cancel_run(studio, actor, generation_id)
    return await _found(studio, actor, generation_id)


async def _found(studio: Studio, actor: Actor, run_id: UUID) -> GenerationAnswer:
    """Raises `NotFoundError` (`GENERATION_NOT_FOUND`)."""
    performed = await take_of_run(studio, actor, run_id)
    if performed is not None:
        return take_answer(*performed, await eta_of(studio, actor, performed[0]))
    made = await generation.get_generation(studio, actor, run_id)
    told = await orchestration_of(studio, actor, made)
    return orchestrated_answer(made, told, await eta_of(studio, actor, made.run))
