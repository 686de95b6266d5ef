"""Waiting for the end of a job, by its messages and by asking, through outages."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from tools.backends.comfyui.server.endings import lost, stopped
from tools.backends.comfyui.server.jobs import Job, Jobs
from tools.backends.comfyui.server.listening import Listening
from tools.backends.comfyui.server.progress import Progress
from tools.backends.comfyui.server.wire import NOT_THERE, OUTAGES, UNREACHABLE
from tools.ports.rendering import BackendError

WAITS = "waiting in the server's queue"
_AT_ONCE_S = 0.02
"""The history is written a moment after the message that the job has ended."""


@dataclass(frozen=True, kw_only=True)
class Patience:
    """Seconds. `poll_s` between looks at the history while messages come, `bare_poll_s` without.

    `down_s` is how long a server may refuse connections before it counts as down, `silent_s` how
    long it may leave questions without an answer: one that loads a model does.
    """

    connect_s: float = 5.0
    poll_s: float = 3.0
    bare_poll_s: float = 0.5
    down_s: float = 5.0
    silent_s: float = 180.0


class Following:
    """Looks at one job until it has ended."""

    def __init__(
        self,
        jobs: Jobs,
        listening: Listening,
        progress: Progress,
        *,
        prompt_id: str,
        server: str,
        report: Callable[[float, str], Awaitable[None]] | None,
        patience: Patience,
    ) -> None:
        self._jobs = jobs
        self._listening = listening
        self._progress = progress
        self._prompt_id = prompt_id
        self._server = server
        self._report = report
        self._patience = patience
        self._reported: tuple[float, str] | None = None
        self._outage = False
        self._out_since: float | None = None
        self._heard = self._losses = 0

    async def until_ended(self) -> Job:
        """The job with its record, whichever way it ended.

        Raises `BackendDownError` where the server stays away or comes back without the job, and
        `BackendStoppedError` where the job was taken from the queue.
        """
        self._listening.ended = False
        self._seen()
        pause_s = _AT_ONCE_S
        while True:
            connections = self._listening.connections
            await self._tell()
            if job := await self._look():
                return job
            due = asyncio.get_running_loop().time() + self._pause_s()
            if self._listening.ended:
                await asyncio.sleep(pause_s)
                pause_s = min(pause_s * 2, self._patience.bare_poll_s)
                continue
            while (
                not self._listening.ended
                and self._listening.connections == connections
                and (left := due - asyncio.get_running_loop().time()) > 0
            ):
                await self._listening.changed(left)
                await self._tell()

    async def _look(self) -> Job | None:
        """The job, if it has ended; an outage that may pass counts as not ended."""
        try:
            if job := await self._jobs.ended(self._prompt_id):
                return job
            if self._spoken_of() or await self._jobs.queued(self._prompt_id):
                self._seen()
            elif job := await self._jobs.ended(self._prompt_id):
                return job
            else:
                raise self._vanished()
            self._out_since = None
        except BackendError as error:
            self._bear(error)
        return None

    def _spoken_of(self) -> bool:
        """Whether the socket, never lost meanwhile, told of the job since it was last seen."""
        return self._listening.heard > self._heard and self._listening.losses == self._losses

    def _seen(self) -> None:
        self._outage = False
        self._heard, self._losses = self._listening.heard, self._listening.losses

    def _vanished(self) -> BackendError:
        """A restart breaks the socket or refuses a question, and a job that ended was forgotten;
        a hand that takes a job from the queue does neither."""
        if self._outage or self._listening.ended or self._listening.losses > self._losses:
            return lost(self._server)
        return stopped(None, {})

    def _bear(self, error: BackendError) -> None:
        """Raises the error unless it may pass and has not lasted too long."""
        if error.code not in OUTAGES:
            raise error
        now = asyncio.get_running_loop().time()
        self._outage = True
        self._out_since = now if self._out_since is None else self._out_since
        away = error.code in (UNREACHABLE, NOT_THERE)
        limit_s = self._patience.down_s if away else self._patience.silent_s
        if now - self._out_since >= limit_s:
            raise error

    def _pause_s(self) -> float:
        whole = self._listening.connected and self._out_since is None
        return self._patience.poll_s if whole else self._patience.bare_poll_s

    async def _tell(self) -> None:
        told = (self._progress.share, self._progress.words or WAITS)
        if self._report and told != self._reported:
            self._reported = told
            await self._report(*told)
