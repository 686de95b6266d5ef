"""One frame of an animation mended over HTTP."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, Field

from api.dependencies import StudioPort, WhoAsks
from api.routes.parameters import RowId
from api.routes.pipeline.answers import SheetAnswer, sheet_answer
from api.routes.pipeline.projects import TakeNumber
from tools.domain.animation.kinds import Who
from tools.domain.animation.script import FRAMES_MOST
from tools.studio.animations.mending import mend_frame

router = APIRouter()


class MendBody(BaseModel):
    """`seed` decides what chance would; a seed of its own where left out."""

    seed: Annotated[int, Field(ge=0, le=2**32 - 1)] | None = None


class MendAnswer(SheetAnswer):
    """The sheet with the new frame; all other frames are the same files as before."""

    project_id: int
    take: int
    frame_index: int
    frame_url: str
    seed: int


@router.post("/{animation_id}/frames/{who}/{index}/regenerate")
async def regenerate_frame(
    animation_id: RowId,
    who: Who,
    index: Annotated[int, Path(ge=0, lt=FRAMES_MOST)],
    studio: StudioPort,
    actor: WhoAsks,
    body: MendBody | None = None,
    facing: Annotated[
        int | None, Query(ge=0, lt=360, description="Degrees; the first facing where left out.")
    ] = None,
    take: TakeNumber = None,
) -> MendAnswer:
    """Draw one frame again and keep the rest byte for byte."""
    mended = await mend_frame(
        studio,
        actor,
        animation_id,
        who,
        index,
        facing=facing,
        take=take,
        seed=body.seed if body else None,
    )
    sheet = sheet_answer(mended.sheet)
    return MendAnswer(
        **sheet.model_dump(),
        project_id=animation_id,
        take=mended.take.number,
        frame_index=index,
        frame_url=sheet.frame_urls[index],
        seed=mended.seed,
    )
