"""A clip drawn drawing by drawing: cels in the pool, put together and encoded beside it."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, ParamSpec, TypeVar

import numpy as np

from tools.backends.sketch.clip.composing import Composer, Frame
from tools.backends.sketch.clip.plan import Cel, ClipOrder, ClipPlan, clip_plan, draw_cel
from tools.imaging.decoding import decode, encode_png
from tools.imaging.film import FilmWriter
from tools.ports.rendering import Progress

Run = Callable[..., Awaitable[Any]]
"""Runs a function of this package in a process of the pool."""
_P = ParamSpec("_P")
_Result = TypeVar("_Result")
HELD_FRAMES = 2
"""Every drawing is shown for two frames: on twos."""
_CELS_BYTES_MOST = 96_000_000


@dataclass(frozen=True, kw_only=True)
class Filmed:
    """The clip as MP4, its first frame as PNG, and what its figures and its camera did."""

    mp4: bytes
    png: bytes
    plan: ClipPlan


@dataclass
class _Cels:
    """The drawn cels, the oldest dropped where they grow too many; a round is drawn once."""

    run: Run
    order: str
    kept: OrderedDict[tuple[int, int], Cel] = field(
        default_factory=OrderedDict[tuple[int, int], Cel]
    )
    size: int = 0

    async def at(self, who: int, index: int) -> Cel:
        key = (who, index)
        if key not in self.kept:
            cel: Cel = await self.run(draw_cel, self.order, who, index)
            self.kept[key] = cel
            self.size += len(cel.png)
        self.kept.move_to_end(key)
        while self.size > _CELS_BYTES_MOST and len(self.kept) > 1:
            _, dropped = self.kept.popitem(last=False)
            self.size -= len(dropped.png)
        return self.kept[key] if key in self.kept else await self.at(who, index)


async def film(order: ClipOrder, rate: int, run: Run, progress: Progress | None) -> Filmed:
    """Draw, put together and encode, one drawing after another.

    Cancelling stops between two drawings; what was drawn is dropped. At any time one drawing is
    in memory beside the scenery and the cels of a round.
    """
    picture, told = order.picture, order.model_dump_json()
    plan: ClipPlan = await run(clip_plan, told)
    drawings = -(-order.frames // HELD_FRAMES)
    composer, cels = Composer(plan, drawings), _Cels(run=run, order=told)
    png = b""
    with FilmWriter(picture.width, picture.height, rate) as writer:
        for drawing in range(drawings):
            if progress:
                await progress(drawing / drawings, f"drawing {drawing + 1} of {drawings}")
            shown = [
                await cels.at(who, index) for who, index in enumerate(composer.rounds(drawing))
            ]
            held = min(HELD_FRAMES, order.frames - HELD_FRAMES * drawing)
            frame = await _to_its_end(_shot, composer, writer, drawing, shown, held)
            if not drawing:
                png = await asyncio.to_thread(_still, frame)
        mp4 = await _to_its_end(writer.finished)
    return Filmed(mp4=mp4, png=png, plan=plan)


async def _to_its_end(work: Callable[_P, _Result], *given: _P.args, **named: _P.kwargs) -> _Result:
    """Run in a thread; a cancelled caller leaves only when the thread has left the writer."""
    task = asyncio.ensure_future(asyncio.to_thread(work, *given, **named))
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait({task})
        raise


def _shot(
    composer: Composer, writer: FilmWriter, drawing: int, cels: list[Cel], held: int
) -> Frame:
    frame = composer.frame(drawing, cels)
    writer.add(frame, held)
    return frame


def cut_to(png: bytes, width: int, height: int) -> bytes:
    """The left upper part of a picture."""
    return encode_png(decode(png)[:height, :width])


def _still(frame: Frame) -> bytes:
    return encode_png(np.dstack([frame, np.full(frame.shape[:2], 255, np.uint8)]))
