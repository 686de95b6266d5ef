"""Ending one job at a server, by the new way or the old ones."""

from __future__ import annotations

from tools.backends.comfyui.server.jobs import Jobs
from tools.backends.comfyui.server.wire import Wire

_NO_JOBS_API = (400, 404, 405)
"""Old servers have no such route; new ones refuse an id that is not a UUID."""


async def stop(wire: Wire, jobs: Jobs, prompt_id: str) -> bool:
    """Whether there was something to stop."""
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
