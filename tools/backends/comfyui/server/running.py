"""One job from beginning to end: sent or found, followed, its files at hand."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from tools.backends.comfyui.server.endings import failure
from tools.backends.comfyui.server.files import Files
from tools.backends.comfyui.server.following import Following, Patience
from tools.backends.comfyui.server.jobs import Job, Jobs, message_in
from tools.backends.comfyui.server.listening import Listening
from tools.backends.comfyui.server.outputs import Output, outputs_in
from tools.backends.comfyui.server.progress import Progress
from tools.backends.comfyui.server.refusals import node_named
from tools.backends.comfyui.server.submitting import check, submit
from tools.backends.comfyui.server.wire import Wire
from tools.ports.rendering import BackendRejectedError


@dataclass(frozen=True, kw_only=True)
class Run:
    """What is run where. `report` takes the done share and the node at work."""

    wire: Wire
    jobs: Jobs
    files: Files
    graph: Mapping[str, Any]
    prompt_id: str
    outputs: Collection[str]
    client_id: str
    report: Callable[[float, str], Awaitable[None]] | None
    patience: Patience

    async def results(self) -> dict[str, list[Output]]:
        """The files of the asked nodes."""
        check(self.graph, self.outputs)
        found = await self.jobs.find(self.prompt_id)
        if found and found.state == "done" and not await self._lacking(found, earlier=True):
            return self._wanted(found)
        client_id = (found and found.client_id) or f"{self.client_id}-{self.prompt_id}"
        progress = Progress(self.graph, self.outputs)
        listening = Listening(
            self.wire.address,
            client_id=client_id,
            prompt_id=self.prompt_id,
            progress=progress,
            connect_timeout_s=self.patience.connect_s,
        )
        async with listening:
            following = Following(
                self.jobs,
                listening,
                progress,
                prompt_id=self.prompt_id,
                server=self.wire.name,
                report=self.report,
                patience=self.patience,
            )
            job = await self._done(found, following, client_id)
        if self.report:
            await self.report(1.0, progress.words or "done")
        return self._wanted(job)

    async def _done(self, found: Job | None, following: Following, client_id: str) -> Job:
        """A job that has all files, made again once where some are not there."""
        if found and found.state == "done":
            job, earlier = found, True
        else:
            if found is None or found.state in ("failed", "stopped"):
                await self._send(self.graph, client_id, again=found is not None)
            job, earlier = await self._ended(following), False
        lacking = await self._lacking(job, earlier=earlier)
        if lacking:
            await self._send(await self._renewed(lacking), client_id, again=True)
            job = await self._ended(following)
            lacking = set(self.outputs) - outputs_in(job.record).keys()
        if lacking:
            node = node_named(self.graph, sorted(lacking)[0])
            raise BackendRejectedError(
                f"The workflow's {node} ended without a file.", code="COMFYUI_NO_FILES"
            )
        return job

    async def _send(self, graph: Mapping[str, Any], client_id: str, *, again: bool) -> None:
        """A job of the same id that has ended is forgotten first, so as not to be taken for it."""
        if again:
            await self.jobs.forget(self.prompt_id)
        await submit(
            self.wire,
            self.jobs,
            graph,
            prompt_id=self.prompt_id,
            client_id=client_id,
        )

    async def _ended(self, following: Following) -> Job:
        job = await following.until_ended()
        if error := failure(job, self.graph):
            raise error
        return job

    async def _lacking(self, job: Job, *, earlier: bool) -> set[str]:
        """Asked nodes without a file.

        A node whose result the server still had names files of before, which somebody may have
        deleted since; so may those of a job that ended `earlier`.
        """
        files = outputs_in(job.record)
        cached = (message_in(job.record, "execution_cached") or {}).get("nodes")
        old = set(map(str, cached)) if isinstance(cached, list) else set[str]()
        lacking: set[str] = set()
        for node in self.outputs:
            listed = files.get(node, [])
            doubtful = listed if earlier or node in old else []
            if not listed or not all([await self.files.has(output) for output in doubtful]):
                lacking.add(node)
        return lacking

    async def _renewed(self, lacking: Collection[str]) -> Mapping[str, Any]:
        """The graph, so that the server runs these nodes again and keeps what leads to them.

        A node that has no prefix to change runs again only where the server forgets everything. It
        does so a moment after its answer, or after the job that runs.
        """
        graph = dict(self.graph)
        for node in lacking:
            inputs = graph[node].get("inputs")
            prefix = inputs.get("filename_prefix") if isinstance(inputs, Mapping) else None
            if isinstance(prefix, str):
                renamed = f"{prefix}_{uuid4().hex[:8]}"
                graph[node] = {**graph[node], "inputs": {**inputs, "filename_prefix": renamed}}
            else:
                await self.jobs.free()
                await self.jobs.waiting()
        return graph

    def _wanted(self, job: Job) -> dict[str, list[Output]]:
        files = outputs_in(job.record)
        return {node: files[node] for node in self.outputs}
