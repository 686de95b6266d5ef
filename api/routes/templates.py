"""Templates over HTTP: style templates, character templates, and what applying one changed."""

from __future__ import annotations

from typing import Any, TypeVar

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field

from api.dependencies import PAGE, Cursor, ExpectedVersion, Limit, StudioPort, WhoAsks
from api.routes.characters import CharacterAnswer, VersionAnswer
from api.routes.lists import tag
from api.routes.parameters import RowId
from tools.domain.changes import FieldChange
from tools.domain.character_templates import CharacterTemplate
from tools.domain.paging import Page
from tools.domain.revisions import Revision, changes
from tools.domain.styles import StyleTemplate
from tools.domain.templates import LeftAlone, Template
from tools.studio import template_applying, templates
from tools.studio.templates import CHARACTERS, STYLES

router = APIRouter(prefix="/api/anime", tags=["templates"])
T = TypeVar("T", bound=Template)


class _Body(BaseModel):
    """Keys that a template does not have are ignored; the author is whoever asks."""

    name: str
    description: str = ""
    shared: bool = Field(
        False, description="Open to every workspace: to be read and applied, not to be changed."
    )


class _Patch(BaseModel):
    """Objects are merged key by key, a null removes, what is left out stays."""

    name: str | None = None
    description: str | None = None
    shared: bool | None = None

    def changes(self) -> dict[str, Any]:
        return self.model_dump(exclude_unset=True)


class StyleTemplateBody(_Body):
    """A new style template; `generation_params` may hold `style`, `lighting`, `palette`,
    `aspect_ratio`, `width`, `height`, `quality`, `quality_threshold`, `max_iterations`,
    `negative_prompt`, `mode`, `seed`, `steps`, `cfg`, `denoise`, `checkpoint`, `loras` and more;
    keys of your own are kept and do nothing."""

    generation_params: dict[str, Any] = {}


class StyleTemplatePatch(_Patch):
    """Changes to a style template."""

    generation_params: dict[str, Any] | None = None


class CharacterTemplateBody(_Body):
    """A new character template: all of a character but its name."""

    appearance: dict[str, Any] = {}
    generation_prompts: dict[str, Any] = {}
    rendering: dict[str, Any] = {}
    generation_preferences: dict[str, Any] = {}


class CharacterTemplatePatch(_Patch):
    """Changes to a character template."""

    appearance: dict[str, Any] | None = None
    generation_prompts: dict[str, Any] | None = None
    rendering: dict[str, Any] | None = None
    generation_preferences: dict[str, Any] | None = None


class ApplyBody(BaseModel):
    """Which style template to apply."""

    template_id: int = Field(ge=1, le=2_147_483_647)


class SaveBody(BaseModel):
    """How the new template is called; without a name as the character is."""

    name: str | None = None
    description: str | None = None
    shared: bool = False


class AppliedTemplate(BaseModel):
    """The template that was applied, as it was then."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    name: str
    version: int


class AppliedAnswer(BaseModel):
    """What applying a template changed, field by field; nothing where it was so already.

    `left_alone` are parts of the template that did nothing. `new_design` says that the look
    changed.
    """

    character: CharacterAnswer
    template: AppliedTemplate
    version: int
    new_design: bool
    changes: list[FieldChange]
    left_alone: list[LeftAlone]


@router.post("/style-templates", status_code=201)
async def create_style_template(
    body: StyleTemplateBody, studio: StudioPort, actor: WhoAsks, response: Response
) -> StyleTemplate:
    made = await templates.create_template(studio, actor, STYLES, **body.model_dump())
    return _tagged(response, made)


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
    return _tagged(response, await templates.get_template(studio, actor, STYLES, template_id))


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
    return _tagged(response, edit.template)


@router.delete("/style-templates/{template_id}", status_code=204)
async def delete_style_template(
    template_id: RowId, studio: StudioPort, actor: WhoAsks, expected: ExpectedVersion
) -> Response:
    """Characters that it was applied to keep what they took."""
    await templates.delete_template(studio, actor, STYLES, template_id, expected=expected)
    return Response(status_code=204)


@router.get("/style-templates/{template_id}/versions")
async def list_style_versions(
    template_id: RowId,
    studio: StudioPort,
    actor: WhoAsks,
    limit: Limit = PAGE,
    cursor: Cursor = None,
) -> Page[VersionAnswer]:
    """Every version as it was written, newest first."""
    return _versions(
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
    return _tagged(response, edit.template)


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
    return _applied(response, done)


@router.post("/templates/character", status_code=201)
async def create_character_template(
    body: CharacterTemplateBody, studio: StudioPort, actor: WhoAsks, response: Response
) -> CharacterTemplate:
    made = await templates.create_template(studio, actor, CHARACTERS, **body.model_dump())
    return _tagged(response, made)


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
    return _tagged(response, await templates.get_template(studio, actor, CHARACTERS, template_id))


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
    return _tagged(response, edit.template)


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
    return _versions(
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
    return _tagged(response, edit.template)


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
    return _applied(response, done)


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
    return _tagged(response, made)


def _tagged(response: Response, template: T) -> T:
    tag(response, template.version)
    return template


def _versions(page: Page[Revision], earlier: Revision | None) -> Page[VersionAnswer]:
    written = [*page.items, *([earlier] if earlier else [])]
    changed = {change.version: change.changed for change in changes(written)}
    items = [
        VersionAnswer(changed=changed[revision.version], **revision.model_dump())
        for revision in page.items
    ]
    return Page(items=items, next_cursor=page.next_cursor)


def _applied(response: Response, done: template_applying.Applied) -> AppliedAnswer:
    after = done.edit.after
    tag(response, after.version)
    return AppliedAnswer(
        character=CharacterAnswer.model_validate(after.model_dump()),
        template=AppliedTemplate.model_validate(done.template),
        version=after.version,
        new_design=done.edit.new_design,
        changes=done.edit.changes,
        left_alone=done.left_alone,
    )
