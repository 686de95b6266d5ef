"""What is new in the event log: one LISTEN connection a process, fanned out inside."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections import defaultdict
from collections.abc import AsyncIterator, Generator
from contextlib import AbstractContextManager
from uuid import UUID

from psycopg import AsyncConnection, OperationalError

from store.unit_of_work import PostgresStore
from tools.domain.actor import Actor
from tools.domain.runs import ENDED, Event, Run, RunStatus

_EVENTS = "run_events"
_CANCELLED = "run_cancelled"
_RECONNECT_S = 0.5
_RECHECK_S = 5.0
"""How long a waiter trusts the notifications before it looks for itself."""
_AT_REST: frozenset[RunStatus] = frozenset({*ENDED, "waiting"})

_Bells = dict[UUID, set[asyncio.Event]]

_log = logging.getLogger(__name__)


class RunNews:
    """Wakes whoever follows a run. Notifications carry only ids: the log itself is read."""

    def __init__(self, url: str, store: PostgresStore) -> None:
        self._url = url
        self._store = store
        self._waiting: _Bells = defaultdict(set)
        self._driven: _Bells = defaultdict(set)
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
        with _bell(self._waiting, run_id) as bell:
            while True:
                bell.clear()
                run = await self._run(actor, run_id)
                left = deadline - asyncio.get_running_loop().time()
                if run.status in statuses or left <= 0:
                    return run
                await _ring(bell, min(left, _RECHECK_S))

    async def follow(self, actor: Actor, run_id: UUID, *, after: int = 0) -> AsyncIterator[Event]:
        """The run's events from `after` on, until it has ended or waits and all were given."""
        with _bell(self._waiting, run_id) as bell:
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

    def cancelled(self, run_id: UUID) -> AbstractContextManager[asyncio.Event]:
        """An event that is set when the run may have been cancelled."""
        return _bell(self._driven, run_id)

    async def _run(self, actor: Actor, run_id: UUID) -> Run:
        async with self._store.read(actor) as work:
            return await work.runs.get(actor, run_id)

    async def _listen(self) -> None:
        while True:
            try:
                async with await AsyncConnection.connect(self._url, autocommit=True) as connection:
                    for channel in (_EVENTS, _CANCELLED):
                        await connection.execute(f"listen {channel}".encode())
                    self._listening.set()
                    self._ring_all()
                    async for notice in connection.notifies():
                        bells = self._driven if notice.channel == _CANCELLED else self._waiting
                        _ring_for(bells, UUID(notice.payload.partition(":")[0]))
            except OperationalError as error:
                _log.warning("The listener lost the database: %s. It connects again.", error)
                await asyncio.sleep(_RECONNECT_S)

    def _ring_all(self) -> None:
        for bells in (self._waiting, self._driven):
            for run_id in bells:
                _ring_for(bells, run_id)


@contextlib.contextmanager
def _bell(bells: _Bells, run_id: UUID) -> Generator[asyncio.Event, None, None]:
    bell = asyncio.Event()
    bells[run_id].add(bell)
    try:
        yield bell
    finally:
        bells[run_id].discard(bell)
        if not bells[run_id]:
            del bells[run_id]


def _ring_for(bells: _Bells, run_id: UUID) -> None:
    for bell in bells.get(run_id, ()):
        bell.set()


async def _ring(bell: asyncio.Event, timeout_s: float) -> None:
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(bell.wait(), timeout_s)
