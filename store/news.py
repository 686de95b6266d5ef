"""What is new in the event log: one LISTEN connection a process, fanned out inside."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections import defaultdict
from collections.abc import AsyncIterator, Generator
from uuid import UUID

from psycopg import AsyncConnection, OperationalError

from store.unit_of_work import PostgresStore
from tools.domain.actor import Actor
from tools.domain.runs import ENDED, Event, Run, RunStatus

_CHANNEL = "run_events"
_RECONNECT_S = 0.5
_RECHECK_S = 5.0
"""How long a waiter trusts the notifications before it looks for itself."""
_AT_REST: frozenset[RunStatus] = frozenset({*ENDED, "waiting"})

_log = logging.getLogger(__name__)


class RunNews:
    """Wakes whoever follows a run. Notifications carry only ids: the log itself is read."""

    def __init__(self, url: str, store: PostgresStore) -> None:
        self._url = url
        self._store = store
        self._waiting: dict[UUID, set[asyncio.Event]] = defaultdict(set)
        self._task: asyncio.Task[None] | None = None
        self._listening = asyncio.Event()

    async def start(self) -> None:
        self._task = asyncio.create_task(self._listen(), name="run-news")
        await self._listening.wait()

    async def stop(self) -> None:
        if self._task:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def ended(self, actor: Actor, run_id: UUID, *, timeout_s: float) -> Run:
        """The run when it has ended, or as it is after `timeout_s`."""
        return await self._until(ENDED, actor, run_id, timeout_s)

    async def rested(self, actor: Actor, run_id: UUID, *, timeout_s: float) -> Run:
        """The run when it has ended or waits for somebody, or as it is after `timeout_s`."""
        return await self._until(_AT_REST, actor, run_id, timeout_s)

    async def _until(
        self, statuses: frozenset[RunStatus], actor: Actor, run_id: UUID, timeout_s: float
    ) -> Run:
        deadline = asyncio.get_running_loop().time() + timeout_s
        with self._bell(run_id) as bell:
            while True:
                bell.clear()
                run = await self._run(actor, run_id)
                left = deadline - asyncio.get_running_loop().time()
                if run.status in statuses or left <= 0:
                    return run
                await _ring(bell, min(left, _RECHECK_S))

    async def follow(self, actor: Actor, run_id: UUID, *, after: int = 0) -> AsyncIterator[Event]:
        """The run's events from `after` on, until it has ended or waits and all were given."""
        with self._bell(run_id) as bell:
            while True:
                bell.clear()
                async with self._store.read(actor) as work:
                    run = await work.runs.get(actor, run_id)
                    events = await work.runs.events(actor, run_id, after=after)
                for event in events:
                    after = event.seq
                    yield event
                if run.ended or run.status == "waiting":
                    return
                await _ring(bell, _RECHECK_S)

    async def _run(self, actor: Actor, run_id: UUID) -> Run:
        async with self._store.read(actor) as work:
            return await work.runs.get(actor, run_id)

    @contextlib.contextmanager
    def _bell(self, run_id: UUID) -> Generator[asyncio.Event, None, None]:
        bell = asyncio.Event()
        self._waiting[run_id].add(bell)
        try:
            yield bell
        finally:
            self._waiting[run_id].discard(bell)
            if not self._waiting[run_id]:
                del self._waiting[run_id]

    async def _listen(self) -> None:
        while True:
            try:
                async with await AsyncConnection.connect(self._url, autocommit=True) as connection:
                    await connection.execute(f"listen {_CHANNEL}".encode())
                    self._listening.set()
                    self._ring_all()
                    async for notice in connection.notifies():
                        self._ring(notice.payload)
            except OperationalError as error:
                _log.warning("The listener lost the database: %s. It connects again.", error)
                await asyncio.sleep(_RECONNECT_S)

    def _ring(self, payload: str) -> None:
        run_id = UUID(payload.partition(":")[0])
        for bell in self._waiting.get(run_id, ()):
            bell.set()

    def _ring_all(self) -> None:
        for bells in self._waiting.values():
            for bell in bells:
                bell.set()


async def _ring(bell: asyncio.Event, timeout_s: float) -> None:
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(bell.wait(), timeout_s)
