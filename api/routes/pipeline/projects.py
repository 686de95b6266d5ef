"""Sprite pipeline projects over HTTP."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Response
from pydantic import AliasChoices, BaseModel, ConfigDict, Field

from api.dependencies import PAGE, Cursor, ExpectedVersion, Limit, StudioPort, WhoAsks
from api.routes.lists import tag
from api.routes.parameters import ProjectInQuery, RowId, RowNumber
from api.routes.pipeline.answers import (
    AnimationAnswer,
    TakeAnswer,
    animation_answer,
    take_answer,
)
from tools.domain.animation.kinds import Directions, GenerationMode, Perspective, SpriteStyle
from tools.domain.animations import RESPONDERS_MOST, SPRITE_PX, SpriteSide
from tools.domain.paging import Page
from tools.studio.animations import keeping
from tools.studio.animations.overview import overview, overviews, takes_of

router = APIRouter(prefix="/projects")

Sha256 = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
TakeNumber = Annotated[RowNumber | None, Query(description="A take by its number.")]
Side = Field(SPRITE_PX, validation_alias=AliasChoices("sprite_px", "sprite_size"))


class AnimationBody(BaseModel):
    """A new sprite pipeline project. Characters are those of anime projects, by number.

    `reference_sha256` and `responder_sha256s` are pictures that were uploaded before.
    """

    model_config = ConfigDict(extra="ignore")

    name: str = ""
    generation_mode: GenerationMode = "single"
    perspective: Perspective = "side"
    directions: Directions = 1
    sprite_px: SpriteSide = Side
    style: SpriteStyle = "pixel"
    metadata: dict[str, Any] = {}
    project_id: RowNumber | None = None
    character_id: RowNumber | None = None
    responder_character_ids: Annotated[list[RowNumber], Field(max_length=RESPONDERS_MOST)] = []
    reference_sha256: Sha256 | None = None
    responder_sha256s: Annotated[list[Sha256], Field(max_length=RESPONDERS_MOST)] = []


class AnimationPatch(BaseModel):
    """Changes to a project; what is left out stays. Takes keep what they were opened with."""

    name: str | None = None
    generation_mode: GenerationMode | None = None
    perspective: Perspective | None = None
    directions: Directions | None = None
    sprite_px: SpriteSide | None = Field(
        None, validation_alias=AliasChoices("sprite_px", "sprite_size")
    )
    style: SpriteStyle | None = None
    metadata: dict[str, Any] | None = None
    character_id: RowNumber | None = None
    responder_character_ids: (
        Annotated[list[RowNumber], Field(max_length=RESPONDERS_MOST)] | None
    ) = None


@router.post("", status_code=201)
async def create_project(
    body: AnimationBody, studio: StudioPort, actor: WhoAsks
) -> AnimationAnswer:
    """Begin an animation of one character, or of an instigator and its responders."""
    wish = keeping.AnimationWish(**body.model_dump())
    made = await keeping.create_animation(studio, actor, wish)
    return animation_answer(await overview(studio, actor, made.id))


@router.get("")
async def list_projects(
    studio: StudioPort,
    actor: WhoAsks,
    project_id: ProjectInQuery = None,
    limit: Limit = PAGE,
    cursor: Cursor = None,
    order: Annotated[
        Literal["oldest", "newest"], Query(description="Which were made first come first, or last.")
    ] = "oldest",
) -> Page[AnimationAnswer]:
    page = await overviews(
        studio, actor, project_id=project_id, limit=limit, cursor=cursor, newest=order == "newest"
    )
    return Page(items=[animation_answer(seen) for seen in page.items], next_cursor=page.next_cursor)


@router.get("/{animation_id}")
async def get_project(
    animation_id: RowId,
    studio: StudioPort,
    actor: WhoAsks,
    response: Response,
    take: TakeNumber = None,
) -> AnimationAnswer:
    seen = await overview(studio, actor, animation_id, take)
    tag(response, seen.animation.version)
    return animation_answer(seen)


@router.get("/{animation_id}/takes")
async def list_takes(animation_id: RowId, studio: StudioPort, actor: WhoAsks) -> Page[TakeAnswer]:
    """Every take, oldest first."""
    takes = await takes_of(studio, actor, animation_id)
    return Page(items=[take_answer(take) for take in takes])


@router.put("/{animation_id}")
async def update_project(
    animation_id: RowId,
    body: AnimationPatch,
    studio: StudioPort,
    actor: WhoAsks,
    expected: ExpectedVersion,
    response: Response,
) -> AnimationAnswer:
    patch = body.model_dump(exclude_unset=True)
    await keeping.update_animation(studio, actor, animation_id, patch=patch, expected=expected)
    seen = await overview(studio, actor, animation_id)
    tag(response, seen.animation.version)
    return animation_answer(seen)


@router.delete("/{animation_id}", status_code=204)
async def delete_project(animation_id: RowId, studio: StudioPort, actor: WhoAsks) -> Response:
    """Remove it with all takes; one that is under way is cancelled."""
    await keeping.delete_animation(studio, actor, animation_id)
    return Response(status_code=204)
