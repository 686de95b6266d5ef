"""Characters over HTTP."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, ConfigDict, Field, computed_field

from api.dependencies import PAGE, Cursor, ExpectedVersion, Limit, StudioPort, WhoAsks
from api.routes.lists import page_down, tag
from api.routes.parameters import ProjectInQuery, RowId, RowNumber, one_project
from tools.domain.changes import FieldChange
from tools.domain.characters import CHARACTER_FIELDS, Character
from tools.domain.inheritance import Prefer, SyncConflict
from tools.domain.paging import Page
from tools.domain.revisions import changes
from tools.studio import characters
from tools.studio.inheritance import sync_character

router = APIRouter(prefix="/api/anime/characters", tags=["characters"])


class _Fields(BaseModel):
    description: str | None = None
    gender: str | None = None
    appearance: dict[str, Any] | None = None
    generation_prompts: dict[str, Any] | None = None
    rendering: dict[str, Any] | None = None
    comfyui_workflow: str | None = None
    generation_preferences: dict[str, Any] | None = None
    extra: dict[str, Any] | None = Field(None, description="Keys of your own.")

    def fields(self) -> dict[str, Any]:
        """What the body gives."""
        return self.model_dump(exclude_unset=True, include={"name", *_Fields.model_fields})


class CharacterPatch(_Fields):
    """Changes to a character: objects are merged key by key, a null removes, what is left out
    stays. `gender` is a key of the appearance, `comfyui_workflow` is `rendering.workflow`."""

    name: str | None = None


class CharacterBody(_Fields):
    """A new character, or a character file; unknown keys of a file are kept in `extra`."""

    model_config = ConfigDict(extra="allow")

    name: str
    project_id: RowNumber | None = None

    def fields(self) -> dict[str, Any]:
        unknown = {k: v for k, v in (self.model_extra or {}).items() if k not in _ANSWERED}
        given = {key: value for key, value in super().fields().items() if value is not None}
        return {**given, "extra": {**given.get("extra", {}), **unknown}}


class FromBibleBody(BaseModel):
    """Which of the bible's characters to make a character of the project."""

    project_id: RowNumber
    name: str


class CharacterAnswer(Character):
    """A character, with its workflow also under the older name."""

    bible_base: dict[str, Any] | None = Field(None, exclude=True)

    @computed_field
    @property
    def comfyui_workflow(self) -> str | None:
        workflow = self.rendering.get("workflow")
        return workflow if isinstance(workflow, str) else None

    @computed_field
    @property
    def from_bible(self) -> str | None:
        """The bible's name for the character that this one was made from."""
        return self.bible_name if self.bible_base is not None else None


class VersionAnswer(BaseModel):
    """One version as it was written; `changed` are JSON pointers against the one before."""

    version: int
    author: str
    created_at: datetime
    run_id: UUID | None
    changed: list[str]
    document: dict[str, Any]


class SyncAnswer(BaseModel):
    """What the character took from the bible, and what it keeps against it."""

    character: CharacterAnswer
    applied: list[FieldChange]
    conflicts: list[SyncConflict]


_ANSWERED = frozenset({*Character.model_fields, "comfyui_workflow", "from_bible"}) - {
    *CHARACTER_FIELDS
}
"""What answers hold beyond what is written; a client may send it back, it says nothing new."""


@router.post("", status_code=201)
async def create_character(
    body: CharacterBody,
    studio: StudioPort,
    actor: WhoAsks,
    response: Response,
    project_id: ProjectInQuery = None,
) -> CharacterAnswer:
    project = one_project(body.project_id, project_id)
    made = await characters.create_character(studio, actor, project, **body.fields())
    return _answer(response, made)


@router.get("")
async def list_characters(
    studio: StudioPort,
    actor: WhoAsks,
    project_id: ProjectInQuery = None,
    limit: Limit = PAGE,
    cursor: Cursor = None,
) -> Page[CharacterAnswer]:
    """Of one project, or of the whole workspace."""
    page = await characters.list_characters(studio, actor, project_id, limit=limit, cursor=cursor)
    return Page(items=[_worded(c) for c in page.items], next_cursor=page.next_cursor)


@router.post("/from-bible", status_code=201)
async def create_from_bible(
    body: FromBibleBody, studio: StudioPort, actor: WhoAsks, response: Response
) -> CharacterAnswer:
    """Make a character with the bible's definition."""
    made, _ = await characters.create_from_bible(
        studio, actor, body.project_id, body.name, lenient=False
    )
    return _answer(response, made)


@router.get("/{character_id}")
async def get_character(
    character_id: RowId, studio: StudioPort, actor: WhoAsks, response: Response
) -> CharacterAnswer:
    return _answer(response, await characters.get_character(studio, actor, character_id))


@router.put("/{character_id}")
async def update_character(
    character_id: RowId,
    body: CharacterPatch,
    studio: StudioPort,
    actor: WhoAsks,
    expected: ExpectedVersion,
    response: Response,
) -> CharacterAnswer:
    """Merge into the character; a change raises the version, one of the looks opens a design."""
    edit = await characters.update_character(
        studio, actor, character_id, patch=body.fields(), expected=expected
    )
    return _answer(response, edit.after)


@router.delete("/{character_id}", status_code=204)
async def delete_character(
    character_id: RowId, studio: StudioPort, actor: WhoAsks, expected: ExpectedVersion
) -> Response:
    await characters.delete_character(studio, actor, character_id, expected=expected)
    return Response(status_code=204)


@router.get("/{character_id}/versions")
async def list_versions(
    character_id: RowId,
    studio: StudioPort,
    actor: WhoAsks,
    limit: Limit = PAGE,
    cursor: Cursor = None,
) -> Page[VersionAnswer]:
    """Every version as it was written, newest first."""
    revisions = await characters.character_versions(studio, actor, character_id)
    changed = {change.version: change.changed for change in changes(revisions)}
    versions = [
        VersionAnswer(changed=changed[revision.version], **revision.model_dump())
        for revision in revisions
    ]
    return page_down(versions, lambda version: version.version, limit, cursor)


@router.post("/{character_id}/restore/{version}")
async def restore_character(
    character_id: RowId,
    version: RowId,
    studio: StudioPort,
    actor: WhoAsks,
    expected: ExpectedVersion,
    response: Response,
) -> CharacterAnswer:
    """Write an earlier version's fields again, as the next version."""
    edit = await characters.restore_character(
        studio, actor, character_id, version, expected=expected
    )
    return _answer(response, edit.after)


@router.put("/{character_id}/sync-bible")
async def sync_with_bible(
    character_id: RowId,
    studio: StudioPort,
    actor: WhoAsks,
    expected: ExpectedVersion,
    response: Response,
    prefer: Annotated[
        Prefer, Query(description="Whose word counts where both were changed.")
    ] = "character",
) -> SyncAnswer:
    """Pull what changed in the bible; fields changed by hand are conflicts, reported and kept."""
    done = await sync_character(studio, actor, character_id, prefer=prefer, expected=expected)
    return SyncAnswer(
        character=_answer(response, done.character),
        applied=done.applied,
        conflicts=done.conflicts,
    )


def _answer(response: Response, character: Character) -> CharacterAnswer:
    tag(response, character.version)
    return _worded(character)


def _worded(character: Character) -> CharacterAnswer:
    return CharacterAnswer.model_validate(character.model_dump())
