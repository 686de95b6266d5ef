"""Clips without what their maker wrote beside the frames."""

from __future__ import annotations

import io
from typing import Any, Literal

import av
from av.container import InputContainer, OutputContainer
from av.error import FFmpegError

from tools.imaging.faststart import index_first

ClipType = Literal["video/mp4", "video/webm"]
_FORMATS: dict[ClipType, str] = {"video/mp4": "mp4", "video/webm": "webm"}
_EXACT = {"fflags": "+bitexact"}
"""No time of writing, no random identifiers."""


class UnreadableClipError(ValueError):
    """The bytes are no clip of the kind that they are said to be."""


def clip_without_metadata(data: bytes, kind: ClipType) -> bytes:
    """The same frames and sound, copied without decoding, without texts and times.

    The same bytes come out the same each time. Raises `UnreadableClipError`.
    """
    out = io.BytesIO()
    try:
        with (
            av.open(io.BytesIO(data), "r", format=_FORMATS[kind]) as source,
            av.open(out, "w", format=_FORMATS[kind], options=_EXACT) as target,
        ):
            _copy(source, target)
    except (FFmpegError, ValueError, IndexError) as error:
        raise UnreadableClipError(f"It is no readable {kind}.") from error
    return index_first(out.getvalue())


def _copy(source: InputContainer, target: OutputContainer) -> None:
    wanted = [stream for stream in source.streams if stream.type in ("video", "audio")]
    if not any(stream.type == "video" for stream in wanted):
        raise UnreadableClipError("It has no pictures.")
    copies: dict[int, Any] = {}
    for stream in wanted:
        copy: Any = target.add_stream_from_template(stream)
        copy.metadata.clear()
        copies[stream.index] = copy
    for packet in source.demux(wanted):
        if packet.dts is None:
            continue
        packet.stream = copies[packet.stream.index]
        target.mux(packet)
