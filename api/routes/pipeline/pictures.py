"""Reference pictures of an animation's characters over HTTP."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, UploadFile

from api.dependencies import StudioPort, WhoAsks
from api.routes.parameters import RowId
from api.routes.pipeline.answers import AnimationAnswer, animation_answer
from api.routes.uploads import RequestedWith, of_our_own, picture_bytes
from tools.domain.animations import INSTIGATOR, RESPONDERS_MOST, who_at
from tools.studio.animations.keeping import set_picture
from tools.studio.animations.overview import overview

router = APIRouter(prefix="/projects")


@router.post("/{animation_id}/reference-image")
async def put_reference_image(
    animation_id: RowId,
    file: UploadFile,
    studio: StudioPort,
    actor: WhoAsks,
    requested_with: RequestedWith = None,
) -> AnimationAnswer:
    """The instigator's picture; its bytes are kept as they come."""
    of_our_own(requested_with)
    await set_picture(studio, actor, animation_id, INSTIGATOR, await picture_bytes(file))
    return animation_answer(await overview(studio, actor, animation_id))


@router.post("/{animation_id}/responder-image")
async def put_responder_image(
    animation_id: RowId,
    file: UploadFile,
    studio: StudioPort,
    actor: WhoAsks,
    place: Annotated[int, Form(ge=1, le=RESPONDERS_MOST)] = 1,
    requested_with: RequestedWith = None,
) -> AnimationAnswer:
    """A responder's picture; `place` 1 is the first responder."""
    of_our_own(requested_with)
    await set_picture(studio, actor, animation_id, who_at(place), await picture_bytes(file))
    return animation_answer(await overview(studio, actor, animation_id))
