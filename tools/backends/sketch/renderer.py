"""The embedded renderer: words read into a drawing or a sheet, drawn in a pool of processes."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from typing import ParamSpec

from tools.backends.sketch.compose import draw
from tools.backends.sketch.raster import png_of
from tools.backends.sketch.sprite.sheet import SheetOrder, columns_for, sheet_png
from tools.domain.look import Look
from tools.domain.reading import read_drawing
from tools.domain.staging import Drawing, Staging
from tools.ports.animating import Sheet, SheetAbilities, SheetRequest
from tools.ports.rendering import (
    BackendDownError,
    BackendRejectedError,
    Capability,
    Progress,
    Readiness,
    RenderRequest,
    RenderResult,
)

MODEL = "sketch-1"
SPRITE_MODEL = "sprite-1"
_ADJUSTABLE = {"view", "framing", "scene_light"}
"""What of a staging an earlier attempt's reasons may change."""
LEAST_SIDE, MOST_SIDE = 64, 2048
LEAST_CELL, MOST_CELL = 64, 512

_P = ParamSpec("_P")
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

    async def ready(self) -> Readiness:
        return Readiness(ok=True, capabilities=self.capabilities, detail="embedded renderer")

    def price_usd(self, request: RenderRequest) -> float:
        return 0.0

    async def stop(self, key: str) -> None:
        """Nothing to do: whoever waits drops the picture, which is finished within a second."""

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
        png = await self._run(_draw, *_work_of(drawing, request))
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
        return (await self._run(_vector, *_work_of(_drawing_of(request), request))).decode()

    @property
    def sheet_abilities(self) -> SheetAbilities:
        return SheetAbilities(
            sources=frozenset({"definition"}),
            perspectives=frozenset({"side", "front", "top_down", "isometric"}),
            turns=True,
            styles=frozenset({"pixel", "smooth"}),
        )

    async def render_sheet(self, request: SheetRequest, progress: Progress | None = None) -> Sheet:
        """Draw one sheet of sprites in the squarest full grid.

        Its colours are the definition's own, so that `palette` changes nothing. Raises
        `BackendRejectedError` without a definition or frames and for cells of other sizes than
        64 to 512, and `BackendDownError` where the pool breaks twice.
        """
        order, undrawn = _order_of(request)
        if progress:
            await progress(0.2, "drawing")
        png = await self._run(_sheet, order.model_dump_json())
        columns = columns_for(len(order.frames))
        return Sheet(
            png=png,
            columns=columns,
            rows=len(order.frames) // columns,
            cell_px=order.cell_px,
            backend=self.name,
            model=SPRITE_MODEL,
            exact=True,
            undrawn=undrawn,
            parameters={"look": order.look.model_dump(mode="json"), "style": order.style},
        )

    def close(self) -> None:
        """End the processes; pictures that wait are given up, one under way is finished."""
        if self._pool:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None

    async def _run(
        self, work: Callable[_P, bytes], *arguments: _P.args, **named: _P.kwargs
    ) -> bytes:
        loop = asyncio.get_running_loop()
        call = partial(work, *arguments, **named)
        pool = self._started()
        try:
            return await loop.run_in_executor(pool, call)
        except BrokenProcessPool:
            self._retire(pool)
        pool = self._started()
        try:
            return await loop.run_in_executor(pool, call)
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


def _work_of(drawing: Drawing, request: RenderRequest) -> tuple[str, int, int, int]:
    return drawing.model_dump_json(), request.seed, request.width, request.height


def _order_of(request: SheetRequest) -> tuple[SheetOrder, tuple[str, ...]]:
    """What a worker draws, and the words of the definition that it cannot."""
    if request.definition is None:
        raise BackendRejectedError("Sprites are drawn here from a definition; there is none.")
    if not request.frames:
        raise BackendRejectedError("A sheet needs at least one frame.")
    if not LEAST_CELL <= request.cell_px <= MOST_CELL:
        raise BackendRejectedError(
            f"Sprites are {LEAST_CELL} to {MOST_CELL} pixels a side;"
            f" {request.cell_px} was asked for."
        )
    drawing = read_drawing(request.definition)
    look = drawing.look
    if look.prop is None and drawing.staging.prop:
        look = look.model_copy(update={"prop": drawing.staging.prop})
    order = SheetOrder(
        look=look,
        frames=request.frames,
        perspective=request.perspective,
        facing=request.facing,
        cell_px=request.cell_px,
        style=request.style,
        key_color=request.key_color,
        seed=request.seed,
    )
    return order, drawing.undrawn


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


def _sheet(order: str) -> bytes:
    return sheet_png(SheetOrder.model_validate_json(order))


def _vector(drawing: str, seed: int, width: int, height: int) -> bytes:
    return draw(Drawing.model_validate_json(drawing), seed, width, height).encode()
