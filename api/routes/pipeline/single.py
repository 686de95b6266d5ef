"""The single pipeline's stages over HTTP."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, UploadFile
from fastapi.responses import JSONResponse

from api.dependencies import StudioPort, WhoAsks
from api.routes.parameters import RowId, RowNumber
from api.routes.pipeline.bodies import (
    DnaAnswer,
    ScriptBody,
    SingleScriptAnswer,
    SingleSpritesAnswer,
    SpritesBody,
    StatusAnswer,
)
from api.routes.pipeline.dna import read_dna
from api.routes.pipeline.projects import TakeNumber
from api.routes.pipeline.stages import single_script_answer, single_sprites_answer, status_answer
from api.routes.pipeline.waiting import UNDER_WAY, Patience, resting, under_way
from api.routes.uploads import RequestedWith
from tools.domain.animations import INSTIGATOR
from tools.studio.animations.advancing import StageInput, advance
from tools.studio.animations.overview import overview

router = APIRouter(prefix="/single")


@router.post("/extract-dna")
async def extract_dna(
    studio: StudioPort,
    actor: WhoAsks,
    project_id: Annotated[RowNumber, Form()],
    image: UploadFile | None = None,
    claims: Annotated[str | None, Form(max_length=20_000)] = None,
    requested_with: RequestedWith = None,
) -> DnaAnswer:
    """Stages 1 and 2 from this picture, or from what is stored where it is left out."""
    return await read_dna(
        studio,
        actor,
        project_id,
        "single",
        {"instigator": image},
        claims={INSTIGATOR: claims},
        requested_with=requested_with,
    )


@router.post("/generate-script", response_model=SingleScriptAnswer, responses=UNDER_WAY)
async def generate_script(
    body: ScriptBody, studio: StudioPort, actor: WhoAsks, patience: Patience
) -> SingleScriptAnswer | JSONResponse:
    """Stages 1, 2, 3 and 5; then the take waits for the sprites to be ordered."""
    given = StageInput(
        action_type=body.action_type,
        difficulty_tier=body.difficulty_tier,
        perspective=body.perspective,
        directions=body.directions,
    )
    take = await advance(
        studio, actor, body.project_id, "scripts", given, mode="single", patience_s=patience
    )
    return single_script_answer(take) if resting(take) else under_way(take)


@router.post("/generate-sprites", response_model=SingleSpritesAnswer, responses=UNDER_WAY)
async def generate_sprites(
    body: SpritesBody, studio: StudioPort, actor: WhoAsks, patience: Patience
) -> SingleSpritesAnswer | JSONResponse:
    """Stages 6 and 7."""
    given = StageInput(**body.model_dump(exclude={"project_id", "take"}))
    take = await advance(
        studio,
        actor,
        body.project_id,
        "sprites",
        given,
        mode="single",
        take=body.take,
        patience_s=patience,
    )
    if not resting(take):
        return under_way(take)
    return single_sprites_answer(await overview(studio, actor, body.project_id, take.number))


@router.get("/{animation_id}/status")
async def single_status(
    animation_id: RowId, studio: StudioPort, actor: WhoAsks, take: TakeNumber = None
) -> StatusAnswer:
    return status_answer(await overview(studio, actor, animation_id, take))
