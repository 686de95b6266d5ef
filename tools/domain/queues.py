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

_SAID: dict[str, int] = {
    "low": BATCH, "background": BATCH, "normal": DELEGATED, "medium": DELEGATED,
    "default": DELEGATED, "high": PERSON_WAITS, "urgent": PERSON_WAITS, "critical": PERSON_WAITS,
}  # fmt: skip


def priority_said(said: int | str | None) -> int | None:
    """The priority that a word or a number means; None where it is none.

    Numbers are taken as they are, between that of batches and that of what a person waits for.
    """
    if isinstance(said, str):
        word = said.strip().casefold()
        if word in _SAID:
            return _SAID[word]
        if not word.removeprefix("-").isdecimal() or not word.isascii() or len(word) > 9:
            return None
        said = int(word)
    return None if said is None else max(BATCH, min(PERSON_WAITS, said))


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
