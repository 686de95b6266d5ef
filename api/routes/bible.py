"""A project's bible over HTTP."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Body, Query, Response
from pydantic import BaseModel, Field

from api.dependencies import PAGE, Cursor, ExpectedVersion, Limit, StudioPort, WhoAsks
from api.routes.lists import tag
from api.routes.parameters import RowId
from tools.domain.bible import Bible
from tools.domain.paging import Page
from tools.domain.revisions import ChangeInFull
from tools.domain.validation import Finding
from tools.studio import bible, bible_import, bible_validation

router = APIRouter(prefix="/api/anime/projects/{project_id}/bible", tags=["bible"])


class BibleBody(BaseModel):
    """What to write; objects are merged key by key, a null removes, what is left out stays."""

    title: str | None = None
    description: str | None = None
    visual_style: dict[str, Any] | None = None
    world_setting: dict[str, Any] | None = None
    narrative_guidelines: dict[str, Any] | None = None
    extra: dict[str, Any] | None = Field(None, description="Keys of your own.")


class ValidationAnswer(BaseModel):
    """`valid` where no finding is an error; `rules` are those that looked."""

    valid: bool
    findings: list[Finding]
    rules: list[str]


@router.post("", status_code=201)
async def create_bible(
    project_id: RowId, body: BibleBody, studio: StudioPort, actor: WhoAsks, response: Response
) -> Bible:
    """Begin the project's bible; 409 `BIBLE_EXISTS` where it has one."""
    edit = await bible.write_bible(
        studio, actor, project_id, patch=body.model_dump(exclude_unset=True), must_be_new=True
    )
    return _tagged(response, edit.bible)


@router.get("")
async def get_bible(
    project_id: RowId, studio: StudioPort, actor: WhoAsks, response: Response
) -> Bible:
    return _tagged(response, await bible.get_bible(studio, actor, project_id))


@router.put("")
async def write_bible(
    project_id: RowId,
    body: BibleBody,
    studio: StudioPort,
    actor: WhoAsks,
    expected: ExpectedVersion,
    response: Response,
) -> Bible:
    """Merge into the bible; it is begun where the project has none."""
    edit = await bible.write_bible(
        studio, actor, project_id, patch=body.model_dump(exclude_unset=True), expected=expected
    )
    return _tagged(response, edit.bible)


@router.post("/validate")
async def validate_bible(project_id: RowId, studio: StudioPort, actor: WhoAsks) -> ValidationAnswer:
    """Hold the bible against itself, the characters and the scenes."""
    found = await bible_validation.validate_bible(studio, actor, project_id)
    return ValidationAnswer(valid=found.valid, findings=found.findings, rules=found.rules)


@router.get("/history")
async def get_history(
    project_id: RowId,
    studio: StudioPort,
    actor: WhoAsks,
    limit: Limit = PAGE,
    cursor: Cursor = None,
) -> Page[ChangeInFull]:
    """Who changed what, and when; newest first, paths are JSON pointers."""
    return await bible.bible_history(studio, actor, project_id, limit=limit, cursor=cursor)


@router.post("/restore/{version}")
async def restore_bible(
    project_id: RowId,
    version: RowId,
    studio: StudioPort,
    actor: WhoAsks,
    expected: ExpectedVersion,
    response: Response,
) -> Bible:
    """Write an earlier version again, as the next one."""
    edit = await bible.restore_bible(studio, actor, project_id, version, expected=expected)
    return _tagged(response, edit.bible)


@router.post("/export")
async def export_bible(
    project_id: RowId,
    studio: StudioPort,
    actor: WhoAsks,
    character: Annotated[
        str | None, Query(description="Export this character alone, as a character file.")
    ] = None,
) -> dict[str, Any]:
    """The bible with its characters as one document, which `import` takes."""
    if character is not None:
        return await bible_import.export_character(studio, actor, project_id, character)
    return await bible.export_bible(studio, actor, project_id)


@router.post("/import")
async def import_bible(
    project_id: RowId,
    document: Annotated[
        dict[str, Any] | list[dict[str, Any]],
        Body(description="A bible document, a character file, or a list of character files."),
    ],
    studio: StudioPort,
    actor: WhoAsks,
    expected: ExpectedVersion,
    dry_run: Annotated[bool, Query(description="Only say what would change.")] = False,
) -> bible_import.Import:
    """What a bible document holds replaces what was; a character file is merged."""
    return await bible_import.import_bible(
        studio, actor, project_id, document, dry_run=dry_run, expected=expected
    )


def _tagged(response: Response, found: Bible) -> Bible:
    tag(response, found.version)
    return found
