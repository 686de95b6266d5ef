"""Batches of generations over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from fastapi import APIRouter, Response
from pydantic import AliasChoices, Field

from api.dependencies import StudioPort, WhoAsks
from api.routes.generation_answers import GenerationAnswer, taken_answer
from api.routes.generations import TAKEN, GenerateBody, IdempotencyKey
from api.routes.parameters import RowNumber
from tools.domain.idempotency import once
from tools.domain.scenes import MAIN_BRANCH
from tools.studio.batches import BatchItem, order_batch

router = APIRouter(prefix="/api/anime/batch", tags=["generation"])


class BatchItemBody(GenerateBody):
    """One generation of a batch, as an order of its own: of a character, or of a scene."""

    character: str = Field("", validation_alias=AliasChoices("character", "character_name"))
    scene_id: RowNumber | None = None
    scene_number: int | None = None
    branch: str = Field(MAIN_BRANCH, validation_alias=AliasChoices("branch", "branch_name"))

    def item(self, at: str) -> BatchItem:
        return BatchItem(
            at=at,
            wish=self.wish(),
            project_id=self.project_id,
            character=self.character,
            scene_id=self.scene_id,
            scene_number=self.scene_number,
            branch=self.branch,
        )


class BatchBody(BatchItemBody):
    """Up to 100 generations: `items`, each an order or a character's name; one for each of
    `characters`; one for each of the scenes `scene_ids` or `scene_numbers`.

    What stands beside them (`project_id`, `scene_description`, `style` and the other fields of an
    order) counts for every one that does not say it itself.
    """

    items: list[BatchItemBody | str] = Field(default_factory=list[BatchItemBody | str])
    characters: list[str] = Field(
        [], validation_alias=AliasChoices("characters", "character_names")
    )
    scene_ids: list[RowNumber] = Field(default_factory=list[RowNumber])
    scene_numbers: list[int] = Field(default_factory=list[int])

    def ordered(self) -> list[BatchItem]:
        """Every generation, in the order above."""
        return [self._completed(one).item(at) for at, one in self._said()]

    def _said(self) -> Iterator[tuple[str, BatchItemBody]]:
        for at, one in enumerate(self.items):
            named = _item(character=one) if isinstance(one, str) else one
            yield f"$.items[{at}]", named
        for at, name in enumerate(self.characters):
            yield f"$.characters[{at}]", _item(character=name)
        for at, scene_id in enumerate(self.scene_ids):
            yield f"$.scene_ids[{at}]", _item(scene_id=scene_id)
        for at, number in enumerate(self.scene_numbers):
            yield f"$.scene_numbers[{at}]", _item(scene_number=number)

    def _completed(self, item: BatchItemBody) -> BatchItemBody:
        """With what was said for all."""
        for_all = _SHARED & self.model_fields_set - item.model_fields_set
        return item.model_copy(update={name: getattr(self, name) for name in for_all})


def _item(**said: Any) -> BatchItemBody:
    return BatchItemBody.model_validate(said)


_SHARED = BatchItemBody.model_fields.keys() - {"character", "scene_id", "scene_number"}


@router.post("/generate", status_code=202, responses=TAKEN)
async def generate_batch(
    body: BatchBody,
    studio: StudioPort,
    actor: WhoAsks,
    response: Response,
    idempotency_key: IdempotencyKey = None,
) -> GenerationAnswer:
    """Order many generations at once, all or none; follow them as one, or one by one.

    It is completed when all of them have ended and any was made; `counts` say how many were.
    """
    key = once(idempotency_key, "batch", body.model_dump(mode="json"))
    return taken_answer(response, await order_batch(studio, actor, body.ordered(), once=key))
