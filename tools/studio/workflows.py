"""Workflows of the user's own: registered, checked against the servers, replaced, removed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from tools.domain.actor import Actor
from tools.domain.errors import InvalidError, NameTakenError, StaleVersionError, UnknownNameError
from tools.domain.naming import fold, nearest
from tools.domain.paging import LIMIT_DEFAULT, Page
from tools.domain.slot_rules import slot_faults, slots_from
from tools.domain.workflow_rules import Fault, graph_faults, is_built_in, unwrapped
from tools.domain.workflow_slots import suggested_output, suggested_slots
from tools.domain.workflows import RegisteredWorkflow, Workflow, WorkflowSummary
from tools.ports.store import UnitOfWork
from tools.studio.content import expect_version, named, storable
from tools.studio.limits import within_text_limit
from tools.studio.studio import Studio
from tools.studio.workflow_checking import WorkflowCheckResult, checked, fitting

_FAULTS_TOLD_MOST = 50
_UNFIT_NAME = frozenset("/\\?#%")


@dataclass(frozen=True, kw_only=True)
class Registration:
    """A workflow as it is kept now, and what the servers said of it.

    `suggested` says that its slots were found by its wires, not given.
    """

    workflow: RegisteredWorkflow
    check: WorkflowCheckResult
    suggested: bool = False


@dataclass(frozen=True, kw_only=True)
class WorkflowPatch:
    """What of a workflow changes; None leaves it. `suggest` has the slots found anew."""

    graph: Any = None
    slots: Any = None
    output: str | None = None
    description: str | None = None
    suggest: bool = False


async def register_workflow(
    studio: Studio,
    actor: Actor,
    *,
    name: str,
    graph: Any,
    slots: Any = None,
    output: str | None = None,
    description: str = "",
) -> Registration:
    """Keep a graph in API format under a name of the user's.

    `slots` is as `slots_from` reads it; without it, slots are found by the graph's wires. Where no
    server answers, it is kept unchecked. Raises `NameTakenError`, `InvalidError` (`errors` lists
    what is wrong; `WORKFLOW_UNFIT` where a server would refuse it), `LimitExceededError`.
    """
    name = _own_name(name)
    within_text_limit("description", description)
    workflow = _built(name, graph, slots, output)
    await _expect_free(studio, actor, name)
    check = await fitting(studio, workflow)
    async with studio.store.begin(actor) as work:
        try:
            kept = await work.workflows.put(
                actor, workflow, description=description, expected_version=0
            )
        except StaleVersionError as error:
            raise _taken(name) from error
    return Registration(workflow=kept, check=check, suggested=slots is None)


async def replace_workflow(
    studio: Studio,
    actor: Actor,
    name: str,
    patch: WorkflowPatch,
    *,
    expected: int | None = None,
) -> Registration:
    """Change a kept workflow; pictures that were ordered with it keep what they were ordered with.

    Raises `NotFoundError` (`WORKFLOW_NOT_FOUND`), `StaleVersionError`, and as
    `register_workflow` does.
    """
    before = await get_workflow(studio, actor, name)
    expect_version("workflow", before.version, expected)
    description = before.description if patch.description is None else patch.description
    within_text_limit("description", description)
    suggested = patch.suggest and patch.slots is None
    slots = patch.slots if patch.slots is not None else None if suggested else before.slots
    graph = before.graph if patch.graph is None else patch.graph
    output = patch.output or (before.output if patch.graph is None else None)
    workflow = _built(before.name, graph, slots, output)
    check = await fitting(studio, workflow)
    async with studio.store.begin(actor) as work:
        if await work.workflows.named(actor, before.name) is None:
            raise await _unknown(work, actor, name)
        kept = await work.workflows.put(
            actor, workflow, description=description, expected_version=before.version
        )
    return Registration(workflow=kept, check=check, suggested=suggested)


async def get_workflow(studio: Studio, actor: Actor, name: str) -> RegisteredWorkflow:
    """Raises `UnknownNameError` (`WORKFLOW_NOT_FOUND`) with the nearest names."""
    async with studio.store.read(actor) as work:
        found = await work.workflows.named(actor, _storable_name(name))
        if found is None:
            raise await _unknown(work, actor, name)
        return found


async def list_workflows(
    studio: Studio, actor: Actor, *, limit: int = LIMIT_DEFAULT, cursor: str | None = None
) -> Page[WorkflowSummary]:
    """In the order in which they were registered, without their graphs."""
    async with studio.store.read(actor) as work:
        return await work.workflows.page(actor, limit=limit, cursor=cursor)


async def delete_workflow(
    studio: Studio, actor: Actor, name: str, *, expected: int | None = None
) -> None:
    """Pictures that were ordered with it keep what they were ordered with.

    Raises `NotFoundError` (`WORKFLOW_NOT_FOUND`), `StaleVersionError`.
    """
    async with studio.store.begin(actor) as work:
        if not await work.workflows.delete(actor, _storable_name(name), expected_version=expected):
            raise await _unknown(work, actor, name)


async def check_workflow(studio: Studio, actor: Actor, name: str) -> WorkflowCheckResult:
    """What the servers say of a kept workflow now. Raises `NotFoundError`."""
    return await checked(studio, await get_workflow(studio, actor, name))


def _built(name: str, document: Any, spoken: Any, output: str | None) -> Workflow:
    """Raises `InvalidError` with `errors`, `LimitExceededError`."""
    graph = unwrapped(document)
    storable("graph", graph)
    _refuse("graph", graph_faults(graph))
    if spoken is None:
        slots = suggested_slots(graph)
    else:
        storable("slots", _plain(spoken))
        slots, faults = slots_from(spoken)
        _refuse("slots", faults)
    workflow = Workflow(
        name=name, graph=graph, slots=slots, output=output or suggested_output(graph)
    )
    _refuse("slots", slot_faults(workflow))
    return workflow


async def _expect_free(studio: Studio, actor: Actor, name: str) -> None:
    """Before servers are asked: the name may be taken. Raises `NameTakenError`."""
    async with studio.store.read(actor) as work:
        if await work.workflows.named(actor, name):
            raise _taken(name)


def _taken(name: str) -> NameTakenError:
    return NameTakenError(f"There is a workflow called “{name}” already.", name=name)


async def _unknown(work: UnitOfWork, actor: Actor, name: str) -> UnknownNameError:
    return UnknownNameError("workflow", name, nearest(name, await work.workflows.names(actor)))


def _own_name(name: str) -> str:
    """Raises `InvalidError` for a name that stands for something else."""
    name = named("name", name)
    if _UNFIT_NAME & set(name) or not name.strip("."):
        raise InvalidError("A workflow's name stands in addresses: it holds none of / \\ ? # %.")
    if not fold(name):
        raise InvalidError("The name holds no letter or digit. Give another.")
    if is_built_in(name):
        raise NameTakenError(
            f"“{name}” is the name of a workflow that comes with the program. Give another.",
            name=name,
        )
    return name


def _storable_name(name: str) -> str:
    """What cannot be kept as a name is none: the database takes no null characters."""
    return "".join(c for c in name if c.isprintable())


def _refuse(what: str, faults: Sequence[Fault]) -> None:
    if not faults:
        return
    first = faults[0]
    raise InvalidError(
        f"The {what} does not fit: {first.path}: {first.message}",
        code="INVALID_WORKFLOW",
        errors=[fault.model_dump() for fault in faults[:_FAULTS_TOLD_MOST]],
    )


def _plain(spoken: Any) -> Any:
    """Slots as JSON, however they were given."""
    if isinstance(spoken, Mapping):
        return {str(name): _plain(value) for name, value in spoken.items()}
    if isinstance(spoken, list | tuple):
        return [_plain(value) for value in spoken]
    return spoken.model_dump() if isinstance(spoken, BaseModel) else spoken
