"""What a server made, as the result of a request."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any, Literal

import av
import av.error

from tools.backends.comfyui.pictures import exact_png
from tools.backends.comfyui.plan import Plan
from tools.ports.rendering import BackendRejectedError, Clip, RenderRequest, RenderResult

_BAD_RESULT = "COMFYUI_BAD_RESULT"
_VIDEO: Mapping[str, Literal["video/mp4", "video/webm"]] = {
    "mp4": "video/mp4",
    "m4v": "video/mp4",
    "webm": "video/webm",
}

Files = Mapping[str, Sequence[tuple[str, bytes]]]
"""Names and bytes of the files of each output node."""


def result_of(
    request: RenderRequest, plan: Plan, graph: Mapping[str, Any], files: Files
) -> RenderResult:
    """Raises `BackendRejectedError` for files that are no picture, or no clip where one is
    asked for."""
    notes = list(plan.notes)
    clip = _clip(request, plan, files)
    name, data = _first(files, plan.outputs["picture"])
    if _media(name):
        data = _first_frame(data)
        if request.frames == 1:
            notes.append("The workflow made a clip; its first frame is the picture.")
    png, other_size = exact_png(data, request.width, request.height)
    parameters = dict(plan.parameters)
    if other_size:
        parameters["fitted_from"] = list(other_size)
        notes.append(
            f"The server's picture of {other_size[0]}x{other_size[1]} was fitted to the asked size."
        )
    return RenderResult(
        png=png,
        backend="comfyui",
        model=plan.model,
        notes=tuple(notes),
        prompt=plan.prompt,
        negative_prompt=plan.negative_prompt,
        workflow=graph,
        parameters=parameters,
        cost_usd=0.0,
        clip=clip,
        domain="generated",
    )


def _clip(request: RenderRequest, plan: Plan, files: Files) -> Clip | None:
    if request.frames == 1:
        return None
    name, data = _first(files, plan.outputs["clip"])
    media = _media(name)
    if media is None:
        raise BackendRejectedError(
            "The workflow made a picture, but a clip was asked for.", code=_BAD_RESULT
        )
    return Clip(data=data, type=media)


def _first(files: Files, node: str) -> tuple[str, bytes]:
    found = files.get(node)
    if not found:
        raise BackendRejectedError(
            f"The server's output node {node} gave no file.", code=_BAD_RESULT
        )
    return found[0]


def _media(name: str) -> Literal["video/mp4", "video/webm"] | None:
    return _VIDEO.get(name.rpartition(".")[2].casefold())


def _first_frame(data: bytes) -> bytes:
    try:
        with av.open(io.BytesIO(data), mode="r") as container:
            frame = next(container.decode(video=0))
            image = frame.to_image()
    except (av.error.FFmpegError, StopIteration, IndexError) as error:
        raise BackendRejectedError(
            "The server's clip cannot be decoded.", code=_BAD_RESULT
        ) from error
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()
