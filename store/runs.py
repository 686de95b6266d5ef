"""Runs and their event log in PostgreSQL."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from store.rows import Connection, Rows
from tools.domain.actor import Actor
from tools.domain.batches import Share
from tools.domain.errors import ConflictError, LeaseLostError, NotFoundError
from tools.domain.queueing import QueuedRun, QueueFigures
from tools.domain.queues import PERSON_WAITS, QUEUES, Queue
from tools.domain.runs import Event, Happening, Run, RunKind, RunStatus
from tools.ports.leases import Standing

_UUID_DIGITS = 32
_SWEEPS = (
    "sweep_deltas",
    "sweep_events",
    "sweep_jobs",
    "sweep_checkpoint_writes",
    "sweep_checkpoint_blobs",
    "sweep_checkpoints",
)


class RunRows(Rows):
    """`rested` hears of every run that ends or begins to wait, in the same transaction."""

    concept = "runs"

    def __init__(
        self, connection: Connection, *, rested: Callable[[UUID], Awaitable[None]] | None = None
    ) -> None:
        super().__init__(connection)
        self._rested = rested

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
        run = await self._one(
            Run,
            "add",
            run_id=run_id,
            kind=kind,
            workspace=actor.workspace,
            user=actor.user,
            parent_id=parent_id,
            thread_id=thread_id,
            project_id=project_id,
            character_id=character_id,
            status=status,
            input=Jsonb(dict(input)),
            owner=owner,
            lease_s=lease_s,
            queue=queue,
            priority=priority,
        )
        if run is None:
            raise ConflictError(
                "The director is still at work on this conversation. Wait for the answer, or "
                "cancel it.",
                code="RUN_IN_PROGRESS",
            )
        return run

    async def get(self, actor: Actor, run_id: UUID) -> Run:
        run = await self._one(Run, "get", workspace=actor.workspace, run_id=run_id)
        if run is None:
            raise NotFoundError(f"There is no generation {run_id}.", code="GENERATION_NOT_FOUND")
        return run

    async def find(self, actor: Actor, prefix: str, *, kinds: Sequence[RunKind]) -> list[Run]:
        digits = prefix.replace("-", "").lower()
        return await self._all(
            Run,
            "find",
            workspace=actor.workspace,
            kinds=list(kinds),
            low=digits.ljust(_UUID_DIGITS, "0"),
            high=digits.ljust(_UUID_DIGITS, "f"),
        )

    async def newest(
        self, actor: Actor, *, kinds: Sequence[RunKind], project_id: int | None = None
    ) -> Run | None:
        return await self._one(
            Run, "newest", workspace=actor.workspace, kinds=list(kinds), project_id=project_id
        )

    async def latest(
        self, actor: Actor, *, project_id: int | None, limit: int, is_open: bool = False
    ) -> list[Run]:
        where = "of_project" if project_id is not None else "of_workspace"
        return await self._all(
            Run,
            f"{'open' if is_open else 'latest'}_{where}",
            workspace=actor.workspace,
            project_id=project_id,
            limit=limit,
        )

    async def hold_children(self, actor: Actor, run_id: UUID) -> list[Run]:
        return await self._all(Run, "hold_children", workspace=actor.workspace, run_id=run_id)

    async def shares(self, actor: Actor, batch_id: UUID) -> list[Share]:
        return await self._all(Share, "shares", workspace=actor.workspace, run_id=batch_id)

    async def newest_of(self, actor: Actor, character_id: int, *, is_open: bool) -> Run | None:
        return await self._one(
            Run,
            "newest_of_open" if is_open else "newest_of_ended",
            workspace=actor.workspace,
            character_id=character_id,
        )

    async def children(self, actor: Actor, run_id: UUID) -> list[Run]:
        return await self._all(Run, "children", workspace=actor.workspace, run_id=run_id)

    async def of_thread(self, actor: Actor, thread_id: UUID) -> list[Run]:
        return await self._all(Run, "of_thread", workspace=actor.workspace, thread_id=thread_id)

    async def open_in(self, actor: Actor, project_id: int) -> list[Run]:
        return await self._all(Run, "open_in", workspace=actor.workspace, project_id=project_id)

    async def open_turn(self, actor: Actor, thread_id: UUID) -> Run | None:
        return await self._one(Run, "open_turn", workspace=actor.workspace, thread_id=thread_id)

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
        noted = await self._run(
            "advance",
            workspace=actor.workspace,
            run_id=run_id,
            stage=stage,
            progress=progress,
            attempt=attempt,
            **_written(happenings),
        )
        if not noted and attempt is not None:
            raise _lost(run_id)

    async def fence(self, actor: Actor, run_id: UUID, *, attempt: int) -> None:
        held = await self._record(
            "fence", workspace=actor.workspace, run_id=run_id, attempt=attempt
        )
        if held is None:
            raise _lost(run_id)

    async def hold_open(self, actor: Actor, run_id: UUID) -> Run:
        """The run, its row held to the transaction's end: it cannot end before that.

        Raises `ConflictError` (`RUN_ENDED`) where it has.
        """
        run = await self._one(Run, "hold_open", workspace=actor.workspace, run_id=run_id)
        if run is None or run.ended:
            raise ConflictError(
                "What asked for this has been stopped or has ended; ask again.", code="RUN_ENDED"
            )
        return run

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
        released = await self._run(
            "release",
            workspace=actor.workspace,
            run_id=run_id,
            attempt=attempt,
            stage=stage,
            counts=counts,
        )
        if released:
            await self.append(actor, run_id, happenings)
        return bool(released)

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
        settled = await self._run(
            "settle",
            workspace=actor.workspace,
            run_id=run_id,
            status=status,
            result=None if result is None else Jsonb(dict(result)),
            error=None if error is None else Jsonb(dict(error)),
            attempt=attempt,
            **_written(happenings),
        )
        if settled and self._rested:
            await self._rested(run_id)
        return bool(settled)

    async def resume(self, actor: Actor, run_id: UUID, *, stage: str) -> bool:
        """Queue a waiting run again; False where it does not wait."""
        return bool(
            await self._run("resume", workspace=actor.workspace, run_id=run_id, stage=stage)
        )

    async def detach(self, actor: Actor, run_id: UUID) -> bool:
        """Note that nobody waits for the run any more; False where it has ended."""
        return bool(await self._run("detach", workspace=actor.workspace, run_id=run_id))

    async def append(
        self,
        actor: Actor,
        run_id: UUID,
        happenings: Sequence[Happening],
        *,
        while_open: bool = False,
    ) -> None:
        if happenings:
            await self._run("append", run_id=run_id, while_open=while_open, **_written(happenings))

    async def events(self, actor: Actor, run_id: UUID, *, after: int = 0) -> list[Event]:
        return await self._all(
            Event, "events", workspace=actor.workspace, run_id=run_id, after=after
        )

    async def take(self, run_id: UUID, *, owner: str, lease_s: float) -> Run | None:
        """Take a run up, or again after its lease ran out; None where it is held or ended."""
        return await self._one(Run, "take", run_id=run_id, owner=owner, lease_s=lease_s)

    async def unfinished(
        self, actor: Actor, *, kinds: Sequence[RunKind], after: UUID | None, limit: int
    ) -> list[QueuedRun]:
        return await self._all(
            QueuedRun,
            "unfinished",
            workspace=actor.workspace,
            kinds=list(kinds),
            after=after,
            limit=limit,
        )

    async def queue_figures(self) -> list[QueueFigures]:
        return await self._all(QueueFigures, "queue_figures", queues=list(QUEUES))

    async def renew(self, run: Run, *, owner: str, lease_s: float) -> bool:
        """Keep a run's lease; False where it was lost or the run has ended."""
        renewed = await self._run(
            "renew", run_id=run.id, owner=owner, lease_s=lease_s, attempt=run.attempt
        )
        return bool(renewed)

    async def abandoned(self) -> list[Run]:
        """Running turns whose lease ran out."""
        return await self._all(Run, "abandoned")

    async def standing(self, run: Run) -> Standing:
        """Whether the attempt of `run` still drives it, and if not, why."""
        row = await self._record("standing", run_id=run.id)
        if row is None or row["status"] == "cancelled":
            return "cancelled"
        held = row["status"] == "running" and row["attempt"] == run.attempt
        return "held" if held else "lost"

    async def sweep(self) -> int:
        """Drop text deltas and checkpoints of ended runs, old events and ended jobs.

        Returns how many rows went. A run that was cancelled leaves its checkpoints to this.
        """
        return sum([await self._run(statement) for statement in _SWEEPS])


def _written(happenings: Sequence[Happening]) -> dict[str, Any]:
    return {
        "count": len(happenings),
        "types": [happening.type for happening in happenings],
        "data": [Jsonb(happening.data) for happening in happenings],
    }


def _lost(run_id: UUID) -> LeaseLostError:
    return LeaseLostError(f"Run {run_id} ended, or another process drives it now.")
