"""The embedded renderer: words read into a drawing, drawn in a pool of processes."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from tools.backends.sketch.compose import draw
from tools.backends.sketch.raster import png_of
from tools.domain.look import Look
from tools.domain.reading import read_drawing
from tools.domain.staging import Drawing, Staging
from tools.ports.rendering import (
    BackendDownError,
    BackendRejectedError,
    Capability,
    Progress,
    RenderRequest,
    RenderResult,
)

MODEL = "sketch-1"
_ADJUSTABLE = {"view", "framing", "scene_light"}
"""What of a staging an earlier attempt's reasons may change."""
LEAST_SIDE, MOST_SIDE = 64, 2048

_Work = Callable[[str, int, int, int], bytes]
_FIRST = Drawing(look=Look(), staging=Staging()).model_dump_json()
"""What a worker draws on starting, so that modules and parts are loaded by its first picture."""


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

    async def render(
        self, request: RenderRequest, progress: Progress | None = None
    ) -> RenderResult:
        """Draw one picture, 64 to 2048 pixels a side.

        Raises `BackendRejectedError` for other sizes and `BackendDownError` where the pool
        breaks twice. Cancelling leaves the pool working: the picture is finished and dropped.
        """
        drawing = _drawing_of(request)
        if progress:
            await progress(0.2, "drawing")
        png = await self._run(_draw, drawing, request)
        return RenderResult(
            png=png,
            backend=self.name,
            model=MODEL,
            undrawn=drawing.undrawn,
            parameters={"drawing": drawing.model_dump(mode="json", exclude={"undrawn"})},
        )

    async def svg(self, request: RenderRequest) -> str:
        """The same picture as a layered SVG document, its groups named for what they show.

        Raises as `render` does.
        """
        return (await self._run(_vector, _drawing_of(request), request)).decode()

    def close(self) -> None:
        """End the processes; pictures that wait are given up, one under way is finished."""
        if self._pool:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None

    async def _run(self, work: _Work, drawing: Drawing, request: RenderRequest) -> bytes:
        loop = asyncio.get_running_loop()
        arguments = (drawing.model_dump_json(), request.seed, request.width, request.height)
        pool = self._started()
        try:
            return await loop.run_in_executor(pool, work, *arguments)
        except BrokenProcessPool:
            self._retire(pool)
        pool = self._started()
        try:
            return await loop.run_in_executor(pool, work, *arguments)
        except BrokenProcessPool as error:
            self._retire(pool)
            raise BackendDownError("The drawing processes ended unexpectedly.") from error

    def _retire(self, broken: ProcessPoolExecutor) -> None:
        """Drop a broken pool, unless another picture has already had it replaced."""
        if self._pool is broken:
            self.close()

    def _started(self) -> ProcessPoolExecutor:
        if self._pool is None:
            self._pool = ProcessPoolExecutor(
                self._workers,
                mp_context=multiprocessing.get_context("spawn"),
                initializer=_begin,
            )
        return self._pool


def _drawing_of(request: RenderRequest) -> Drawing:
    if not all(LEAST_SIDE <= side <= MOST_SIDE for side in (request.width, request.height)):
        raise BackendRejectedError(
            f"Pictures are {LEAST_SIDE} to {MOST_SIDE} pixels a side;"
            f" {request.width}x{request.height} was asked for."
        )
    drawing = read_drawing(request.definition, request.scene, request.style, request.palette)
    wanted = {name: request.adjustments[name] for name in _ADJUSTABLE & request.adjustments.keys()}
    staging = Staging.model_validate(drawing.staging.model_dump() | wanted)
    return drawing.model_copy(update={"staging": staging})


def _begin() -> None:
    """A worker leaves Ctrl-C to its parent, and ends when its parent does, however that ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, name="end-with-parent", daemon=True).start()
    _draw(_FIRST, 0, 64, 64)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
    os._exit(0)


def _draw(drawing: str, seed: int, width: int, height: int) -> bytes:
    return png_of(draw(Drawing.model_validate_json(drawing), seed, width, height), width, height)


def _vector(drawing: str, seed: int, width: int, height: int) -> bytes:
    return draw(Drawing.model_validate_json(drawing), seed, width, height).encode()
