"""Driving a run that makes pictures, from its beginning or from where another worker left it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.graph.state import CompiledStateGraph

from graph.driving import Driving, Hold
from graph.generation.state import GRAPH_VERSION, GenerationContext, GenerationState
from tools.domain.errors import StudioError
from tools.ports.leases import Leases
from tools.studio.choosing import renderer_named
from tools.studio.studio import Studio


@dataclass(frozen=True, kw_only=True)
class GenerationDrive:
    """The collaborators that every generation, or every sheet, of this process shares.

    `graph` begins with an empty state and works in a `GenerationContext`; checkpoints of another
    `version` of it are not gone on from. `thing` begins the sentence that tells of a failure.
    """

    studio: Studio
    leases: Leases
    checkpoints: BaseCheckpointSaver[Any]
    graph: CompiledStateGraph[Any, GenerationContext, Any, Any]
    owner: str
    lease_s: float
    thing: str = "The picture"
    version: int = GRAPH_VERSION

    async def drive(self, run_id: UUID) -> None:
        """Take the run up and drive it to its end; a run that another holds, or ended, is left."""
        driving = Driving(
            store=self.studio.store,
            leases=self.leases,
            checkpoints=self.checkpoints,
            owner=self.owner,
            lease_s=self.lease_s,
            thing=self.thing,
            record=_recorded,
        )
        await driving.drive(run_id, self._through)

    async def _through(self, hold: Hold) -> None:
        config: RunnableConfig = {"configurable": {"thread_id": str(hold.run.id)}}
        saved = await self.checkpoints.aget_tuple(config)
        resumed = self._resumable(saved)
        if saved and not resumed:
            await self.checkpoints.adelete_thread(str(hold.run.id))
        given: GenerationState | None = None if resumed else GenerationState()
        context = GenerationContext(
            studio=self.studio,
            actor=hold.actor,
            run=hold.run,
            renderer=renderer_named(self.studio, hold.run.input["order"].get("backend")),
            at_work=hold.at_work,
            pace=hold.pace,
        )
        await self.graph.ainvoke(cast(Any, given), config, context=context, durability="sync")
        await self.checkpoints.adelete_thread(str(hold.run.id))

    def _resumable(self, saved: Any) -> bool:
        """Whether a checkpoint of this version of the graph is there to go on from."""
        if saved is None:
            return False
        values = saved.checkpoint["channel_values"]
        return values.get("graph_version", self.version) == self.version


def _recorded(error: StudioError) -> dict[str, Any]:
    return {"code": error.code, "detail": error.detail}
