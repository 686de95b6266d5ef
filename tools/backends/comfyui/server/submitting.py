"""Giving a graph to a server: taken whole, or not at all."""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Mapping
from typing import Any

from tools.backends.comfyui.server.jobs import Jobs
from tools.backends.comfyui.server.refusals import refusal
from tools.backends.comfyui.server.stopping import stop
from tools.backends.comfyui.server.wire import BROKEN_OFF, ERROR, SILENT, Answer, Wire
from tools.backends.comfyui.server.wording import said, sentence
from tools.ports.rendering import (
    BackendDownError,
    BackendError,
    BackendRejectedError,
)

_AIOHTTP_FAILED = b"500 Internal Server Error"


def check(graph: Mapping[str, Any], outputs: Collection[str]) -> None:
    """Raises `BackendRejectedError` for what no server could run."""
    if not all(isinstance(entry, Mapping) for entry in graph.values()):
        raise BackendRejectedError(
            "The workflow is not in ComfyUI's API format; export it with “Export (API)”.",
            code="COMFYUI_NOT_API_FORMAT",
        )
    for node in outputs:
        if node not in graph:
            raise BackendRejectedError(
                f"The workflow has no node {said(node, 40)}, whose pictures are asked for.",
                code="COMFYUI_NO_SUCH_NODE",
            )


async def submit(
    wire: Wire, jobs: Jobs, graph: Mapping[str, Any], *, prompt_id: str, client_id: str
) -> None:
    """Returns when the server has the job.

    A part that was taken while another was refused is stopped again. An answer that got lost is
    made up for by looking whether the job is there.
    """
    try:
        answer = await jobs.submit(graph, prompt_id=prompt_id, client_id=client_id)
    except (TypeError, ValueError, RecursionError) as error:
        raise BackendRejectedError(
            "The workflow holds values that cannot be sent.", code="COMFYUI_NOT_API_FORMAT"
        ) from error
    except BackendDownError as error:
        if error.code not in (SILENT, BROKEN_OFF) or not await _arrived(jobs, prompt_id):
            raise
        return
    content = answer.mapping()
    if answer.status == 500:
        raise _unreadable(wire, answer)
    if answer.status != 200:
        error = content.get("error") or {"message": answer.words()}
        raise refusal(graph, error, content.get("node_errors"))
    if content.get("node_errors"):
        await _take_back(wire, jobs, prompt_id)
        raise refusal(graph, None, content["node_errors"], in_part=True)
    if content.get("prompt_id") != prompt_id:
        await _refuse_other_id(wire, jobs, content.get("prompt_id"))


async def _arrived(jobs: Jobs, prompt_id: str) -> bool:
    with contextlib.suppress(BackendError):
        return await jobs.find(prompt_id) is not None
    return False


async def _take_back(wire: Wire, jobs: Jobs, prompt_id: str) -> None:
    """So that a second try does not find the part as a job that is done."""
    with contextlib.suppress(BackendError):
        await stop(wire, jobs, prompt_id)
        await jobs.forget(prompt_id)


async def _refuse_other_id(wire: Wire, jobs: Jobs, given: Any) -> None:
    if isinstance(given, str):
        await _take_back(wire, jobs, given)
        raise BackendDownError(
            f"{wire.name} is too old: it gives jobs ids of its own.", code="COMFYUI_TOO_OLD"
        )
    raise wire.not_comfyui()


def _unreadable(wire: Wire, answer: Answer) -> BackendError:
    if answer.body.startswith(_AIOHTTP_FAILED):
        return BackendRejectedError(
            f"{wire.name} failed while it read the workflow; it is not in ComfyUI's API format.",
            code="COMFYUI_UNREADABLE",
        )
    return BackendError(
        sentence(f"{wire.name} answered 500: {answer.words() or 'nothing more'}"),
        code=ERROR,
    )
