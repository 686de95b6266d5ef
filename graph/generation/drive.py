"""Driving one generation, from its beginning or from where a dead worker left it."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import BaseCheckpointSaver

from graph.generation.build import GenerationGraph
from graph.generation.state import GRAPH_VERSION, GenerationContext, GenerationState
from graph.lease import kept
from tools.domain.actor import Actor
from tools.domain.errors import StudioError
from tools.domain.runs import TAKE_UPS_MOST, Happening, Run
from tools.ports.leases import Leases
from tools.ports.rendering import (
    BackendBusyError,
    BackendDownError,
    BackendError,
    Renderer,
)
from tools.ports.store import UnitOfWork
from tools.studio.relaying import relay
from tools.studio.studio import Studio

_log = logging.getLogger(__name__)
_BUSY_TRIES_MOST = 5


@dataclass(frozen=True, kw_only=True)
class GenerationDrive:
    """The collaborators that every generation of this process shares."""

    studio: Studio
    leases: Leases
    checkpoints: BaseCheckpointSaver[Any]
    graph: GenerationGraph
    owner: str
    lease_s: float

    async def drive(self, run_id: UUID) -> None:
        """Take the run up and drive it to its end; a run that another holds, or ended, is left.

        Raises `BackendBusyError` where it should be tried again later.
        """
        run = await self.leases.take(run_id, owner=self.owner, lease_s=self.lease_s)
        if run is None:
            return
        if run.attempt > TAKE_UPS_MOST + _BUSY_TRIES_MOST:
            await self._fail(run, "INTERRUPTED_TOO_OFTEN", "This was interrupted too often.")
            return
        await kept(self.leases, run, self._guarded(run), owner=self.owner, lease_s=self.lease_s)

    async def recover(self) -> None:
        """Give a job to every run that lost its own: to a shutdown, or to a lease not yet over."""
        for run in await self.leases.orphans():
            _log.info("Queueing run %s again", run.id)
            async with self.studio.store.begin(_actor_of(run)) as work:
                await work.queue.defer(run)

    async def _guarded(self, run: Run) -> None:
        try:
            await self._run(run)
        except BackendBusyError as error:
            if run.attempt < _BUSY_TRIES_MOST:
                raise
            await self._fail(run, "BACKEND_BUSY", str(error))
        except BackendDownError as error:
            await self._fail(run, "BACKEND_DOWN", str(error))
        except BackendError as error:
            await self._fail(run, "BACKEND_REJECTED", str(error))
        except StudioError as error:
            await self._fail(run, error.code, error.detail)
        except Exception:
            _log.exception("Generation %s failed", run.id)
            await self._fail(
                run, "GENERATION_FAILED", "It failed inside; the service's log says more."
            )

    async def _run(self, run: Run) -> None:
        config: RunnableConfig = {"configurable": {"thread_id": str(run.id)}}
        saved = await self.checkpoints.aget_tuple(config)
        given: GenerationState | None = None if self._resumable(saved) else GenerationState()
        context = GenerationContext(
            studio=self.studio, actor=_actor_of(run), run=run, renderer=self._renderer()
        )
        await self.graph.ainvoke(cast(Any, given), config, context=context, durability="sync")
        await self.checkpoints.adelete_thread(str(run.id))

    @staticmethod
    def _resumable(saved: Any) -> bool:
        """Whether a checkpoint of this version of the graph is there to go on from."""
        if saved is None:
            return False
        values = saved.checkpoint["channel_values"]
        return values.get("graph_version", GRAPH_VERSION) == GRAPH_VERSION

    def _renderer(self) -> Renderer:
        for renderer in self.studio.renderers:
            if "text_to_image" in renderer.capabilities:
                return renderer
        raise BackendError(
            "No configured backend makes pictures from words. Set ECHO_DIRECTOR_BACKEND."
        )

    async def _fail(self, run: Run, code: str, detail: str) -> None:
        actor, error = _actor_of(run), {"code": code, "detail": detail}
        ended = Happening(type="run.ended", data={"status": "failed", "error": error})
        async with self.studio.store.begin(actor) as work:
            if not await work.runs.settle(
                actor, run.id, "failed", error=error, happenings=[ended], attempt=run.attempt
            ):
                return
            await relay(work, actor, run, "failed", 1.0)
            await self._tell(work, actor, run, detail)
        await self.checkpoints.adelete_thread(str(run.id))

    async def _tell(self, work: UnitOfWork, actor: Actor, run: Run, detail: str) -> None:
        now = await work.runs.get(actor, run.id)
        if now.input.get("detached") and now.thread_id:
            text = f"The picture could not be made: {detail}"
            await work.threads.say(
                actor, now.thread_id, role="artifact", text=text, content={}, run_id=run.id
            )


def _actor_of(run: Run) -> Actor:
    return Actor(workspace=run.workspace_id, user=run.user_id, run_id=run.id)
