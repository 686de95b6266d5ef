"""Which queue a run's job waits in: the one of what a machine must have to drive it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

Queue = Literal["embedded", "comfyui", "gemini"]
QUEUES: tuple[Queue, ...] = ("embedded", "comfyui", "gemini")

PERSON_WAITS = 10
DELEGATED = 0
BATCH = -10
"""Priorities: the highest number is taken first, then the oldest job."""


def queue_of(backends: Iterable[str]) -> Queue:
    """The queue for a run that these backends draw; a remote one decides."""
    wanted = set(backends)
    return "comfyui" if "comfyui" in wanted else "gemini" if "gemini" in wanted else "embedded"


def queues_of(backends: Iterable[str]) -> tuple[Queue, ...]:
    """The queues that a machine with these backends can take from."""
    able = {queue_of([backend]) for backend in backends}
    return tuple(queue for queue in QUEUES if queue in able)


def met_in(queues: Iterable[Queue], backends: Iterable[str]) -> tuple[str, ...]:
    """Those of the backends that a run of these queues may draw a part with."""
    taken = tuple(queues)
    return tuple(one for one in backends if any(queue_of([one, queue]) == queue for queue in taken))
