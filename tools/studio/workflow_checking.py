"""What the rendering servers say of a workflow, where one answers."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from tools.domain.errors import InvalidError
from tools.domain.workflow_rules import remarks_on
from tools.domain.workflows import Workflow
from tools.ports.rendering import BackendError
from tools.studio.studio import Studio

_PROBLEMS_TOLD_MOST = 50
_UNSERVED = "No rendering server is configured that could check it."

CheckStatus = Literal["fits", "unfit", "unchecked"]


class WorkflowCheckResult(BaseModel):
    """What the rendering servers say of a workflow: `problems` where it is unfit, why in `detail`
    where it could not be checked. `remarks` are worth knowing, and no problems."""

    model_config = ConfigDict(frozen=True)

    status: CheckStatus
    problems: list[str] = []
    detail: str = ""
    remarks: list[str] = []


async def fitting(studio: Studio, workflow: Workflow) -> WorkflowCheckResult:
    """Raises `InvalidError` (`WORKFLOW_UNFIT`) where the servers would refuse it."""
    check = await checked(studio, workflow)
    if check.status == "unfit":
        raise InvalidError(
            f"The rendering servers would refuse this workflow: {check.problems[0]}",
            code="WORKFLOW_UNFIT",
            errors=[{"path": "$.graph", "message": problem} for problem in check.problems],
        )
    return check


async def checked(studio: Studio, workflow: Workflow) -> WorkflowCheckResult:
    remarks = remarks_on(workflow)
    if studio.workflow_check is None:
        return WorkflowCheckResult(status="unchecked", detail=_UNSERVED, remarks=remarks)
    try:
        problems = await studio.workflow_check.problems(workflow)
    except BackendError as error:
        return WorkflowCheckResult(status="unchecked", detail=str(error), remarks=remarks)
    return WorkflowCheckResult(
        status="unfit" if problems else "fits",
        problems=problems[:_PROBLEMS_TOLD_MOST],
        remarks=remarks,
    )
