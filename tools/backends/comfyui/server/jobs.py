"""What a server knows of a job: queue and history, which both families have."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, cast

from tools.backends.comfyui.server.wire import Answer, Wire

JobState = Literal["running", "pending", "done", "failed", "stopped"]


@dataclass(frozen=True, kw_only=True)
class Job:
    """A job as the server has it.

    `client_id` is whom its messages go to, where the server says it. `record` is the entry of the
    history, for a job that has ended.
    """

    state: JobState
    client_id: str | None = None
    record: Mapping[str, Any] = field(default_factory=dict[str, Any])


class Jobs:
    """Queue and history of one server."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    async def waiting(self) -> int:
        """Jobs that run or wait."""
        answer = await self._wire.mapping("/prompt")
        count = _mapping(answer.get("exec_info")).get("queue_remaining")
        return count if isinstance(count, int) else 0

    async def find(self, prompt_id: str) -> Job | None:
        """The queue is read before the history, so that a job on its way is in one of them."""
        return await self.queued(prompt_id) or await self.ended(prompt_id)

    async def queued(self, prompt_id: str) -> Job | None:
        """A running or waiting job."""
        queue = await self._wire.mapping("/queue")
        places: tuple[tuple[str, JobState], ...] = (
            ("queue_running", "running"),
            ("queue_pending", "pending"),
        )
        for place, state in places:
            for entry in _list(queue.get(place)):
                parts = _list(entry)
                if len(parts) > 1 and parts[1] == prompt_id:
                    extra = _mapping(parts[3]) if len(parts) > 3 else {}
                    client = extra.get("client_id")
                    return Job(state=state, client_id=client if isinstance(client, str) else None)
        return None

    async def ended(self, prompt_id: str) -> Job | None:
        """A job that ended, whichever way."""
        history = await self._wire.mapping(f"/history/{prompt_id}")
        record = _mapping(history.get(prompt_id))
        return Job(state=ending_of(record), record=record) if record else None

    async def submit(self, graph: Mapping[str, Any], *, prompt_id: str, client_id: str) -> Answer:
        """Send the graph; the answer is of status 200, 400 or 500.

        Raises `ValueError`, `TypeError` or `RecursionError` for values that JSON does not know.
        """
        content = {"prompt": graph, "prompt_id": prompt_id, "client_id": client_id}
        body = json.dumps(content, allow_nan=False)
        return await self._wire.ask("POST", "/prompt", body=body.encode(), accept=(200, 400, 500))

    async def forget(self, prompt_id: str) -> None:
        """Drop the job's entry of the history."""
        await self._wire.ask("POST", "/history", body=json.dumps({"delete": [prompt_id]}).encode())

    async def dequeue(self, prompt_id: str) -> None:
        """Drop the job where it waits; no effect on a running one."""
        await self._wire.ask("POST", "/queue", body=json.dumps({"delete": [prompt_id]}).encode())

    async def interrupt(self, prompt_id: str) -> None:
        """Interrupt the job where it runs."""
        await self._wire.ask(
            "POST", "/interrupt", body=json.dumps({"prompt_id": prompt_id}).encode()
        )

    async def free(self) -> None:
        """Make the server forget the results of nodes that it keeps for the next graph."""
        await self._wire.ask("POST", "/free", body=json.dumps({"free_memory": True}).encode())


def ending_of(record: Mapping[str, Any]) -> JobState:
    """How a job of the history ended; an interrupted one has the status of a failed one."""
    if message_in(record, "execution_interrupted") is not None:
        return "stopped"
    status = _mapping(record.get("status"))
    if message_in(record, "execution_error") is not None or status.get("status_str") == "error":
        return "failed"
    return "done"


def message_in(record: Mapping[str, Any], name: str) -> Mapping[str, Any] | None:
    """The last message of this name in a history entry."""
    for entry in reversed(_list(_mapping(record.get("status")).get("messages"))):
        parts = _list(entry)
        if len(parts) > 1 and parts[0] == name:
            return _mapping(parts[1])
    return None


def _mapping(value: Any) -> Mapping[str, Any]:
    return cast("Mapping[str, Any]", value) if isinstance(value, Mapping) else {}


def _list(value: Any) -> list[Any]:
    return cast("list[Any]", value) if isinstance(value, list) else []
