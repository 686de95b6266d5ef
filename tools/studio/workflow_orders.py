"""Which workflow an order uses: the one that it names, the character's own, or none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tools.domain.actor import Actor
from tools.domain.errors import UnknownNameError
from tools.domain.naming import nearest
from tools.domain.workflow_rules import is_built_in
from tools.domain.workflows import Workflow
from tools.ports.rendering import Renderer
from tools.ports.store import UnitOfWork
from tools.studio.choosing import runs_workflows
from tools.studio.limits import within_name_limit
from tools.studio.studio import Studio


async def runnable_workflow(
    studio: Studio, actor: Actor, name: str | None
) -> tuple[str | None, tuple[str, ...]]:
    """The name of the workflow to use, and notes for the user.

    Where no configured backend runs workflows, a name that nobody registered is left out, and a
    note says so. Where one does, raises `UnknownNameError` (`WORKFLOW_NOT_FOUND`) for such a name;
    `InvalidError`, `LimitExceededError` for what is no name.
    """
    if not name:
        return None, ()
    within_name_limit("workflow", name)
    async with studio.store.read(actor) as work:
        registered = await work.workflows.named(actor, name) is not None
        known = [] if registered else await work.workflows.names(actor)
    if registered:
        return name, ()
    if not any(map(runs_workflows, studio.renderers)):
        return None, (f"No configured backend runs workflows; “{name}” was not used.",)
    if not is_built_in(name):
        raise UnknownNameError("workflow", name, nearest(name, known))
    return name, ()


async def ordered_workflow(
    work: UnitOfWork,
    actor: Actor,
    name: str | None,
    rendering: Mapping[str, Any],
    renderer: Renderer,
) -> Workflow | None:
    """The registered workflow of that name, as it is now; else that of the character's `rendering`.

    None for those that the program brings along, among which the backend chooses itself, and for
    a name of the character's that is not registered. Raises `UnknownNameError`
    (`WORKFLOW_NOT_FOUND`) for one that was asked for.
    """
    own = rendering.get("workflow")
    wanted = name or (own if isinstance(own, str) and runs_workflows(renderer) else None)
    if wanted and is_built_in(wanted):
        return None
    found = await work.workflows.named(actor, wanted) if wanted else None
    if found is not None:
        return Workflow.model_validate(found.model_dump(include=set(Workflow.model_fields)))
    if name:
        known = await work.workflows.names(actor)
        raise UnknownNameError("workflow", name, nearest(name, known))
    return None
