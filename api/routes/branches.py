"""Branches of a project's story over HTTP."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import AliasChoices, BaseModel, Field

from api.dependencies import PAGE, Cursor, Limit, StudioPort, WhoAsks
from api.routes.parameters import RowId
from tools.domain.branch_comparison import Counts, SceneDifference
from tools.domain.branches import Branch
from tools.domain.paging import Page
from tools.domain.scenes import MAIN_BRANCH
from tools.studio import branches

router = APIRouter(prefix="/api/anime/projects/{project_id}/branches", tags=["scenes"])

Name = Annotated[str, Path(description="A branch's name, in any case.")]


class BranchBody(BaseModel):
    """A new branch, which begins as a copy of `from`."""

    name: str = Field(validation_alias=AliasChoices("name", "branch", "branch_name"))
    source: str | None = Field(
        None, validation_alias="from", description="The branch to copy; `main` where left out."
    )


class ComparisonAnswer(BaseModel):
    """What leads from `a` to `b`: everything counted, the scenes that differ a page at a time.

    `base` is the branch that both come from, null where none is known: then `by` is null
    everywhere and nothing is called a conflict.
    """

    a: str
    b: str
    base: str | None
    counts: Counts
    items: list[SceneDifference]
    next_cursor: str | None = None


@router.post("", status_code=201)
async def create_branch(
    project_id: RowId, body: BranchBody, studio: StudioPort, actor: WhoAsks
) -> Branch:
    return await branches.create_branch(
        studio, actor, project_id, name=body.name, source=body.source or MAIN_BRANCH
    )


@router.get("")
async def list_branches(
    project_id: RowId,
    studio: StudioPort,
    actor: WhoAsks,
    limit: Limit = PAGE,
    cursor: Cursor = None,
) -> Page[Branch]:
    """By name; `main` is always there."""
    return await branches.page_branches(studio, actor, project_id, limit=limit, cursor=cursor)


@router.get("/{a:path}/compare/{b:path}")
async def compare_branches(
    project_id: RowId,
    a: Name,
    b: Name,
    studio: StudioPort,
    actor: WhoAsks,
    limit: Limit = PAGE,
    cursor: Cursor = None,
) -> ComparisonAnswer:
    """Scene by scene; with a common base also which side changed what since they parted."""
    found = await branches.compare_branches(
        studio, actor, project_id, a, b, limit=limit, cursor=cursor
    )
    return ComparisonAnswer(
        a=found.a,
        b=found.b,
        base=found.fork.common if found.fork else None,
        counts=found.counts,
        items=found.page.items,
        next_cursor=found.page.next_cursor,
    )
