"""The bible's characters over HTTP, under the project and at their older address."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Path, Response
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from api.dependencies import PAGE, Cursor, ExpectedVersion, Limit, StudioPort, WhoAsks
from api.routes.lists import page_up, tag
from api.routes.parameters import ProjectInQuery, RowId, RowNumber, one_project
from tools.domain.actor import Actor
from tools.domain.bible import BibleCharacter
from tools.domain.bible_lists import as_object
from tools.domain.paging import Page
from tools.studio import bible_characters
from tools.studio.studio import Studio

router = APIRouter(prefix="/api/anime", tags=["bible"])

Name = Annotated[str, Path(description="The character's whole name, in any case.")]


class _Related(BaseModel):
    """One relation of a list, with what it says."""

    model_config = ConfigDict(extra="allow")

    name: str


def _listed(field: str, items: Any) -> BeforeValidator:
    """Takes a list where the bible keeps an object, as documents of older services write it."""
    return BeforeValidator(
        partial(as_object, field), json_schema_input_type=dict[str, Any] | list[items] | None
    )


class _Traits(BaseModel):
    description: str | None = None
    visual_traits: dict[str, Any] | None = None
    personality_traits: Annotated[dict[str, Any] | None, _listed("personality_traits", Any)] = None
    relationships: Annotated[dict[str, Any] | None, _listed("relationships", _Related)] = None
    evolution_arc: Annotated[dict[str, Any] | None, _listed("evolution_arc", Any)] = None
    extra: dict[str, Any] | None = Field(None, description="Keys of your own.")


class BibleCharacterPatch(_Traits):
    """What to write; objects are merged key by key, a null removes, what is left out stays."""

    name: str | None = None


class BibleCharacterBody(_Traits):
    """A new character of the bible."""

    name: str


class OlderBibleCharacterBody(BibleCharacterBody):
    """A new character of the bible of `project_id`."""

    project_id: RowNumber | None = None


@router.post("/projects/{project_id}/bible/characters", status_code=201)
async def create_bible_character(
    project_id: RowId,
    body: BibleCharacterBody,
    studio: StudioPort,
    actor: WhoAsks,
    expected: ExpectedVersion,
    response: Response,
) -> BibleCharacter:
    """Add a character; the bible is begun where the project has none."""
    return _tagged(response, await _create(studio, actor, project_id, body, expected))


@router.get("/projects/{project_id}/bible/characters")
async def list_bible_characters(
    project_id: RowId,
    studio: StudioPort,
    actor: WhoAsks,
    limit: Limit = PAGE,
    cursor: Cursor = None,
) -> Page[BibleCharacter]:
    return await _page(studio, actor, project_id, limit, cursor)


@router.post("/bible/characters", status_code=201, tags=["older addresses"])
async def create_older_bible_character(
    body: OlderBibleCharacterBody,
    studio: StudioPort,
    actor: WhoAsks,
    expected: ExpectedVersion,
    response: Response,
    project_id: ProjectInQuery = None,
) -> BibleCharacter:
    project = one_project(body.project_id, project_id)
    return _tagged(response, await _create(studio, actor, project, body, expected))


@router.get("/bible/characters", tags=["older addresses"])
async def list_older_bible_characters(
    studio: StudioPort,
    actor: WhoAsks,
    project_id: ProjectInQuery = None,
    limit: Limit = PAGE,
    cursor: Cursor = None,
) -> Page[BibleCharacter]:
    return await _page(studio, actor, one_project(project_id), limit, cursor)


@router.get("/projects/{project_id}/bible/characters/{name:path}")
async def get_bible_character(
    project_id: RowId, name: Name, studio: StudioPort, actor: WhoAsks, response: Response
) -> BibleCharacter:
    found, version = await bible_characters.bible_character_at_version(
        studio, actor, project_id, name
    )
    tag(response, version)
    return found


@router.put("/projects/{project_id}/bible/characters/{name:path}")
async def update_bible_character(
    project_id: RowId,
    name: Name,
    body: BibleCharacterPatch,
    studio: StudioPort,
    actor: WhoAsks,
    expected: ExpectedVersion,
    response: Response,
) -> BibleCharacter:
    """Merge into a character; `If-Match` and `ETag` are of the bible's version."""
    edit = await bible_characters.write_bible_character(
        studio,
        actor,
        project_id,
        name,
        patch=body.model_dump(exclude_unset=True),
        writing="known",
        expected=expected,
    )
    return _tagged(response, edit)


@router.delete("/projects/{project_id}/bible/characters/{name:path}", status_code=204)
async def remove_bible_character(
    project_id: RowId, name: Name, studio: StudioPort, actor: WhoAsks, expected: ExpectedVersion
) -> Response:
    await bible_characters.remove_bible_character(
        studio, actor, project_id, name, whole_name=True, expected=expected
    )
    return Response(status_code=204)


async def _create(
    studio: Studio,
    actor: Actor,
    project_id: int,
    body: BibleCharacterBody,
    expected: int | None,
) -> bible_characters.BibleCharacterEdit:
    return await bible_characters.write_bible_character(
        studio,
        actor,
        project_id,
        body.name,
        patch=body.model_dump(exclude_unset=True, exclude={"project_id"}),
        writing="new",
        expected=expected,
    )


def _tagged(response: Response, edit: bible_characters.BibleCharacterEdit) -> BibleCharacter:
    tag(response, edit.version)
    return edit.character


async def _page(
    studio: Studio, actor: Actor, project_id: int, limit: int, cursor: str | None
) -> Page[BibleCharacter]:
    found = await bible_characters.list_bible_characters(studio, actor, project_id)
    return page_up(found, lambda character: character.id, limit, cursor)
