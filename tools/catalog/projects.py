"""Projects, as the director words them."""

from __future__ import annotations

from pydantic import Field

from tools.catalog.names import note
from tools.catalog.tool import Arguments, Call, Family, NoArguments, Outcome
from tools.domain.paging import LIMIT_MOST
from tools.domain.projects import Project
from tools.studio import projects

FAMILY = Family()


class CreateProject(Arguments):
    name: str = Field(description="The project's title.")
    description: str | None = Field(None, description="What the production is about.")


class OpenProject(Arguments):
    project: str = Field(description="The project's title, or a part of it.")


@FAMILY.tool(NoArguments, reads=True)
async def list_projects(call: Call, _: NoArguments) -> Outcome:
    """List the projects of the studio."""
    page = await projects.list_projects(call.studio, call.actor, limit=LIMIT_MOST)
    return Outcome(
        content={
            "projects": [_worded(p) | {"open": p.id == call.project_id} for p in page.items],
            "message": _listed([p.title for p in page.items], page.next_cursor is not None),
        }
    )


@FAMILY.tool(CreateProject)
async def create_project(call: Call, said: CreateProject) -> Outcome:
    """Create a project. The current project stays as it is."""
    project = await projects.create_project(
        call.studio, call.actor, title=said.name, synopsis=said.description or ""
    )
    return Outcome(
        content={
            "project": _worded(project),
            "created": True,
            "message": f"The project “{project.title}” is created. "
            f"Say “open {project.title}” to work in it.",
        }
    )


@FAMILY.tool(OpenProject)
async def open_project(call: Call, said: OpenProject) -> Outcome:
    """Make a project the current one of this conversation."""
    project, found = await projects.find_project(call.studio, call.actor, said.project)
    return Outcome(
        content={
            "project": _worded(project),
            "open": True,
            "message": f"“{project.title}” is open now.",
        }
        | note(found),
        opened_project=project.id,
    )


def _worded(project: Project) -> dict[str, object]:
    return {"name": project.title, "description": project.synopsis, "status": project.status}


def _listed(titles: list[str], more: bool) -> str:
    if not titles:
        return "There are no projects yet. Create one to begin."
    return f"{'The first' if more else 'The'} projects: {', '.join(titles)}."
