"""Frames into an H.264 clip, one at a time, so that a long clip needs no more memory."""

from __future__ import annotations

import io
from contextlib import suppress
from fractions import Fraction
from types import TracebackType
from typing import Any, Self

import av
import numpy as np
from av.error import FFmpegError
from numpy.typing import NDArray

from tools.imaging.faststart import index_first

Frame = NDArray[np.uint8]
"""Height x width x 3, RGB; both sides even."""

_OPTIONS = {"crf": "18", "preset": "veryfast", "tune": "animation", "threads": "1"}
"""One thread, so that the same frames always give the same bytes."""
_CONTAINER = {"fflags": "+bitexact"}


def even(side: int) -> int:
    """The side of a clip for a picture of this side: its colours have half as many pixels."""
    return side + side % 2


class FilmWriter:
    """Takes frames of one size and gives an MP4 of them: `bytes` once it is closed.

    Raises `ValueError` for odd sides. Leaving the context by an error gives the clip up.
    """

    def __init__(self, width: int, height: int, rate: int) -> None:
        if width % 2 or height % 2:
            raise ValueError(f"the sides of a clip are even, not {width}x{height}")
        self._out = io.BytesIO()
        self._container = av.open(self._out, "w", format="mp4", options=_CONTAINER)
        self._stream: Any = self._container.add_stream("libx264", rate=rate)
        self._stream.width, self._stream.height = width, height
        self._stream.pix_fmt = "yuv420p"
        self._tick = self._stream.codec_context.time_base = Fraction(1, rate)
        self._stream.codec_context.options = {**_OPTIONS, "g": str(2 * rate)}
        self._stream.codec_context.thread_count = 1
        self._frames = 0

    @property
    def frames(self) -> int:
        """How many frames it has taken."""
        return self._frames

    def add(self, pixels: Frame, times: int = 1) -> None:
        """Show these pixels for so many frames."""
        for _ in range(times):
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(pixels), format="rgb24")
            frame.pts = self._frames
            frame.time_base = self._tick
            self._container.mux(self._stream.encode(frame))
            self._frames += 1

    def finished(self) -> bytes:
        """The clip's bytes; nothing can be added any more."""
        self._container.mux(self._stream.encode())
        self._container.close()
        return index_first(self._out.getvalue())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is not None:
            with suppress(FFmpegError):
                self._container.close()
