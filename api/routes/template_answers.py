"""What is taken and answered about templates of either kind."""

from __future__ import annotations

from typing import Any, TypeVar

from fastapi import Response
from pydantic import BaseModel, ConfigDict, Field

from api.routes.characters import CharacterAnswer, VersionAnswer
from api.routes.lists import tag
from tools.domain.changes import FieldChange
from tools.domain.paging import Page
from tools.domain.revisions import Revision, changes
from tools.domain.templates import LeftAlone, Template
from tools.studio import template_applying

T = TypeVar("T", bound=Template)


class TemplateBody(BaseModel):
    """Keys that a template does not have are ignored; the author is whoever asks."""

    name: str
    description: str = ""
    shared: bool = Field(
        False, description="Open to every workspace: to be read and applied, not to be changed."
    )


class TemplatePatch(BaseModel):
    """Objects are merged key by key, a null removes, what is left out stays."""

    name: str | None = None
    description: str | None = None
    shared: bool | None = None

    def changes(self) -> dict[str, Any]:
        return self.model_dump(exclude_unset=True)


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


def tagged(response: Response, template: T) -> T:
    tag(response, template.version)
    return template


def versions_answer(page: Page[Revision], earlier: Revision | None) -> Page[VersionAnswer]:
    written = [*page.items, *([earlier] if earlier else [])]
    changed = {change.version: change.changed for change in changes(written)}
    items = [
        VersionAnswer(changed=changed[revision.version], **revision.model_dump())
        for revision in page.items
    ]
    return Page(items=items, next_cursor=page.next_cursor)


def applied_answer(response: Response, done: template_applying.Applied) -> AppliedAnswer:
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
