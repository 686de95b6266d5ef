"""The embedded renderer: words read into a drawing or a sheet, drawn in a pool of processes."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from functools import partial
from typing import Any, ParamSpec, TypeVar

from tools.backends.sketch.clauses import face_to_face, words_for
from tools.backends.sketch.clip.acts import Act, covered, move_of, unacted
from tools.backends.sketch.clip.filming import HELD_FRAMES, cut_to, film
from tools.backends.sketch.clip.plan import ClipOrder
from tools.backends.sketch.guides import (
    PictureOrder,
    picture_guides,
    picture_svg,
    sheet_guides,
)
from tools.backends.sketch.raster import png_of
from tools.backends.sketch.sprite.sheet import SheetOrder, columns_for, sheet_png
from tools.domain.look import Look, PropKind
from tools.domain.reading import read_drawing
from tools.domain.staging import Drawing, Staging
from tools.imaging.film import even
from tools.ports.animating import Sheet, SheetAbilities, SheetRequest
from tools.ports.guiding import Guides, SheetGuides
from tools.ports.rendering import (
    BackendDownError,
    BackendRejectedError,
    Capability,
    Clip,
    Progress,
    Readiness,
    RenderRequest,
    RenderResult,
)

MODEL = "sketch-1"
SPRITE_MODEL = "sprite-1"
CLIP_MODEL = "sketch-clip-1"
_ODD = "A clip's sides are even numbers: it is {width}x{height}; its picture has the asked size."
_BLADES: frozenset[PropKind] = frozenset({"katana", "sword", "dagger"})
"""Whose blade is spoken of has it already, as it is."""
_ADJUSTABLE = {"view", "framing", "scene_light"}
"""What of a staging an earlier attempt's reasons may change."""
LEAST_SIDE, MOST_SIDE = 64, 2048
LEAST_CELL, MOST_CELL = 64, 512

_P = ParamSpec("_P")
_Result = TypeVar("_Result")
_FIRST = PictureOrder(
    drawings=(Drawing(look=Look(), staging=Staging()),), seed=0, width=64, height=64
).model_dump_json()
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
        return frozenset({"text_to_image", "regional", "video", "svg"})

    async def ready(self) -> Readiness:
        return Readiness(ok=True, capabilities=self.capabilities, detail="embedded renderer")

    def price_usd(self, request: RenderRequest | SheetRequest) -> float:
        return 0.0

    async def stop(self, key: str) -> None:
        """Nothing to do: whoever waits drops the picture, which is finished within a second."""

    async def render(
        self, request: RenderRequest, progress: Progress | None = None
    ) -> RenderResult:
        """Draw one picture, 64 to 2048 pixels a side, or a clip of as many frames as asked.

        Raises `BackendRejectedError` for other sizes and `BackendDownError` where the pool
        breaks twice. Cancelling leaves the pool working: the drawing is finished and dropped.
        """
        if request.frames > 1:
            return await self._filmed(request, progress)
        order = _picture_of(request)
        if progress:
            await progress(0.2, "drawing")
        png = await self._run(_draw, order.model_dump_json())
        return RenderResult(
            png=png,
            backend=self.name,
            model=MODEL,
            undrawn=_undrawn(order),
            parameters=_drawn_with(order),
        )

    async def _filmed(self, request: RenderRequest, progress: Progress | None) -> RenderResult:
        """The clip: odd sides are drawn one pixel larger, since H.264 halves its colours."""
        width, height = even(request.width), even(request.height)
        picture = _picture_of(replace(request, width=width, height=height))
        order = ClipOrder(
            picture=picture,
            words=_words_of(request),
            scene=request.scene,
            frames=request.frames,
        )
        filmed = await film(order, request.frame_rate, self._run, progress)
        odd = (width, height) != (request.width, request.height)
        plan = filmed.plan
        return RenderResult(
            png=await asyncio.to_thread(cut_to, filmed.png, request.width, request.height)
            if odd
            else filmed.png,
            backend=self.name,
            model=CLIP_MODEL,
            undrawn=_unfilmed(order, plan.acts),
            notes=(_ODD.format(width=width, height=height),) if odd else (),
            parameters={
                **_drawn_with(picture),
                "acts": list(plan.acts),
                "camera": plan.move,
                "held_frames": HELD_FRAMES,
            },
            clip=Clip(data=filmed.mp4, type="video/mp4"),
        )

    async def svg(self, request: RenderRequest) -> str:
        """The same picture as a layered SVG document, its groups named for what they show.

        Raises as `render` does.
        """
        return await self._run(_vector, _picture_of(request).model_dump_json())

    async def guides(self, request: RenderRequest) -> Guides:
        """Pose, rough and masks of the picture that `render` draws for this request.

        Raises as `render` does.
        """
        return await self._run(_guides, _picture_of(request).model_dump_json())

    async def sheet_guides(
        self, request: SheetRequest, *, cell_px: int | None = None
    ) -> SheetGuides:
        """Skeletons and sprites of the sheet's frames, in the squarest grid.

        Without a definition a plain figure is drawn: it has the pose and not the looks. Raises
        as `render_sheet` does.
        """
        known = replace(
            request, definition=request.definition or {}, cell_px=cell_px or request.cell_px
        )
        order, _ = _order_of(known)
        return await self._run(_sheet_guides, order.model_dump_json())

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
        self, work: Callable[_P, _Result], *arguments: _P.args, **named: _P.kwargs
    ) -> _Result:
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


def _undrawn(order: PictureOrder) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for drawing in order.drawings for word in drawing.undrawn))


def _unfilmed(order: ClipOrder, acts: Sequence[Act]) -> tuple[str, ...]:
    """The words that no picture shows and no figure acts, and whose act gave way to another's."""
    unshown = (
        word
        for word in _undrawn(order.picture)
        if not any(covered(act, word) for act in acts) and move_of(word) == "still"
    )
    unplayed = (unacted(words, act) for words, act in zip(order.words, acts, strict=True))
    return tuple(dict.fromkeys(word for word in (*unshown, *unplayed) if word))


def _drawn_with(order: PictureOrder) -> dict[str, Any]:
    """What of the drawings decides the pixels, for the provenance."""
    first, *others = (d.model_dump(mode="json", exclude={"undrawn"}) for d in order.drawings)
    return {"drawing": first, **({"companions": others} if others else {})}


def _words_of(request: RenderRequest) -> tuple[str, ...]:
    """The words of the scene for each figure: its own clauses where it is named."""
    names = [_name_in(definition) for definition in _definitions(request)]
    if len(names) == 1:
        return (request.scene,)
    return tuple(words_for(name, names, request.scene) for name in names)


def _definitions(request: RenderRequest) -> tuple[Mapping[str, Any], ...]:
    return request.definition, *(one.definition for one in request.companions)


def _name_in(definition: Mapping[str, Any]) -> str:
    return str(definition.get("name") or "")


def _picture_of(request: RenderRequest) -> PictureOrder:
    """What a worker draws: the character and its companions, in the same place."""
    if not all(LEAST_SIDE <= side <= MOST_SIDE for side in (request.width, request.height)):
        raise BackendRejectedError(
            f"Pictures are {LEAST_SIDE} to {MOST_SIDE} pixels a side;"
            f" {request.width}x{request.height} was asked for."
        )
    first, *others = [
        _drawing_of(request, definition, words)
        for definition, words in zip(_definitions(request), _words_of(request), strict=True)
    ]
    return PictureOrder(
        drawings=(first, *others),
        seed=request.seed,
        width=request.width,
        height=request.height,
        face_to_face=bool(others) and face_to_face(request.scene),
    )


def _drawing_of(request: RenderRequest, definition: Mapping[str, Any], words: str) -> Drawing:
    """The character in the scene; where it has clauses of its own, doing what those say."""
    drawing = read_drawing(definition, request.scene, request.style, request.palette)
    if words != request.scene:
        drawing = _doing(drawing, read_drawing(definition, words, request.style))
    elif definition is not request.definition:
        drawing = _with_own_prop(drawing)
    if request.companions:
        drawing = _with_names_known(drawing, request)
    wanted = {name: request.adjustments[name] for name in _ADJUSTABLE & request.adjustments.keys()}
    staging = Staging.model_validate(drawing.staging.model_dump() | wanted)
    return drawing.model_copy(update={"staging": staging})


def _doing(whole: Drawing, own: Drawing) -> Drawing:
    """What its own words give to one figure of several: pose, face, and what it holds.

    Words that are drawn with another figure are that one's to answer for.
    """
    update = {name: getattr(own.staging, name) for name in ("pose", "expression", "prop")}
    if (
        whole.look.prop
        and own.staging.prop
        and {whole.look.prop.kind, own.staging.prop.kind} <= _BLADES
    ):
        update["prop"] = None
    staging = whole.staging.model_copy(update=update)
    return own.model_copy(update={"staging": staging})


def _with_names_known(drawing: Drawing, request: RenderRequest) -> Drawing:
    """The drawing with nobody's name among the words that cannot be drawn."""
    names = {part.casefold() for one in _definitions(request) for part in _name_in(one).split()}
    undrawn = tuple(word for word in drawing.undrawn if word.casefold() not in names)
    return drawing.model_copy(update={"undrawn": undrawn})


def _with_own_prop(companion: Drawing) -> Drawing:
    """What the scene puts into a hand is the first character's."""
    staging = companion.staging.model_copy(update={"prop": None})
    return companion.model_copy(update={"staging": staging})


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
    _draw(_FIRST)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
    os._exit(0)


def _draw(order: str) -> bytes:
    picture = PictureOrder.model_validate_json(order)
    return png_of(picture_svg(picture), picture.width, picture.height)


def _guides(order: str) -> Guides:
    return picture_guides(PictureOrder.model_validate_json(order))


def _sheet(order: str) -> bytes:
    return sheet_png(SheetOrder.model_validate_json(order))


def _sheet_guides(order: str) -> SheetGuides:
    return sheet_guides(SheetOrder.model_validate_json(order))


def _vector(order: str) -> str:
    return picture_svg(PictureOrder.model_validate_json(order))
