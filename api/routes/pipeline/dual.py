"""The dual pipeline's stages over HTTP (seed 004, section 5)."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, UploadFile
from fastapi.responses import JSONResponse

from api.dependencies import StudioPort, WhoAsks
from api.routes.parameters import RowId, RowNumber
from api.routes.pipeline.answers import FIRST
from api.routes.pipeline.bodies import (
    ConfirmBody,
    DnaAnswer,
    DualSpritesAnswer,
    ScriptBody,
    ScriptsAnswer,
    SpritesBody,
    StatusAnswer,
    SuggestionsAnswer,
)
from api.routes.pipeline.dna import read_dna
from api.routes.pipeline.projects import TakeNumber
from api.routes.pipeline.stages import (
    dual_sprites_answer,
    scripts_answer,
    status_answer,
    suggestions_answer,
)
from api.routes.pipeline.waiting import UNDER_WAY, Patience, resting, under_way
from api.routes.uploads import RequestedWith
from tools.domain.animations import INSTIGATOR
from tools.studio.animations.advancing import StageInput, advance
from tools.studio.animations.keeping import not_dual
from tools.studio.animations.overview import overview

router = APIRouter(prefix="/dual")


@router.post("/extract-dna")
async def extract_dual_dna(
    studio: StudioPort,
    actor: WhoAsks,
    project_id: Annotated[RowNumber, Form()],
    instigator_image: UploadFile | None = None,
    responder_image: UploadFile | None = None,
    claims: Annotated[str | None, Form(max_length=20_000)] = None,
    responder_claims: Annotated[str | None, Form(max_length=20_000)] = None,
    requested_with: RequestedWith = None,
) -> DnaAnswer:
    """Stage 1b from these pictures, or from what is stored where they are left out."""
    return await read_dna(
        studio,
        actor,
        project_id,
        "dual",
        {"instigator": instigator_image, "responder": responder_image},
        claims={INSTIGATOR: claims, FIRST: responder_claims},
        requested_with=requested_with,
    )


@router.post("/generate-script", response_model=SuggestionsAnswer, responses=UNDER_WAY)
async def generate_dual_script(
    body: ScriptBody, studio: StudioPort, actor: WhoAsks, patience: Patience
) -> SuggestionsAnswer | JSONResponse:
    """Stages 1b, 3 and 4; then the take waits for the responder's action."""
    given = StageInput(
        action_type=body.action_type,
        difficulty_tier=body.difficulty_tier,
        perspective=body.perspective,
        directions=body.directions,
    )
    take = await advance(
        studio, actor, body.project_id, "suggestions", given, mode="dual", patience_s=patience
    )
    return suggestions_answer(take) if resting(take) else under_way(take)


@router.post("/confirm-responder", response_model=ScriptsAnswer, responses=UNDER_WAY)
async def confirm_responder(
    body: ConfirmBody, studio: StudioPort, actor: WhoAsks, patience: Patience
) -> ScriptsAnswer | JSONResponse:
    """Stages 6 and 7; another action than the one confirmed opens a new take."""
    take = await advance(
        studio,
        actor,
        body.project_id,
        "scripts",
        StageInput(choice=body.responder_action),
        mode="dual",
        take=body.take,
        patience_s=patience,
    )
    return scripts_answer(take) if resting(take) else under_way(take)


@router.post("/generate-sprites", response_model=DualSpritesAnswer, responses=UNDER_WAY)
async def generate_dual_sprites(
    body: SpritesBody, studio: StudioPort, actor: WhoAsks, patience: Patience
) -> DualSpritesAnswer | JSONResponse:
    """Stages 8 and 9 side by side, then 10."""
    given = StageInput(**body.model_dump(exclude={"project_id", "take"}))
    take = await advance(
        studio,
        actor,
        body.project_id,
        "sprites",
        given,
        mode="dual",
        take=body.take,
        patience_s=patience,
    )
    if not resting(take):
        return under_way(take)
    return dual_sprites_answer(await overview(studio, actor, body.project_id, take.number))


@router.get("/{animation_id}/status")
async def dual_status(
    animation_id: RowId, studio: StudioPort, actor: WhoAsks, take: TakeNumber = None
) -> StatusAnswer:
    seen = await overview(studio, actor, animation_id, take)
    if seen.animation.generation_mode != "dual":
        raise not_dual()
    return status_answer(seen)
