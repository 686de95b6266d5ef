"""The queue, the history and the cache of a fake server."""

from __future__ import annotations

import heapq
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.integration.comfyui.fake.values import digest


@dataclass
class Job:
    number: float
    id: str
    graph: dict[str, Any]
    extra: dict[str, Any]
    outputs: list[str]
    created: float = field(default_factory=time.time)
    interrupted: bool = False
    on_interrupt: Callable[[], None] | None = None

    @property
    def client_id(self) -> str | None:
        return self.extra.get("client_id")

    def listed(self) -> list[Any]:
        return [self.number, self.id, self.graph, self.extra, self.outputs]

    def interrupt(self) -> None:
        self.interrupted = True
        if self.on_interrupt:
            self.on_interrupt()

    def __lt__(self, other: Job) -> bool:
        return self.number < other.number


class Books:
    """What a server forgets when it is restarted."""

    def __init__(self) -> None:
        self.next_number = 0
        self.pending: list[Job] = []
        self.running: Job | None = None
        self.history: dict[str, dict[str, Any]] = {}
        self.cache: dict[str, tuple[tuple[Any, ...], dict[str, Any] | None]] = {}

    def add(self, job: Job) -> None:
        heapq.heappush(self.pending, job)

    def take(self) -> Job | None:
        self.running = heapq.heappop(self.pending) if self.pending else None
        return self.running

    def drop(self, prompt_id: str) -> bool:
        kept = [job for job in self.pending if job.id != prompt_id]
        dropped = len(kept) < len(self.pending)
        self.pending = kept
        heapq.heapify(self.pending)
        return dropped

    @property
    def remaining(self) -> int:
        return len(self.pending) + (self.running is not None)

    def finish(
        self, job: Job, outputs: Mapping[str, Any], messages: list[list[Any]], *, fine: bool
    ) -> None:
        self.history[job.id] = {
            "prompt": job.listed(),
            "outputs": dict(outputs),
            "status": {
                "status_str": "success" if fine else "error",
                "completed": fine,
                "messages": messages,
            },
            "meta": {
                node: {
                    "node_id": node,
                    "display_node": node,
                    "parent_node": None,
                    "real_node_id": node,
                }
                for node in outputs
            },
        }
        self.running = None


def order_of(graph: Mapping[str, Any], outputs: list[str]) -> list[str]:
    """The nodes that the outputs need, each after its sources."""
    found: list[str] = []

    def visit(node: str) -> None:
        if node in found:
            return
        for value in (graph[node].get("inputs") or {}).values():
            if isinstance(value, list) and len(value) == 2:
                visit(value[0])
        found.append(node)

    for output in outputs:
        visit(output)
    return found


def signature(graph: Mapping[str, Any], node: str, changed: Callable[[str], str]) -> str:
    """The same for nodes that would make the same."""
    entry = graph[node]
    parts = []
    for name, value in sorted((entry.get("inputs") or {}).items()):
        if isinstance(value, list) and len(value) == 2:
            parts.append((name, signature(graph, value[0], changed), value[1]))
        else:
            parts.append((name, repr(value)))
    return digest(entry["class_type"], parts, changed(node))


def jobs_api_entry(books: Books, job_id: str) -> dict[str, Any] | None:
    """The job as the newer family's /api/jobs shows it."""
    waiting = [job for job in books.pending if job.id == job_id]
    if books.running and books.running.id == job_id:
        return _api(books.running, "in_progress")
    if waiting:
        return _api(waiting[0], "pending")
    record = books.history.get(job_id)
    if record is None:
        return None
    number, _, _, _, _ = record["prompt"]
    names = [name for name, _ in record["status"]["messages"]]
    status = (
        "cancelled"
        if "execution_interrupted" in names
        else "completed"
        if record["status"]["completed"]
        else "failed"
    )
    return {
        "id": job_id,
        "status": status,
        "priority": number,
        "outputs_count": sum(len(o.get("images", [])) for o in record["outputs"].values()),
        "preview_output": None,
        "execution_error": None,
    }


def _api(job: Job, status: str) -> dict[str, Any]:
    return {
        "id": job.id,
        "status": status,
        "priority": job.number,
        "create_time": round(job.created * 1000),
        "outputs_count": 0,
        "preview_output": None,
        "execution_error": None,
    }
