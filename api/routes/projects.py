"""Projects over HTTP."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Response
from pydantic import AliasChoices, BaseModel, ConfigDict, Field, computed_field

from api.dependencies import PAGE, Cursor, ExpectedVersion, Limit, StudioPort, WhoAsks
from api.routes.lists import tag
from api.routes.parameters import RowId
from tools.domain.paging import Page
from tools.domain.projects import Project
from tools.studio import projects

router = APIRouter(prefix="/api/anime/projects", tags=["projects"])


class ProjectBody(BaseModel):
    """A new project; `name` and `description` are taken for `title` and `synopsis`."""

    model_config = ConfigDict(extra="ignore")

    title: str = Field(validation_alias=AliasChoices("title", "name"))
    synopsis: str = Field("", validation_alias=AliasChoices("synopsis", "description"))
    metadata: dict[str, Any] = {}


class ProjectPatch(BaseModel):
    """Changes to a project; what is left out stays."""

    title: str | None = Field(None, validation_alias=AliasChoices("title", "name"))
    synopsis: str | None = Field(None, validation_alias=AliasChoices("synopsis", "description"))
    status: str | None = None
    metadata: dict[str, Any] | None = None


class ProjectAnswer(Project):
    """A project, also under the older names of its fields."""

    @computed_field
    @property
    def name(self) -> str:
        return self.title

    @computed_field
    @property
    def description(self) -> str:
        return self.synopsis


@router.post("", status_code=201)
async def create_project(
    body: ProjectBody, studio: StudioPort, actor: WhoAsks, response: Response
) -> ProjectAnswer:
    project = await projects.create_project(
        studio, actor, title=body.title, synopsis=body.synopsis, metadata=body.metadata
    )
    return _tagged(response, project)


@router.get("")
async def list_projects(
    studio: StudioPort, actor: WhoAsks, limit: Limit = PAGE, cursor: Cursor = None
) -> Page[ProjectAnswer]:
    page = await projects.list_projects(studio, actor, limit=limit, cursor=cursor)
    return Page(items=[_answer(p) for p in page.items], next_cursor=page.next_cursor)


@router.get("/{project_id}")
async def get_project(
    project_id: RowId, studio: StudioPort, actor: WhoAsks, response: Response
) -> ProjectAnswer:
    return _tagged(response, await projects.get_project(studio, actor, project_id))


@router.put("/{project_id}")
async def update_project(
    project_id: RowId,
    body: ProjectPatch,
    studio: StudioPort,
    actor: WhoAsks,
    expected: ExpectedVersion,
    response: Response,
) -> ProjectAnswer:
    project = await projects.update_project(
        studio, actor, project_id, patch=body.model_dump(exclude_unset=True), expected=expected
    )
    return _tagged(response, project)


@router.delete("/{project_id}", status_code=204)
async def delete_project(project_id: RowId, studio: StudioPort, actor: WhoAsks) -> Response:
    await projects.delete_project(studio, actor, project_id)
    return Response(status_code=204)


def _tagged(response: Response, project: Project) -> ProjectAnswer:
    tag(response, project.version)
    return _answer(project)


def _answer(project: Project) -> ProjectAnswer:
    return ProjectAnswer.model_validate(project.model_dump())
