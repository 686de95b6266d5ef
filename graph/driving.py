"""What the drives of all kinds of runs share: taking up, letting go, trying again, ending."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from langgraph.checkpoint.base import BaseCheckpointSaver

from graph.at_work import AtWork
from graph.failing import Again, Over, verdict
from graph.lease import kept
from graph.pacing import Pace
from tools.domain.actor import Actor
from tools.domain.errors import LeaseLostError, StudioError, UnavailableError
from tools.domain.runs import TAKE_UPS_MOST, Happening, Run
from tools.ports.leases import Leases
from tools.ports.store import Store
from tools.studio.relaying import relay

_log = logging.getLogger(__name__)
_TOO_OFTEN = "This was interrupted too often."

Through = Callable[["Hold"], Coroutine[Any, Any, None]]
"""Drives one attempt to its end or to a rest."""


@dataclass(frozen=True, kw_only=True)
class Hold:
    """One attempt at a run: what it has under way at backends, and the pace of its progress."""

    run: Run
    actor: Actor
    at_work: AtWork
    pace: Pace


@dataclass(frozen=True, kw_only=True)
class Driving:
    """Drives runs under their leases, for one process.

    `thing` begins the sentence that a conversation is told of a failure; `record` is what a run
    keeps of one.
    """

    store: Store
    leases: Leases
    checkpoints: BaseCheckpointSaver[Any]
    owner: str
    lease_s: float
    thing: str
    record: Callable[[StudioError], dict[str, Any]]

    async def drive(self, run_id: UUID, through: Through) -> None:
        """Take the run up and drive it on; one that another holds, or that ended, is left.

        Where this process is told to end meanwhile, the run goes back into its queue.
        """
        run = await self.leases.take(run_id, owner=self.owner, lease_s=self.lease_s)
        if run is None:
            return
        hold = Hold(run=run, actor=acting(run), at_work=AtWork(), pace=Pace())
        try:
            if run.take_ups > TAKE_UPS_MOST:
                raised = UnavailableError(_TOO_OFTEN, code="INTERRUPTED_TOO_OFTEN")
                await self._end(hold, Over(status="failed", error=raised))
                return
            await kept(
                self.leases,
                run,
                self._guarded(hold, through),
                owner=self.owner,
                lease_s=self.lease_s,
                stop=hold.at_work.stop,
            )
        except asyncio.CancelledError:
            await self._hand_back(hold)
            raise
        except LeaseLostError:
            _log.info("Run %s is driven by another, or has ended", run.id)

    async def _guarded(self, hold: Hold, through: Through) -> None:
        try:
            await through(hold)
        except LeaseLostError:
            raise
        except Exception as error:
            await hold.pace.drop()
            await self._judge(hold, error)
        finally:
            await hold.pace.drop()

    async def _judge(self, hold: Hold, error: Exception) -> None:
        outcome = verdict(error, hold.run, chance=random.random())
        if isinstance(outcome, Again):
            await self._put_back(hold, outcome)
            return
        if not outcome.known:
            _log.error("Run %s (%s) failed", hold.run.id, hold.run.kind, exc_info=error)
        await self._end(hold, outcome)
        await hold.at_work.stop()

    async def _put_back(self, hold: Hold, again: Again) -> None:
        """Into the queue, with the job that tries it again, in one transaction."""
        run = hold.run
        at = datetime.now(UTC) + timedelta(seconds=again.wait_s)
        stage = again.code.lower()
        told = Happening(
            type="run.retrying",
            data={
                "stage": stage,
                "progress": round(run.progress, 3),
                "error": {"code": again.code, "detail": again.detail},
                "in_s": round(again.wait_s, 1),
                "at": at.isoformat(timespec="seconds"),
            },
        )
        async with self.store.begin(_service(hold.actor)) as work:
            if await work.runs.release(
                hold.actor, run.id, attempt=run.attempt, stage=stage, happenings=[told]
            ):
                await work.queue.defer(run, wait_s=again.wait_s)
                await relay(work, hold.actor, run, stage, run.progress)
                _log.info("Run %s: %s; again in %.1f s", run.id, again.code, again.wait_s)

    async def _hand_back(self, hold: Hold) -> None:
        """Let another process go on at once: this one ends, and nothing went wrong."""
        run = hold.run
        told = Happening(type="run.queued", data={"because": "its worker was told to end"})
        async with self.store.begin(_service(hold.actor)) as work:
            if await work.runs.release(
                hold.actor,
                run.id,
                attempt=run.attempt,
                stage="queued",
                happenings=[told],
                counts=False,
            ):
                await work.queue.defer(run)

    async def _end(self, hold: Hold, over: Over) -> None:
        run, actor, error = hold.run, _service(hold.actor), self.record(over.error)
        ended = Happening(type="run.ended", data={"status": over.status, "error": error})
        async with self.store.begin(actor) as work:
            if not await work.runs.settle(
                actor, run.id, over.status, error=error, happenings=[ended], attempt=run.attempt
            ):
                return
            await relay(work, actor, run, over.status, 1.0)
            now = await work.runs.get(actor, run.id)
            if now.input.get("detached") and now.thread_id:
                text = f"{self.thing} could not be made: {over.error.detail}"
                await work.threads.say(
                    actor, now.thread_id, role="artifact", text=text, content={}, run_id=run.id
                )
        await self.checkpoints.adelete_thread(str(run.id))


def acting(run: Run) -> Actor:
    """The actor of this attempt: what it writes counts only as long as it drives the run."""
    return Actor(workspace=run.workspace_id, user=run.user_id, run_id=run.id, attempt=run.attempt)


def _service(actor: Actor) -> Actor:
    """The same without the fence, for writes that are conditional on the attempt themselves."""
    return Actor(workspace=actor.workspace, user=actor.user, run_id=actor.run_id)
