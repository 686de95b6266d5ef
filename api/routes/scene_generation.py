"""A scene drawn, over HTTP."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Response
from pydantic import AliasChoices, BaseModel, Field

from api.dependencies import StudioPort, WhoAsks
from api.routes.generation_answers import GenerationAnswer, taken_answer
from api.routes.generations import TAKEN, IdempotencyKey
from api.routes.parameters import RowId
from tools.domain.generations import SEED_MOST, Mode
from tools.domain.idempotency import once
from tools.domain.provenance import MetadataChoice
from tools.domain.queues import BATCH
from tools.studio import scene_generation
from tools.studio.ordering import ImageWish

router = APIRouter(prefix="/api/anime/scenes", tags=["scenes"])


class SceneGenerateBody(BaseModel):
    """How a scene is drawn; everything may be left out.

    `frames`, or else `duration` in seconds, makes a clip at 24 frames a second; without both it is
    a picture. `scene_description` stands in place of the scene's own.
    """

    scene_description: str = ""
    prompt: str = ""
    negative_prompt: str | None = None
    style: str = ""
    duration: float | None = None
    frames: int | None = None
    width: int | None = None
    height: int | None = None
    workflow: str | None = Field(
        None, validation_alias=AliasChoices("comfyui_workflow", "workflow")
    )
    seed: Annotated[int, Field(ge=0, le=SEED_MOST)] | None = None
    mode: Mode | None = Field(None, validation_alias=AliasChoices("mode", "generation_mode"))
    quality_threshold: float | None = None
    max_iterations: int | None = None
    candidates: int | None = None
    denoise: float | None = None
    steps: int | None = None
    cfg: float | None = None
    backend: str | None = None
    metadata: MetadataChoice | None = None
    priority: Literal["person", "batch"] = "person"

    def wish(self) -> ImageWish:
        """What is said; the rest keeps the studio's defaults."""
        said = self.model_dump(exclude={"priority"}, exclude_none=True)
        return ImageWish(**said, priority=BATCH if self.priority == "batch" else None)


@router.post("/{scene_id}/generate", status_code=202, responses=TAKEN)
async def generate_scene(
    scene_id: RowId,
    studio: StudioPort,
    actor: WhoAsks,
    response: Response,
    body: SceneGenerateBody | None = None,
    idempotency_key: IdempotencyKey = None,
) -> GenerationAnswer:
    """Draw the scene with all its characters; when it is done the scene has it.

    Each character of the picture is held against its own reference: `result.characters`.
    """
    asked = body or SceneGenerateBody.model_validate({})
    said = asked.model_dump(mode="json", exclude_unset=True)
    key = once(idempotency_key, f"generate scene {scene_id}", said)
    made, _ = await scene_generation.generate_scene(studio, actor, scene_id, asked.wish(), once=key)
    return taken_answer(response, made)
