"""Style templates over HTTP: kept with their history, shared, applied to characters."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field

from api.dependencies import PAGE, Cursor, ExpectedVersion, Limit, StudioPort, WhoAsks
from api.routes.characters import VersionAnswer
from api.routes.parameters import RowId, RowNumber
from api.routes.template_answers import (
    AppliedAnswer,
    TemplateBody,
    TemplatePatch,
    applied_answer,
    tagged,
    versions_answer,
)
from tools.domain.paging import Page
from tools.domain.styles import StyleTemplate
from tools.studio import template_applying, templates
from tools.studio.templates import STYLES

router = APIRouter(prefix="/api/anime", tags=["templates"])


class StyleTemplateBody(TemplateBody):
    """A new style template; `generation_params` may hold `style`, `lighting`, `palette`,
    `aspect_ratio`, `width`, `height`, `quality`, `quality_threshold`, `max_iterations`,
    `negative_prompt`, `mode`, `seed`, `steps`, `cfg`, `denoise`, `checkpoint`, `loras` and more;
    keys of your own are kept and do nothing."""

    generation_params: dict[str, Any] = Field(default_factory=dict[str, Any])


class StyleTemplatePatch(TemplatePatch):
    """Changes to a style template."""

    generation_params: dict[str, Any] | None = None


class ApplyBody(BaseModel):
    """Which style template to apply."""

    template_id: RowNumber


@router.post("/style-templates", status_code=201)
async def create_style_template(
    body: StyleTemplateBody, studio: StudioPort, actor: WhoAsks, response: Response
) -> StyleTemplate:
    made = await templates.create_template(studio, actor, STYLES, **body.model_dump())
    return tagged(response, made)


@router.get("/style-templates")
async def list_style_templates(
    studio: StudioPort, actor: WhoAsks, limit: Limit = PAGE, cursor: Cursor = None
) -> Page[StyleTemplate]:
    """The workspace's own, and those that other workspaces share."""
    return await templates.list_templates(studio, actor, STYLES, limit=limit, cursor=cursor)


@router.get("/style-templates/{template_id}")
async def get_style_template(
    template_id: RowId, studio: StudioPort, actor: WhoAsks, response: Response
) -> StyleTemplate:
    return tagged(response, await templates.get_template(studio, actor, STYLES, template_id))


@router.put("/style-templates/{template_id}")
async def update_style_template(
    template_id: RowId,
    body: StyleTemplatePatch,
    studio: StudioPort,
    actor: WhoAsks,
    expected: ExpectedVersion,
    response: Response,
) -> StyleTemplate:
    """Merge into the template; a change raises the version and keeps the old one."""
    edit = await templates.update_template(
        studio, actor, STYLES, template_id, patch=body.changes(), expected=expected
    )
    return tagged(response, edit.template)


@router.delete("/style-templates/{template_id}", status_code=204)
async def delete_style_template(
    template_id: RowId, studio: StudioPort, actor: WhoAsks, expected: ExpectedVersion
) -> Response:
    """Characters that it was applied to keep what they took."""
    await templates.delete_template(studio, actor, STYLES, template_id, expected=expected)
    return Response(status_code=204)


@router.get("/style-templates/{template_id}/versions")
async def list_style_template_versions(
    template_id: RowId,
    studio: StudioPort,
    actor: WhoAsks,
    limit: Limit = PAGE,
    cursor: Cursor = None,
) -> Page[VersionAnswer]:
    """Every version as it was written, newest first."""
    return versions_answer(
        *await templates.template_versions(
            studio, actor, STYLES, template_id, limit=limit, cursor=cursor
        )
    )


@router.post("/style-templates/{template_id}/restore/{version}")
async def restore_style_template(
    template_id: RowId,
    version: RowId,
    studio: StudioPort,
    actor: WhoAsks,
    expected: ExpectedVersion,
    response: Response,
) -> StyleTemplate:
    """Write an earlier version again, as the next one."""
    edit = await templates.restore_template(
        studio, actor, STYLES, template_id, version, expected=expected
    )
    return tagged(response, edit.template)


@router.post("/characters/{character_id}/apply-template")
async def apply_style_template(
    character_id: RowId,
    body: ApplyBody,
    studio: StudioPort,
    actor: WhoAsks,
    expected: ExpectedVersion,
    response: Response,
) -> AppliedAnswer:
    """Have the character drawn in a saved style from now on."""
    done = await template_applying.apply_style(
        studio, actor, character_id, body.template_id, expected=expected
    )
    return applied_answer(response, done)
