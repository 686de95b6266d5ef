"""What the end of a job means for whoever waits for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tools.backends.comfyui.server.jobs import Job, message_in
from tools.backends.comfyui.server.refusals import node_named
from tools.backends.comfyui.server.wording import said, sentence
from tools.ports.rendering import (
    BackendBusyError,
    BackendDownError,
    BackendError,
    BackendRejectedError,
    BackendStoppedError,
)

MEMORY_RETRY_S = 30.0
"""Other programs on the same card may be done by then."""
_NO_MEMORY = ("outofmemory", "out of memory", "allocation on device", "not enough memory")
_BROKEN_DEVICE = ("acceleratorerror", "cuda error", "device-side assert", "hip error")


def failure(job: Job, graph: Mapping[str, Any]) -> BackendError | None:
    """The error for a job that ended badly; None for one that is done."""
    if job.state == "stopped":
        return stopped(message_in(job.record, "execution_interrupted"), graph)
    if job.state == "failed":
        return _failed(message_in(job.record, "execution_error") or {}, graph)
    return None


def stopped(facts: Mapping[str, Any] | None, graph: Mapping[str, Any]) -> BackendStoppedError:
    """Interrupted at a node, or taken from the queue where `facts` is None."""
    if facts is None:
        return BackendStoppedError(
            "The job was taken from the server's queue before it ended.", code="COMFYUI_DEQUEUED"
        )
    where = _place(facts, graph)
    return BackendStoppedError(
        f"The job was interrupted{f' at {where}' if where else ''}.", code="COMFYUI_INTERRUPTED"
    )


def lost(server: str) -> BackendDownError:
    """The server came back without the job, or somebody cleared its history."""
    return BackendDownError(
        f"{server} was restarted or cleared and no longer knows the job.", code="COMFYUI_JOB_LOST"
    )


def _failed(facts: Mapping[str, Any], graph: Mapping[str, Any]) -> BackendError:
    kind, message = said(facts.get("exception_type"), 80), said(facts.get("exception_message"), 300)
    text = f"{kind} {message}".casefold()
    where = _place(facts, graph)
    place = f"The workflow's {where}" if where else "The workflow"
    if any(word in text for word in _NO_MEMORY):
        return BackendBusyError(
            f"{place} ran out of memory on the server.",
            retry_after=MEMORY_RETRY_S,
            code="COMFYUI_OUT_OF_MEMORY",
        )
    reason = f"failed: {message}{f' ({kind})' if kind else ''}" if message else "failed"
    words = sentence(f"{place} {reason}")
    if any(word in text for word in _BROKEN_DEVICE):
        return BackendDownError(words, code="COMFYUI_DEVICE_BROKEN")
    return BackendRejectedError(words, code="COMFYUI_NODE_FAILED")


def _place(facts: Mapping[str, Any], graph: Mapping[str, Any]) -> str:
    node = facts.get("node_id")
    return node_named(graph, node, facts.get("node_type")) if node is not None else ""
