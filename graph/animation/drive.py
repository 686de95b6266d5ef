"""Driving one take, from its beginning or from where it waited or a dead worker left it."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.types import Command

from graph.animation.build import AnimationGraph
from graph.animation.state import GRAPH_VERSION, AnimationContext, AnimationState
from graph.lease import kept
from tools.domain.actor import Actor
from tools.domain.animations import Take
from tools.domain.errors import InvalidError, StudioError, UnavailableError
from tools.domain.runs import TAKE_UPS_MOST, Happening, Run
from tools.ports.leases import Leases
from tools.ports.rendering import BackendBusyError, BackendDownError, BackendError
from tools.ports.store import UnitOfWork
from tools.studio.animations.gates import gate_words, open_gate
from tools.studio.animations.waiting import failure_record
from tools.studio.relaying import relay
from tools.studio.studio import Studio

_log = logging.getLogger(__name__)
_BUSY_TRIES_MOST = 5
_GATES = 2
"""How often a take is taken up again because somebody answered."""


@dataclass(frozen=True, kw_only=True)
class AnimationDrive:
    """The collaborators that every take of this process shares; a graph for each mode."""

    studio: Studio
    leases: Leases
    checkpoints: BaseCheckpointSaver[Any]
    single: AnimationGraph
    dual: AnimationGraph
    owner: str
    lease_s: float

    async def drive(self, run_id: UUID) -> None:
        """Take the run up and drive it to its end or to a gate; one that another holds is left.

        Raises `BackendBusyError` where it should be tried again later.
        """
        run = await self.leases.take(run_id, owner=self.owner, lease_s=self.lease_s)
        if run is None:
            return
        if run.attempt > TAKE_UPS_MOST + _BUSY_TRIES_MOST + _GATES:
            error = UnavailableError(
                "This was interrupted too often.", code="INTERRUPTED_TOO_OFTEN"
            )
            await self._fail(run, error)
            return
        await kept(self.leases, run, self._guarded(run), owner=self.owner, lease_s=self.lease_s)

    async def _guarded(self, run: Run) -> None:
        try:
            await self._run(run)
        except BackendBusyError as error:
            if run.attempt < _BUSY_TRIES_MOST + _GATES:
                raise
            await self._fail(run, UnavailableError(str(error), code="BACKEND_BUSY"))
        except BackendDownError as error:
            await self._fail(run, UnavailableError(str(error), code="BACKEND_DOWN"))
        except BackendError as error:
            await self._fail(run, InvalidError(str(error), code="BACKEND_REJECTED"))
        except StudioError as error:
            await self._fail(run, error)
        except Exception:
            _log.exception("Take %s failed", run.id)
            detail = "It failed inside; the service's log says more."
            await self._fail(run, UnavailableError(detail, code="ANIMATION_FAILED"))

    async def _run(self, run: Run) -> None:
        actor = _actor_of(run)
        async with self.studio.store.read(actor) as work:
            take = await work.takes.of_run(actor, run.id)
        graph = self.dual if take.dual else self.single
        config: RunnableConfig = {"configurable": {"thread_id": str(run.id)}}
        context = AnimationContext(studio=self.studio, actor=actor, run=run)
        given = await self._place(graph, config)
        while True:
            end = await graph.ainvoke(cast(Any, given), config, context=context, durability="sync")
            if not end.get("__interrupt__"):
                break
            if await self._rest(run):
                return
            given = Command(resume=True)
        await self.checkpoints.adelete_thread(str(run.id))

    async def _place(
        self, graph: AnimationGraph, config: RunnableConfig
    ) -> AnimationState | Command[Any] | None:
        """Where to begin: anew, on from a gate, or on from the step that was not finished."""
        saved = await self.checkpoints.aget_tuple(config)
        if saved is None:
            return AnimationState()
        version = saved.checkpoint["channel_values"].get("graph_version", GRAPH_VERSION)
        if version != GRAPH_VERSION:
            await self.checkpoints.adelete_thread(config["configurable"]["thread_id"])  # pyright: ignore[reportTypedDictNotRequiredAccess]
            return AnimationState()
        snapshot = await graph.aget_state(config)
        return Command(resume=True) if snapshot.interrupts else None

    async def _rest(self, run: Run) -> bool:
        """Let the take wait; False where somebody answered just before."""
        actor = _actor_of(run)
        async with self.studio.store.begin(actor) as work:
            take = await work.takes.hold(actor, run.id)
            gate = open_gate(take)
            passed = gate is None or (gate == "sprites" and not take.written)
            if passed:
                return False
            told = {"gate": gate, "animation": take.animation_id, "take": take.number}
            waits = Happening(type="run.waiting", data=told)
            if await work.runs.settle(
                actor, run.id, "waiting", happenings=[waits], attempt=run.attempt
            ):
                await self._ask(work, actor, take)
            return True

    @staticmethod
    async def _ask(work: UnitOfWork, actor: Actor, take: Take) -> None:
        """Say in the conversation what is waited for, where the turn has stopped waiting."""
        now = await work.runs.get(actor, take.run_id)
        if now.input.get("detached") and now.thread_id:
            await work.threads.say(
                actor,
                now.thread_id,
                role="artifact",
                text=gate_words(take),
                content={"animation": take.animation_id},
                run_id=now.id,
            )

    async def _fail(self, run: Run, raised: StudioError) -> None:
        actor, error = _actor_of(run), failure_record(raised)
        ended = Happening(type="run.ended", data={"status": "failed", "error": error})
        async with self.studio.store.begin(actor) as work:
            if await work.runs.settle(
                actor, run.id, "failed", error=error, happenings=[ended], attempt=run.attempt
            ):
                await relay(work, actor, run, "failed", 1.0)
                now = await work.runs.get(actor, run.id)
                if now.input.get("detached") and now.thread_id:
                    text = f"The animation could not be made: {raised.detail}"
                    await work.threads.say(
                        actor, now.thread_id, role="artifact", text=text, content={}, run_id=run.id
                    )
        await self.checkpoints.adelete_thread(str(run.id))


def _actor_of(run: Run) -> Actor:
    return Actor(workspace=run.workspace_id, user=run.user_id, run_id=run.id)
