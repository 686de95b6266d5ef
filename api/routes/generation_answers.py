"""What is answered about a generation, or about a take of an animation."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from pydantic import BaseModel

from tools.domain.animations import Take
from tools.domain.generations import Generation, PassedOver
from tools.domain.pictures import Picture
from tools.domain.provenance import Preferred
from tools.domain.runs import Run, RunStatus


class VideoAnswer(BaseModel):
    """A finished clip."""

    sha256: str
    url: str
    type: str
    frames: int
    frame_rate: int
    duration_s: float


class GenerationAnswer(BaseModel):
    """A generation, or a take of an animation; `generation_id` equals `id`.

    `image` is the picture that was kept, and a clip's first frame, `video` the clip; both only
    once it is completed, `video_path` the clip's address. `images` are all attempts' pictures.
    `passed_over` names the backends that were preferred and could not draw when it was ordered;
    `notes` are sentences for the user. `parent` is the generation that this one repeats,
    `preferences` say which preference set what.
    """

    id: UUID
    generation_id: UUID
    status: RunStatus
    progress: float
    stage: str
    eta_seconds: float | None = None
    character: str
    backend: str | None = None
    passed_over: list[PassedOver] = []
    parent: UUID | None = None
    preferences: list[Preferred] = []
    notes: list[str] = []
    cost_usd: float | None = None
    order: dict[str, Any]
    result: dict[str, Any] | None = None
    error: dict[str, Any] | None = None
    image: Picture | None = None
    images: list[Picture] = []
    video: VideoAnswer | None = None
    video_path: str | None = None
    scene_id: int | None = None


def generation_answer(made: Generation, eta_s: float | None = None) -> GenerationAnswer:
    order, video = made.order, made.result.get("video")
    return GenerationAnswer(
        id=made.id,
        generation_id=made.id,
        status=made.status,
        progress=made.run.progress,
        stage=made.run.stage,
        eta_seconds=eta_s,
        character=order.character,
        backend=order.backend,
        passed_over=list(order.passed_over),
        parent=order.parent,
        preferences=list(order.preferences),
        notes=list(made.notes),
        cost_usd=made.cost_usd,
        order=order.model_dump(mode="json"),
        result=made.run.result,
        error=made.run.error,
        image=made.best,
        images=list(made.pictures),
        video=VideoAnswer.model_validate(video) if video and made.best else None,
        video_path=video["url"] if video and made.best else None,
        scene_id=order.scene_id,
    )


def take_answer(run: Run, take: Take, eta_s: float | None = None) -> GenerationAnswer:
    return GenerationAnswer(
        id=run.id,
        generation_id=run.id,
        status=run.status,
        progress=run.progress,
        stage=run.stage,
        eta_seconds=eta_s,
        character=" and ".join(member.name for member in take.cast),
        order=take.order.model_dump() | {"project_id": take.animation_id, "take": take.number},
        result=run.result,
        error=run.error,
    )
