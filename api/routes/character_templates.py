"""Character templates over HTTP: kept with their history, shared, applied, made of characters."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field

from api.dependencies import PAGE, Cursor, ExpectedVersion, Limit, StudioPort, WhoAsks
from api.routes.characters import VersionAnswer
from api.routes.parameters import RowId
from api.routes.template_answers import (
    AppliedAnswer,
    TemplateBody,
    TemplatePatch,
    applied_answer,
    tagged,
    versions_answer,
)
from tools.domain.character_templates import CharacterTemplate
from tools.domain.paging import Page
from tools.studio import template_applying, templates
from tools.studio.templates import CHARACTERS

router = APIRouter(prefix="/api/anime", tags=["templates"])


class CharacterTemplateBody(TemplateBody):
    """A new character template: all of a character but its name."""

    appearance: dict[str, Any] = Field(default_factory=dict[str, Any])
    generation_prompts: dict[str, Any] = Field(default_factory=dict[str, Any])
    rendering: dict[str, Any] = Field(default_factory=dict[str, Any])
    generation_preferences: dict[str, Any] = Field(default_factory=dict[str, Any])


class CharacterTemplatePatch(TemplatePatch):
    """Changes to a character template."""

    appearance: dict[str, Any] | None = None
    generation_prompts: dict[str, Any] | None = None
    rendering: dict[str, Any] | None = None
    generation_preferences: dict[str, Any] | None = None


class SaveBody(BaseModel):
    """How the new template is called; without a name as the character is."""

    name: str | None = None
    description: str | None = None
    shared: bool = False


@router.post("/templates/character", status_code=201)
async def create_character_template(
    body: CharacterTemplateBody, studio: StudioPort, actor: WhoAsks, response: Response
) -> CharacterTemplate:
    made = await templates.create_template(studio, actor, CHARACTERS, **body.model_dump())
    return tagged(response, made)


@router.get("/templates/character")
async def list_character_templates(
    studio: StudioPort, actor: WhoAsks, limit: Limit = PAGE, cursor: Cursor = None
) -> Page[CharacterTemplate]:
    """The workspace's own, and those that other workspaces share."""
    return await templates.list_templates(studio, actor, CHARACTERS, limit=limit, cursor=cursor)


@router.get("/templates/character/{template_id}")
async def get_character_template(
    template_id: RowId, studio: StudioPort, actor: WhoAsks, response: Response
) -> CharacterTemplate:
    return tagged(response, await templates.get_template(studio, actor, CHARACTERS, template_id))


@router.put("/templates/character/{template_id}")
async def update_character_template(
    template_id: RowId,
    body: CharacterTemplatePatch,
    studio: StudioPort,
    actor: WhoAsks,
    expected: ExpectedVersion,
    response: Response,
) -> CharacterTemplate:
    """Merge into the template; a change raises the version and keeps the old one."""
    edit = await templates.update_template(
        studio, actor, CHARACTERS, template_id, patch=body.changes(), expected=expected
    )
    return tagged(response, edit.template)


@router.delete("/templates/character/{template_id}", status_code=204)
async def delete_character_template(
    template_id: RowId, studio: StudioPort, actor: WhoAsks, expected: ExpectedVersion
) -> Response:
    """Characters that it was applied to keep what they took."""
    await templates.delete_template(studio, actor, CHARACTERS, template_id, expected=expected)
    return Response(status_code=204)


@router.get("/templates/character/{template_id}/versions")
async def list_character_template_versions(
    template_id: RowId,
    studio: StudioPort,
    actor: WhoAsks,
    limit: Limit = PAGE,
    cursor: Cursor = None,
) -> Page[VersionAnswer]:
    """Every version as it was written, newest first."""
    return versions_answer(
        *await templates.template_versions(
            studio, actor, CHARACTERS, template_id, limit=limit, cursor=cursor
        )
    )


@router.post("/templates/character/{template_id}/restore/{version}")
async def restore_character_template(
    template_id: RowId,
    version: RowId,
    studio: StudioPort,
    actor: WhoAsks,
    expected: ExpectedVersion,
    response: Response,
) -> CharacterTemplate:
    """Write an earlier version again, as the next one."""
    edit = await templates.restore_template(
        studio, actor, CHARACTERS, template_id, version, expected=expected
    )
    return tagged(response, edit.template)


@router.post("/characters/{character_id}/apply-template/{template_id}")
async def apply_character_template(
    character_id: RowId,
    template_id: RowId,
    studio: StudioPort,
    actor: WhoAsks,
    expected: ExpectedVersion,
    response: Response,
) -> AppliedAnswer:
    """Merge a character template into the character; a changed look opens a new design."""
    done = await template_applying.apply_character_template(
        studio, actor, character_id, template_id, expected=expected
    )
    return applied_answer(response, done)


@router.post("/characters/{character_id}/save-as-template", status_code=201)
async def save_as_template(
    character_id: RowId,
    studio: StudioPort,
    actor: WhoAsks,
    response: Response,
    body: SaveBody | None = None,
) -> CharacterTemplate:
    """A template that makes characters like this one."""
    said = body or SaveBody()
    made = await template_applying.save_as_template(
        studio, actor, character_id, **said.model_dump()
    )
    return tagged(response, made)
