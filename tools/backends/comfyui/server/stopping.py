"""Ending one job at a server, by the new way or the old ones."""

from __future__ import annotations

import asyncio
import contextlib

from tools.backends.comfyui.server.jobs import Jobs
from tools.backends.comfyui.server.wire import Wire
from tools.ports.rendering import BackendError

_NO_JOBS_API = (400, 404, 405)
"""Old servers have no such route; new ones refuse an id that is not a UUID."""
_AGAIN_AFTER_S = (0.05, 0.2, 0.5)


async def stop(wire: Wire, jobs: Jobs, prompt_id: str) -> bool:
    """Whether there was something to stop.

    A server forgets an interruption that comes between taking a job from the queue and its first
    node. So one that goes on running is interrupted again a few times, which does no harm to it
    or to the next.
    """
    if not await _stop(wire, jobs, prompt_id):
        return False
    with contextlib.suppress(BackendError):
        for pause_s in _AGAIN_AFTER_S:
            if await jobs.queued(prompt_id) is None:
                break
            await asyncio.sleep(pause_s)
            await _stop(wire, jobs, prompt_id)
    return True


async def _stop(wire: Wire, jobs: Jobs, prompt_id: str) -> bool:
    answer = await wire.ask(
        "POST", f"/api/jobs/{prompt_id}/cancel", body=b"{}", accept=(200, *_NO_JOBS_API)
    )
    if answer.status == 200:
        return answer.mapping().get("cancelled") is True
    return await _stop_by_queue(jobs, prompt_id)


async def _stop_by_queue(jobs: Jobs, prompt_id: str) -> bool:
    """A waiting job may begin while it is being taken from the queue: look again."""
    found = await jobs.queued(prompt_id)
    if found is None:
        return False
    if found.state == "pending":
        await jobs.dequeue(prompt_id)
        found = await jobs.queued(prompt_id)
    if found is not None:
        await jobs.interrupt(prompt_id)
    return True
