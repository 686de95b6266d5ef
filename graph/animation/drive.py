"""Driving one take, from its beginning or from where it waited or a dead worker left it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.types import Command

from graph.animation.build import AnimationGraph
from graph.animation.state import GRAPH_VERSION, AnimationContext, AnimationState
from graph.driving import Driving, Hold
from tools.domain.actor import Actor
from tools.domain.animations import Take
from tools.domain.runs import Happening
from tools.ports.leases import Leases
from tools.ports.store import UnitOfWork
from tools.studio.animations.gates import gate_words, open_gate
from tools.studio.animations.waiting import failure_record
from tools.studio.studio import Studio


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
        """Take the run up and drive it to its end or to a gate; one that another holds is left."""
        driving = Driving(
            store=self.studio.store,
            leases=self.leases,
            checkpoints=self.checkpoints,
            owner=self.owner,
            lease_s=self.lease_s,
            thing="The animation",
            record=failure_record,
        )
        await driving.drive(run_id, self._through)

    async def _through(self, hold: Hold) -> None:
        actor, run = hold.actor, hold.run
        async with self.studio.store.read(actor) as work:
            take = await work.takes.of_run(actor, run.id)
        graph = self.dual if take.dual else self.single
        config: RunnableConfig = {"configurable": {"thread_id": str(run.id)}}
        context = AnimationContext(
            studio=self.studio, actor=actor, run=run, at_work=hold.at_work, pace=hold.pace
        )
        given = await self._place(graph, config)
        while True:
            end = await graph.ainvoke(cast(Any, given), config, context=context, durability="sync")
            if not end.get("__interrupt__"):
                break
            if await self._rest(hold):
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

    async def _rest(self, hold: Hold) -> bool:
        """Let the take wait; False where somebody answered just before."""
        actor, run = hold.actor, hold.run
        await hold.pace.flush()
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
