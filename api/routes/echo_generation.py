"""Generation as Echo orchestrates it, and how a character stands (seed 000, 6.1 and 7.3)."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Response
from pydantic import AliasChoices, BaseModel, Field

from api.dependencies import StudioPort, WhoAsks
from api.routes.director import CommandContext, mode_asked
from api.routes.generation_answers import GenerationAnswer, orchestrated_answer
from api.routes.generations import TAKEN, IdempotencyKey
from api.routes.parameters import ProjectInQuery, RowId, RowNumber
from tools.domain.generations import Mode
from tools.domain.idempotency import once
from tools.domain.orchestration import AttemptStanding, StageStanding
from tools.domain.runs import RunStatus
from tools.domain.webhooks import URL_CHARACTERS_MOST
from tools.studio import ordering
from tools.studio.finding import character_meant
from tools.studio.orchestrating import (
    CharacterStanding,
    Orchestrated,
    character_standing,
    orchestration_of,
)

router = APIRouter(prefix="/api/anime/echo", tags=["echo"])


class EchoGenerationBody(BaseModel):
    """Seed 000's request. What it leaves open comes from `user_preferences`, then from the
    character's own; `context.character_requirements` sets the mode too."""

    character_name: str = Field(validation_alias=AliasChoices("character_name", "character"))
    project_id: RowNumber | None = None
    scene_description: str = ""
    generation_mode: Mode | None = Field(
        None, validation_alias=AliasChoices("generation_mode", "mode")
    )
    quality_threshold: float | None = None
    max_iterations: int | None = None
    user_preferences: dict[str, Any] | None = Field(
        None, examples=[{"style": "photorealistic", "lighting": "dramatic"}]
    )
    callback_url: str | None = Field(
        None, max_length=URL_CHARACTERS_MOST, description="Told, signed, when it has ended."
    )
    context: CommandContext = CommandContext()

    @property
    def project(self) -> int | None:
        return self.context.project_id if self.project_id is None else self.project_id

    def wish(self) -> ordering.ImageWish:
        return ordering.ImageWish(
            scene_description=self.scene_description,
            mode=self.generation_mode or mode_asked(self.context),
            quality_threshold=self.quality_threshold,
            max_iterations=self.max_iterations,
            user_preferences=self.user_preferences,
            callback_url=self.callback_url,
            orchestrated=True,
        )


class ReferenceStanding(BaseModel):
    """The picture that stands for the character in its present design."""

    id: int
    design: str
    sha256: str
    url: str
    approved_at: datetime | None = None


class GenerationStanding(BaseModel):
    """A generation of the character, with its five stages."""

    generation_id: UUID
    status: RunStatus
    progress: float
    verdict: str | None = None
    url: str | None = None
    error: dict[str, Any] | None = None
    created_at: datetime
    finished_at: datetime | None = None
    stages: list[StageStanding]
    attempts: list[AttemptStanding]


class EchoStatusAnswer(BaseModel):
    """How a character stands: its last score, Echo's assessment, its reference, its generations.

    `verdicts` counts its stored scores by verdict; `canonical_reference` is null where the present
    design has none.
    """

    character_id: int
    character_name: str
    project_id: int
    version: int
    design: str
    consistency_score: float | None
    last_validation_date: datetime | None
    echo_assessment: dict[str, Any] | None
    canonical_reference: ReferenceStanding | None
    verdicts: dict[str, int]
    running_generation: GenerationStanding | None
    last_generation: GenerationStanding | None


@router.post("/orchestrate-generation", status_code=202, responses=TAKEN)
@router.post("/character/generate", status_code=202, responses=TAKEN)
async def generate(
    body: EchoGenerationBody,
    studio: StudioPort,
    actor: WhoAsks,
    response: Response,
    idempotency_key: IdempotencyKey = None,
) -> GenerationAnswer:
    """Take a picture through the five stages; the answer says what was understood."""
    key = once(idempotency_key, "echo generate", body.model_dump(mode="json"))
    made, _ = await ordering.order_image(
        studio, actor, body.project, body.character_name, body.wish(), once=key
    )
    response.headers["Location"] = f"/api/status/{made.id}"
    return orchestrated_answer(made, await orchestration_of(studio, actor, made))


@router.get("/character/{character_id}/status")
async def get_status(character_id: RowId, studio: StudioPort, actor: WhoAsks) -> EchoStatusAnswer:
    return _answer(await character_standing(studio, actor, character_id))


@router.get("/character-status")
async def find_status(
    studio: StudioPort,
    actor: WhoAsks,
    character_id: Annotated[RowNumber | None, Query()] = None,
    character_name: Annotated[str | None, Query(max_length=200)] = None,
    project_id: ProjectInQuery = None,
) -> EchoStatusAnswer:
    """By `character_id`, or by `character_name`, which must be unique without `project_id`."""
    meant = await character_meant(studio, actor, character_id, character_name, project_id)
    return _answer(await character_standing(studio, actor, meant))


def _answer(standing: CharacterStanding) -> EchoStatusAnswer:
    character, reference = standing.character, standing.reference
    return EchoStatusAnswer(
        character_id=character.id,
        character_name=character.name,
        project_id=character.project_id,
        version=character.version,
        design=character.design,
        consistency_score=character.consistency_score,
        last_validation_date=character.last_validation_date,
        echo_assessment=character.echo_assessment,
        canonical_reference=ReferenceStanding(
            id=reference.id,
            design=reference.design,
            sha256=reference.sha256,
            url=f"/api/assets/{reference.sha256}",
            approved_at=reference.approved_at,
        )
        if reference
        else None,
        verdicts=standing.verdicts,
        running_generation=_generation(standing.running),
        last_generation=_generation(standing.last),
    )


def _generation(told: Orchestrated | None) -> GenerationStanding | None:
    if told is None:
        return None
    run, best = told.generation.run, told.generation.best
    return GenerationStanding(
        generation_id=run.id,
        status=run.status,
        progress=run.progress,
        verdict=told.generation.result.get("verdict"),
        url=best.url if best else None,
        error=run.error,
        created_at=run.created_at,
        finished_at=run.finished_at,
        stages=list(told.orchestration.stages),
        attempts=list(told.orchestration.attempts),
    )
