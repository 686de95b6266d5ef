"""Where the user's own workflows are kept."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from tools.domain.actor import Actor
from tools.domain.paging import Page
from tools.domain.workflows import RegisteredWorkflow, Workflow, WorkflowSummary


class Workflows(Protocol):
    async def put(
        self,
        actor: Actor,
        workflow: Workflow,
        *,
        description: str = "",
        expected_version: int | None = None,
    ) -> RegisteredWorkflow:
        """Keep it under its name, raising the version where one is there.

        Raises `StaleVersionError` where `expected_version` is not the present one; that of a name
        that nothing has is 0.
        """
        ...

    async def named(self, actor: Actor, name: str) -> RegisteredWorkflow | None:
        """By its name, case folded."""
        ...

    async def all(self, actor: Actor) -> list[RegisteredWorkflow]:
        """By name."""
        ...

    async def page(self, actor: Actor, *, limit: int, cursor: str | None) -> Page[WorkflowSummary]:
        """In the order in which they were registered."""
        ...

    async def names(self, actor: Actor) -> list[str]: ...

    async def delete(self, actor: Actor, name: str, *, expected_version: int | None = None) -> bool:
        """False where there is none. Raises `StaleVersionError` as `put` does."""
        ...


@runtime_checkable
class WorkflowCheck(Protocol):
    """Knows what the rendering servers can run."""

    async def problems(self, workflow: Workflow) -> list[str]:
        """What a server would refuse, a sentence each; empty where it would run.

        Raises `BackendDownError` where no server answers.
        """
        ...
