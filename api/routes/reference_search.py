"""Searches among all pictures, over HTTP."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request
from pydantic import AliasChoices, BaseModel, BeforeValidator, Field

from api.dependencies import StudioPort, WhoAsks
from api.routes.given import documented, given
from api.routes.parameters import RowNumber
from tools.studio.likeness import NEIGHBOURS
from tools.studio.limits import TEXT_CHARACTERS_MOST
from tools.studio.reference_search import Found, Sought, search_references

router = APIRouter(prefix="/api/anime/references", tags=["consistency"])

LIMIT_MOST = 50


def _said(value: object) -> object:
    """A field that is there and says nothing is left out."""
    return None if isinstance(value, str) and not value.strip() else value


Text = Annotated[str, Field(max_length=TEXT_CHARACTERS_MOST)]
Words = Annotated[Text | None, BeforeValidator(_said)]


class SearchBody(BaseModel):
    """One of `query`, `image` (or a file in a form), `character` and `character_id`.

    Without `project_id` all projects are searched; a character's own, if it is looked for.
    """

    query: Words = Field(None, validation_alias=AliasChoices("query", "text"))
    image: Words = Field(None, validation_alias=AliasChoices("image", "asset", "image_path"))
    character: Words = Field(None, validation_alias=AliasChoices("character", "character_name"))
    character_id: RowNumber | None = None
    project_id: RowNumber | None = None
    limit: int = Field(NEIGHBOURS, ge=1, le=LIMIT_MOST)


class NearAnswer(BaseModel):
    """A picture that was found; `similarity` is the cosine in the space, -1 to 1."""

    similarity: float
    picture_id: UUID
    label: str
    sha256: str
    url: str
    character_id: int | None
    character: str | None
    project_id: int | None


class SearchAnswer(BaseModel):
    """The pictures, the most alike first; never fewer than `limit` where there are that many in
    the space. `project_id` is where was searched, null for the whole workspace."""

    items: list[NearAnswer]
    space: str
    by: str
    project_id: int | None


@router.post("/search", openapi_extra=documented(SearchBody))
async def search(request: Request, studio: StudioPort, actor: WhoAsks) -> SearchAnswer:
    """Find pictures by words, by a picture, or by a character's canonical reference."""
    said = await given(request, SearchBody)
    body = said.body
    found = await search_references(
        studio,
        actor,
        Sought(
            query=body.query,
            image=body.image,
            upload=said.upload,
            character=body.character,
            character_id=body.character_id,
        ),
        project_id=body.project_id,
        limit=body.limit,
    )
    return _answer(found)


def _answer(found: Found) -> SearchAnswer:
    return SearchAnswer(
        items=[
            NearAnswer(**one.model_dump(), url=f"/api/assets/{one.sha256}") for one in found.near
        ],
        space=found.space,
        by=found.by,
        project_id=found.project_id,
    )
