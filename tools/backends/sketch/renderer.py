"""The embedded renderer: words read into a drawing, drawn in a pool of processes."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
import threading
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from tools.backends.sketch.compose import draw
from tools.backends.sketch.raster import png_of
from tools.domain.reading import read_drawing
from tools.domain.staging import Drawing
from tools.ports.rendering import (
    BackendDownError,
    Capability,
    Progress,
    RenderRequest,
    RenderResult,
)

MODEL = "sketch-1"


class SketchRenderer:
    """Draws the character from its definition; deterministic from the seed, without a network.

    resvg holds the interpreter's lock, so pictures are drawn in `workers` spawned processes
    (cores less one unless told). The pool starts with the first picture.
    """

    def __init__(self, *, workers: int | None = None) -> None:
        self._workers = workers or max(1, (os.cpu_count() or 2) - 1)
        self._pool: ProcessPoolExecutor | None = None

    @property
    def name(self) -> str:
        return "sketch"

    @property
    def capabilities(self) -> frozenset[Capability]:
        return frozenset({"text_to_image", "svg"})

    async def render(self, request: RenderRequest, progress: Progress | None = None) -> RenderResult:
        """Draw one picture. Raises `BackendDownError` where the pool breaks twice."""
        drawing = read_drawing(request.definition, request.scene, request.style, request.palette)
        if progress:
            await progress(0.2, "drawing")
        png = await self._drawn(drawing, request)
        return RenderResult(
            png=png,
            backend=self.name,
            model=MODEL,
            undrawn=drawing.undrawn,
            parameters={"drawing": drawing.model_dump(mode="json", exclude={"undrawn"})},
        )

    def close(self) -> None:
        """End the processes; a render under way is given up."""
        if self._pool:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None

    async def _drawn(self, drawing: Drawing, request: RenderRequest) -> bytes:
        loop = asyncio.get_running_loop()
        arguments = (drawing.model_dump_json(), request.seed, request.width, request.height)
        try:
            return await loop.run_in_executor(self._started(), _draw, *arguments)
        except BrokenProcessPool:
            self.close()
        try:
            return await loop.run_in_executor(self._started(), _draw, *arguments)
        except BrokenProcessPool as error:
            self.close()
            raise BackendDownError("The drawing processes ended unexpectedly.") from error

    def _started(self) -> ProcessPoolExecutor:
        if self._pool is None:
            self._pool = ProcessPoolExecutor(
                self._workers,
                mp_context=multiprocessing.get_context("spawn"),
                initializer=_begin,
            )
        return self._pool


def _begin() -> None:
    """A worker leaves Ctrl-C to its parent, and ends when its parent does, however that ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, name="end-with-parent", daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
    os._exit(0)


def _draw(drawing: str, seed: int, width: int, height: int) -> bytes:
    return png_of(draw(Drawing.model_validate_json(drawing), seed, width, height), width, height)
