"""Workflows of the user's own over HTTP."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Response
from pydantic import BaseModel, Field

from api.dependencies import PAGE, Cursor, ExpectedVersion, Limit, StudioPort, WhoAsks
from api.routes.lists import tag
from tools.domain.paging import Page
from tools.domain.workflows import RegisteredWorkflow, SlotName, SlotTarget, WorkflowSummary
from tools.studio import workflows
from tools.studio.workflow_checking import WorkflowCheckResult
from tools.studio.workflows import Registration, WorkflowPatch

router = APIRouter(prefix="/api/workflows", tags=["workflows"])

Name = Annotated[str, Path(min_length=1, max_length=200, description="The workflow's name.")]
Graph = Annotated[
    dict[str, Any],
    Field(description="The graph as ComfyUI exports it for its API: nodes by id."),
]
Target = str | SlotTarget
Slots = Annotated[
    dict[SlotName, Target | list[Target]],
    Field(
        description="For each name of a value the inputs that take it: `6.text`, or "
        '`{"node": "6", "input": "text"}`, or a list of these.'
    ),
]
Output = Annotated[
    str | None,
    Field(description="The node whose pictures are the result; needed where there are several."),
]


class WorkflowBody(BaseModel):
    """A new workflow; without slots they are found by the graph's wires."""

    name: str
    graph: Graph
    slots: Slots | None = None
    output: Output = None
    description: str = ""


class WorkflowChanges(BaseModel):
    """What changes of a workflow; what is left out stays, and slots of null are found anew."""

    graph: Graph | None = None
    slots: Slots | None = None
    output: Output = None
    description: str | None = None


class WorkflowAnswer(RegisteredWorkflow):
    """A workflow as it is kept, and what the servers said of it where they were asked.

    `slots_suggested` says that its slots were found by its wires.
    """

    check: WorkflowCheckResult | None = None
    slots_suggested: bool = False


@router.post("", status_code=201)
async def register_workflow(
    body: WorkflowBody, studio: StudioPort, actor: WhoAsks, response: Response
) -> WorkflowAnswer:
    made = await workflows.register_workflow(
        studio,
        actor,
        name=body.name,
        graph=body.graph,
        slots=body.slots,
        output=body.output,
        description=body.description,
    )
    return _registered(response, made)


@router.get("")
async def list_workflows(
    studio: StudioPort, actor: WhoAsks, limit: Limit = PAGE, cursor: Cursor = None
) -> Page[WorkflowSummary]:
    """In the order in which they were registered, without their graphs."""
    return await workflows.list_workflows(studio, actor, limit=limit, cursor=cursor)


@router.get("/{name}")
async def get_workflow(
    name: Name, studio: StudioPort, actor: WhoAsks, response: Response
) -> WorkflowAnswer:
    found = await workflows.get_workflow(studio, actor, name)
    tag(response, found.version)
    return _answer(found)


@router.put("/{name}")
async def replace_workflow(
    name: Name,
    body: WorkflowChanges,
    studio: StudioPort,
    actor: WhoAsks,
    expected: ExpectedVersion,
    response: Response,
) -> WorkflowAnswer:
    """Pictures that were ordered with it keep what they were ordered with."""
    patch = WorkflowPatch(
        graph=body.graph,
        slots=body.slots,
        output=body.output,
        description=body.description,
        suggest="slots" in body.model_fields_set and body.slots is None,
    )
    changed = await workflows.replace_workflow(studio, actor, name, patch, expected=expected)
    return _registered(response, changed)


@router.delete("/{name}", status_code=204)
async def delete_workflow(
    name: Name, studio: StudioPort, actor: WhoAsks, expected: ExpectedVersion
) -> Response:
    """Pictures that were ordered with it keep what they were ordered with."""
    await workflows.delete_workflow(studio, actor, name, expected=expected)
    return Response(status_code=204)


@router.post("/{name}/check")
async def check_workflow(name: Name, studio: StudioPort, actor: WhoAsks) -> WorkflowCheckResult:
    """What the rendering servers say of it now."""
    return await workflows.check_workflow(studio, actor, name)


def _registered(response: Response, made: Registration) -> WorkflowAnswer:
    tag(response, made.workflow.version)
    return _answer(made.workflow, check=made.check, suggested=made.suggested)


def _answer(
    workflow: RegisteredWorkflow,
    *,
    check: WorkflowCheckResult | None = None,
    suggested: bool = False,
) -> WorkflowAnswer:
    return WorkflowAnswer(**workflow.model_dump(), check=check, slots_suggested=suggested)
