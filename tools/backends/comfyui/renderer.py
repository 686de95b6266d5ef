"""Pictures and clips from ComfyUI servers: planned for a server, sent to it, fetched, checked."""

from __future__ import annotations

import asyncio
import contextlib
from uuid import NAMESPACE_URL, uuid4, uuid5

from tools.backends.comfyui.abilities import ALL, readiness
from tools.backends.comfyui.cast import figures_of
from tools.backends.comfyui.checking import Graph, problems_of
from tools.backends.comfyui.filming import check_clip
from tools.backends.comfyui.nodes import NodeCatalogue
from tools.backends.comfyui.own_workflow import check_pictures
from tools.backends.comfyui.pictures import flat
from tools.backends.comfyui.plan import Plan, stand_ins
from tools.backends.comfyui.planning import Planner
from tools.backends.comfyui.pool import ComfyPool, Placed
from tools.backends.comfyui.results import result_of
from tools.backends.comfyui.server import ComfyServer
from tools.backends.comfyui.sizes import LEAST_SIDE, MOST_PIXELS, MOST_SIDE
from tools.domain.workflows import Workflow
from tools.ports.rendering import (
    BackendBusyError,
    BackendDownError,
    BackendError,
    BackendRejectedError,
    Capability,
    Progress,
    Readiness,
    RenderRequest,
    RenderResult,
)

NAME = "comfyui"
_FILE_GONE = "COMFYUI_FILE_GONE"
"""A file that the server had made was deleted there; running the same job makes it again."""
_SENT, _DONE = 0.05, 0.95
"""Shares of the whole at which the job is sent, and done at the server."""


class ComfyRenderer:
    """Draws on the servers of a pool; what it sends to each follows from what that one has.

    A request's key names its job at the server, so that the same request, made again, finds the
    job that it has begun.
    """

    def __init__(self, pool: ComfyPool) -> None:
        self._pool = pool

    @property
    def name(self) -> str:
        return NAME

    @property
    def capabilities(self) -> frozenset[Capability]:
        return ALL

    async def ready(self) -> Readiness:
        try:
            return readiness([nodes for _, nodes in await self._pool.catalogues()])
        except BackendError as error:
            return Readiness(ok=False, capabilities=frozenset(), detail=str(error))

    def price_usd(self, request: RenderRequest) -> float:
        return 0.0

    async def render(
        self, request: RenderRequest, progress: Progress | None = None
    ) -> RenderResult:
        """Make one picture, or one clip, of exactly the asked size.

        Of the servers that can make it, one that keeps the characters in the best way is taken.
        Raises the errors of `tools.ports.rendering`; `BackendRejectedError` names node and input
        where a server would refuse the workflow.
        """
        _check(request)
        prompt_id = prompt_id_of(request.key)
        planned = Planner(request, prompt_id, await asyncio.to_thread(stand_ins, request))
        async with contextlib.AsyncExitStack() as stack:
            placed = await self._placed(stack, planned, prompt_id)
            plan = planned.plan(placed.nodes)
            return await self._made(request, plan, placed, prompt_id, progress)

    async def stop(self, key: str) -> None:
        """End the job of this key at the server that has it."""
        with contextlib.suppress(BackendError):
            prompt_id = prompt_id_of(key)
            server = await self._pool.holding(prompt_id)
            if server:
                await server.stop(prompt_id)

    async def problems(self, workflow: Workflow) -> list[str]:
        """What would be refused by the server that has the least against the workflow.

        Raises `BackendDownError` where no server answers.
        """
        catalogues = await self._pool.catalogues()
        if not catalogues:
            raise BackendDownError("No ComfyUI server answers, so the workflow was not checked.")
        found = [problems_of(workflow, nodes) for _, nodes in catalogues]
        return min(found, key=len)

    async def _placed(
        self, stack: contextlib.AsyncExitStack, planned: Planner, prompt_id: str
    ) -> Placed:
        best = planned.best_rank([nodes for _, nodes in await self._pool.catalogues()])

        def misfit(nodes: NodeCatalogue) -> str | None:
            return planned.misfit(nodes, best)

        try:
            return await stack.enter_async_context(
                self._pool.server_for(misfit, prompt_id=prompt_id)
            )
        except BackendRejectedError as error:
            raise planned.refusal(error) from error

    async def _made(
        self,
        request: RenderRequest,
        plan: Plan,
        placed: Placed,
        prompt_id: str,
        progress: Progress | None,
    ) -> RenderResult:
        server = placed.server
        own = request.workflow is not None
        names = {
            name: await server.upload(name, data if own else await asyncio.to_thread(flat, data))
            for name, data in plan.uploads.items()
        }
        graph = plan.graph_with(names)

        async def told(share: float, words: str) -> None:
            if progress:
                await progress(_SENT + share * (_DONE - _SENT), words)

        if progress:
            await progress(_SENT, "sent to ComfyUI")
        outputs = list(dict.fromkeys(plan.outputs.values()))
        try:
            files = await _run(server, graph, prompt_id, outputs, told)
        except BackendBusyError as error:
            if error.code != _FILE_GONE:
                raise
            files = await _run(server, graph, prompt_id, outputs, told)
        if progress:
            await progress(_DONE, "fetched")
        return await asyncio.to_thread(result_of, request, plan, graph, files)


async def _run(
    server: ComfyServer, graph: Graph, prompt_id: str, outputs: list[str], progress: Progress
) -> dict[str, list[tuple[str, bytes]]]:
    """Name and bytes of the first file of each output node."""
    made = await server.run(graph, prompt_id=prompt_id, outputs=outputs, progress=progress)
    return {
        node: [(found[0].filename, await server.fetch(found[0]))]
        for node, found in made.items()
        if found
    }


def prompt_id_of(key: str) -> str:
    """A job's id at the servers: the same for the same key, a new one without a key."""
    return str(uuid5(NAMESPACE_URL, f"echo-director:{key}") if key else uuid4())


def _check(request: RenderRequest) -> None:
    """Raises `BackendRejectedError` for what no server can do."""
    sides, pixels = (request.width, request.height), request.width * request.height
    if not all(LEAST_SIDE <= side <= MOST_SIDE for side in sides) or pixels > MOST_PIXELS:
        raise BackendRejectedError(
            f"Pictures are {LEAST_SIDE} to {MOST_SIDE} pixels a side and at most"
            f" {MOST_PIXELS // 1_000_000} megapixels; {request.width}x{request.height} was asked"
            " for."
        )
    if request.frames > 1:
        check_clip(request)
    if request.workflow is not None:
        check_pictures(request, request.workflow)
    figures_of(request)
