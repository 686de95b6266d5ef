"""Character sheets over HTTP."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Response
from pydantic import AliasChoices, BaseModel, Field

from api.dependencies import StudioPort, WhoAsks
from api.routes.generation_answers import GenerationAnswer, taken_answer
from api.routes.generations import TAKEN, IdempotencyKey
from api.routes.parameters import RowId
from tools.domain.generations import QUALITY_THRESHOLD, SEED_MOST
from tools.domain.idempotency import once
from tools.studio.sheets import SheetWish, order_sheet

router = APIRouter(prefix="/api/anime/characters", tags=["characters"])


class SheetBody(BaseModel):
    """How a sheet is made; everything may be left out.

    `cell_side_px` (or `width`) is the side of one picture on it, 64 to 1024; 512 where the
    embedded renderer draws. One `seed` is that of all its pictures. `callback_url` is told when
    it has ended.
    """

    style: str = ""
    seed: Annotated[int, Field(ge=0, le=SEED_MOST)] | None = None
    cell_side_px: int | None = Field(
        None, validation_alias=AliasChoices("cell_side_px", "width", "cell_side")
    )
    quality_threshold: float = QUALITY_THRESHOLD
    backend: str | None = None
    callback_url: str | None = None

    def wish(self) -> SheetWish:
        said = self.model_dump(exclude={"cell_side_px"})
        return SheetWish(**said, cell_side=self.cell_side_px)


@router.post("/{character_id}/sheet", status_code=202, responses=TAKEN)
async def make_sheet(
    character_id: RowId,
    studio: StudioPort,
    actor: WhoAsks,
    response: Response,
    body: SheetBody | None = None,
    idempotency_key: IdempotencyKey = None,
) -> GenerationAnswer:
    """Order eight poses and six expressions, each held against the canonical reference.

    A design without a reference gets its first picture, the front view, as one.
    """
    said = body or SheetBody.model_validate({})
    key = once(idempotency_key, f"sheet {character_id}", said.model_dump(mode="json"))
    return taken_answer(
        response, await order_sheet(studio, actor, character_id, said.wish(), once=key)
    )
