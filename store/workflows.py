"""The user's own workflows in PostgreSQL."""

from __future__ import annotations

from typing import Any

from psycopg.types.json import Jsonb

from store.conflicts import stale
from store.rows import Rows
from tools.domain.actor import Actor
from tools.domain.naming import fold
from tools.domain.paging import Page, after_number, page_of
from tools.domain.workflows import RegisteredWorkflow, Workflow, WorkflowSummary

_ABSENT = 0
"""The version of a name that nothing has."""


class WorkflowRows(Rows):
    concept = "workflows"

    async def put(
        self,
        actor: Actor,
        workflow: Workflow,
        *,
        description: str = "",
        expected_version: int | None = None,
    ) -> RegisteredWorkflow:
        told: dict[str, Any] = {
            "workspace": actor.workspace,
            "user": actor.user,
            "name": workflow.name,
            "name_key": fold(workflow.name),
            "description": description,
            "graph": Jsonb(workflow.graph),
            "slots": Jsonb(workflow.model_dump(include={"slots"})["slots"]),
            "output": workflow.output,
        }
        kept = None
        if expected_version in (None, _ABSENT):
            kept = await self._one(RegisteredWorkflow, "add", **told)
        if kept is None and expected_version != _ABSENT:
            kept = await self._one(RegisteredWorkflow, "replace", **told, expected=expected_version)
        if kept is None:
            present = await self.named(actor, workflow.name)
            raise stale("workflow", present.version if present else _ABSENT, expected_version)
        return kept

    async def named(self, actor: Actor, name: str) -> RegisteredWorkflow | None:
        return await self._one(
            RegisteredWorkflow, "named", workspace=actor.workspace, name_key=fold(name)
        )

    async def all(self, actor: Actor) -> list[RegisteredWorkflow]:
        return await self._all(RegisteredWorkflow, "all", workspace=actor.workspace)

    async def page(self, actor: Actor, *, limit: int, cursor: str | None) -> Page[WorkflowSummary]:
        rows = await self._all(
            WorkflowSummary,
            "page",
            workspace=actor.workspace,
            after=after_number(cursor),
            limit=limit,
        )
        return page_of(rows, limit, lambda workflow: workflow.id)

    async def names(self, actor: Actor) -> list[str]:
        rows = await self._records("names", workspace=actor.workspace)
        return [row["name"] for row in rows]

    async def delete(self, actor: Actor, name: str, *, expected_version: int | None = None) -> bool:
        touched = await self._run(
            "remove",
            workspace=actor.workspace,
            name_key=fold(name),
            expected=expected_version,
        )
        if not touched and expected_version is not None:
            present = await self.named(actor, name)
            if present:
                raise stale("workflow", present.version, expected_version)
        return bool(touched)
