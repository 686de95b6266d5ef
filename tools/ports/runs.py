"""Where runs, their events and their once-only effects are kept."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any, Protocol
from uuid import UUID

from tools.domain.actor import Actor
from tools.domain.batches import Share
from tools.domain.queueing import QueuedRun, QueueFigures
from tools.domain.queues import PERSON_WAITS, Queue
from tools.domain.runs import Event, Happening, Run, RunKind, RunStatus


class Runs(Protocol):
    async def add(
        self,
        actor: Actor,
        *,
        run_id: UUID,
        kind: RunKind,
        input: Mapping[str, Any],
        status: RunStatus = "queued",
        parent_id: UUID | None = None,
        thread_id: UUID | None = None,
        project_id: int | None = None,
        character_id: int | None = None,
        owner: str | None = None,
        lease_s: float | None = None,
        queue: Queue | None = None,
        priority: int = PERSON_WAITS,
    ) -> Run:
        """Raises `ConflictError` (`RUN_IN_PROGRESS`) for a second open turn of a thread."""
        ...

    async def get(self, actor: Actor, run_id: UUID) -> Run:
        """Raises `NotFoundError` (`GENERATION_NOT_FOUND`)."""
        ...

    async def find(self, actor: Actor, prefix: str, *, kinds: Sequence[RunKind]) -> list[Run]:
        """Up to five runs whose id begins with `prefix` (hexadecimal digits and hyphens)."""
        ...

    async def newest(
        self, actor: Actor, *, kinds: Sequence[RunKind], project_id: int | None = None
    ) -> Run | None: ...

    async def latest(
        self, actor: Actor, *, project_id: int | None, limit: int, is_open: bool = False
    ) -> list[Run]:
        """The generations, sheets and batches of a project, or of all, newest first.

        What a batch ordered is not among them. With `is_open`, only those that have not ended.
        """
        ...

    async def newest_of(self, actor: Actor, character_id: int, *, is_open: bool) -> Run | None:
        """The character's newest generation among those that have ended, or have not."""
        ...

    async def children(self, actor: Actor, run_id: UUID) -> list[Run]: ...

    async def hold_children(self, actor: Actor, run_id: UUID) -> list[Run]:
        """What the run ordered and has not ended, their rows held to the transaction's end.

        Whoever ends a run holds its row before its parent's: so is this to be asked first.
        """
        ...

    async def shares(self, actor: Actor, batch_id: UUID) -> list[Share]:
        """How many of a batch's runs have which status and verdict; none for other runs."""
        ...

    async def of_thread(self, actor: Actor, thread_id: UUID) -> list[Run]:
        """The conversation's last fifty runs, newest first."""
        ...

    async def open_in(self, actor: Actor, project_id: int) -> list[Run]:
        """The project's runs that have not ended, but for turns of conversations, oldest first."""
        ...

    async def open_turn(self, actor: Actor, thread_id: UUID) -> Run | None:
        """The conversation's turn that has not ended."""
        ...

    async def advance(
        self,
        actor: Actor,
        run_id: UUID,
        *,
        stage: str,
        progress: float,
        happenings: Sequence[Happening] = (),
        attempt: int | None = None,
    ) -> None:
        """Note how far a run is; a run that has ended stays as it is.

        With `attempt`, raises `LeaseLostError` where that is no longer the one that drives it.
        """
        ...

    async def settle(
        self,
        actor: Actor,
        run_id: UUID,
        status: RunStatus,
        *,
        result: Mapping[str, Any] | None = None,
        error: Mapping[str, Any] | None = None,
        happenings: Sequence[Happening] = (),
        attempt: int | None = None,
    ) -> bool:
        """End a run, or let it wait.

        False where it had ended before, or `attempt` is no longer the one that holds it; then
        nothing changes.
        """
        ...

    async def resume(self, actor: Actor, run_id: UUID, *, stage: str) -> bool:
        """Queue a waiting run again; False where it does not wait."""
        ...

    async def detach(self, actor: Actor, run_id: UUID) -> bool:
        """Note that nobody waits for the run any more; False where it has ended."""
        ...

    async def take(self, run_id: UUID, *, owner: str, lease_s: float) -> Run | None:
        """Take up a queued or waiting run, or one whose lease ran out; None where that fails."""
        ...

    async def append(
        self,
        actor: Actor,
        run_id: UUID,
        happenings: Sequence[Happening],
        *,
        while_open: bool = False,
    ) -> None:
        """Add to the run's log; with `while_open`, nothing where the run has ended."""
        ...

    async def events(self, actor: Actor, run_id: UUID, *, after: int = 0) -> list[Event]: ...

    async def fence(self, actor: Actor, run_id: UUID, *, attempt: int) -> None:
        """Hold the run's row to the transaction's end, for the attempt that drives it.

        Raises `LeaseLostError` where another attempt drives it by now, or it has ended.
        """
        ...

    async def hold_open(self, actor: Actor, run_id: UUID) -> Run:
        """The run that orders another, its row held to the transaction's end.

        So whoever ends it sees what it ordered. Raises `ConflictError` (`RUN_ENDED`) where it has
        ended, or is gone.
        """
        ...

    async def unfinished(
        self, actor: Actor, *, kinds: Sequence[RunKind], after: UUID | None, limit: int
    ) -> list[QueuedRun]:
        """Runs of the workspace that have not ended, oldest first, those behind `after`."""
        ...

    async def queue_figures(self) -> list[QueueFigures]:
        """How every queue stands, whosever runs wait in it."""
        ...

    async def release(
        self,
        actor: Actor,
        run_id: UUID,
        *,
        attempt: int,
        stage: str,
        happenings: Sequence[Happening] = (),
        counts: bool = True,
    ) -> bool:
        """Put a running run back into its queue to be tried again; it has no lease then.

        Counts as a retry, except where `counts` says that nothing went wrong. False where
        `attempt` is no longer the one that drives it.
        """
        ...


class Effects(Protocol):
    async def result(self, actor: Actor, key: str) -> tuple[bool, Any]:
        """Whether the effect happened, and what it gave (None where the answer was lost)."""
        ...

    async def begin(self, actor: Actor, key: str, node: str) -> bool:
        """Claim an effect of the actor's run before it happens; False where it was claimed."""
        ...

    async def release(self, actor: Actor, key: str) -> None:
        """Give back a claim without a result: the effect did not happen."""
        ...

    async def keep(self, actor: Actor, key: str, node: str, result: Any) -> None:
        """Write an effect of the actor's run with its result, or complete one without.

        Nothing where the run was deleted meanwhile.
        """
        ...


class Jobs(Protocol):
    """Jobs that drive runs; a job commits with the rows of its unit of work."""

    async def defer(self, run: Run, *, wait_s: float = 0.0) -> None:
        """A job for the run, in the run's own queue with its priority, not before `wait_s`.

        The run's attempts so far tell its job from those before, which may still be closing.
        """
        ...

    async def withdraw(self, run_id: UUID) -> None:
        """Take the run's jobs that nobody has begun out of the queue."""
        ...


class RunWatch(Protocol):
    """Knows when a run has news, in whatever process it runs."""

    def follow(self, actor: Actor, run_id: UUID, *, after: int = 0) -> AsyncIterator[Event]:
        """The run's events from `after` on, until it has ended or waits and all were given."""
        ...

    async def ended(self, actor: Actor, run_id: UUID, *, timeout_s: float) -> Run:
        """The run when it has ended, or as it is after `timeout_s`."""
        ...

    async def rested(self, actor: Actor, run_id: UUID, *, timeout_s: float) -> Run:
        """The run when it has ended or waits for somebody, or as it is after `timeout_s`."""
        ...
