"""One ComfyUI server, of the old family or the new one: files in, jobs run, pictures out."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping
from typing import Any, Literal, cast
from uuid import uuid4

from tools.backends.comfyui.server.address import address_of
from tools.backends.comfyui.server.files import Files
from tools.backends.comfyui.server.following import Patience
from tools.backends.comfyui.server.jobs import Jobs, JobState
from tools.backends.comfyui.server.outputs import Output
from tools.backends.comfyui.server.running import Run
from tools.backends.comfyui.server.stopping import stop
from tools.backends.comfyui.server.wire import MAX_FILE_BYTES, Wire


class ComfyServer:
    """The client of one server; its connections belong to the event loop that uses it first.

    Every method raises the errors of `tools.ports.rendering`. Neither they nor `repr` hold the
    credentials of the address.
    """

    def __init__(
        self,
        url: str,
        *,
        client_id: str | None = None,
        token: str | None = None,
        connect_timeout_s: float = 5.0,
        answer_timeout_s: float = 30.0,
        patience: Patience | None = None,
        max_file_bytes: int = MAX_FILE_BYTES,
    ) -> None:
        """`url` is `http[s]://[user:password@]host[:port][/prefix]`; `token` a bearer token, which
        `https://bearer:TOKEN@host` gives as well. `client_id` is random if left out: two clients
        of one id take each other's messages. A file above `max_file_bytes` is not fetched. Raises
        `ValueError` for a text that is no such URL.
        """
        address = address_of(url, token=token)
        self.url = address.url
        self.client_id = client_id or uuid4().hex
        self._wire = Wire(
            address, connect_timeout_s=connect_timeout_s, answer_timeout_s=answer_timeout_s
        )
        self._files = Files(self._wire, max_bytes=max_file_bytes)
        self._jobs = Jobs(self._wire)
        self._patience = patience or Patience(connect_s=connect_timeout_s)

    def __repr__(self) -> str:
        return f"ComfyServer({self.url!r})"

    async def object_info(self) -> dict[str, Any]:
        """What nodes there are and what they take, as the server says it."""
        return await self._wire.mapping("/object_info")

    async def embeddings(self) -> list[str] | None:
        """The names of the embeddings that there are, without endings; None where nobody says."""
        answer = await self._wire.ask("GET", "/embeddings", accept=(200, 404, 405))
        try:
            told = answer.data() if answer.status == 200 else None
        except ValueError:
            return None
        if not isinstance(told, list):
            return None
        return [name for name in cast("list[Any]", told) if isinstance(name, str)]

    async def stats(self) -> dict[str, Any]:
        """The answer to /system_stats: versions, devices, memory."""
        return await self._wire.mapping("/system_stats")

    async def waiting(self) -> int:
        """Jobs that run or wait."""
        return await self._jobs.waiting()

    async def upload(
        self, name: str, data: bytes, *, kind: Literal["input", "temp", "output"] = "input"
    ) -> str:
        """Store a file and return what a LoadImage node takes for it.

        `name` may have folders. The same name with the same bytes is stored once; with other bytes
        the server gives it another name, so that only the returned one is right.
        """
        return await self._files.upload(name, data, kind)

    async def run(
        self,
        graph: Mapping[str, Any],
        *,
        prompt_id: str,
        outputs: Collection[str],
        progress: Callable[[float, str], Awaitable[None]] | None = None,
    ) -> dict[str, list[Output]]:
        """Run the graph to its end and return the files of the nodes `outputs`, each at least one.

        A job of this id (a lower-case UUID) that the server has, waiting, running or done with
        success, is followed and not sent again. `progress` takes the done share, never less than
        before, and the node at work. Cancelling leaves the job at the server alone.

        Raises `BackendRejectedError` for a graph that the server does not take or a node that
        fails, `BackendBusyError`, `BackendStoppedError` for a job that was stopped or taken from
        the queue, and `BackendDownError` where the server is lost or has lost the job.
        """
        job = Run(
            wire=self._wire,
            jobs=self._jobs,
            files=self._files,
            graph=graph,
            prompt_id=prompt_id,
            outputs=tuple(outputs),
            client_id=self.client_id,
            report=progress,
            patience=self._patience,
        )
        return await job.results()

    async def find(self, prompt_id: str) -> JobState | None:
        """Where the job is; None where the server does not know it."""
        found = await self._jobs.find(prompt_id)
        return found.state if found else None

    async def fetch(self, output: Output) -> bytes:
        """The file as the server wrote it.

        Raises `BackendBusyError` (`COMFYUI_FILE_GONE`) where it is no longer there: `run` with the
        same id makes it again.
        """
        return await self._files.fetch(output)

    async def stop(self, prompt_id: str) -> bool:
        """Take the job from the queue, or interrupt it; False where it neither waits nor runs.

        Other jobs are left alone. A running job ends with its current step.
        """
        return await stop(self._wire, self._jobs, prompt_id)

    async def close(self) -> None:
        await self._wire.close()
