"""The pixel painter: shapes to an index buffer, lines from the buffer, then colours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from tools.backends.sketch.sprite.palette import INK, Entry, Palette
from tools.backends.sketch.sprite.raster import patches_of
from tools.backends.sketch.sprite.shapes import TONE_MOST, Shape

Ints = NDArray[np.int16]
Floats = NDArray[np.float32]
Pixels = NDArray[np.uint8]
A = TypeVar("A", bound=np.generic)

NOTHING = -1
_TONES = TONE_MOST - INK + 1
LINE_APART = 0.3
"""Parts less apart in order than this cast no line on each other."""
_SIDES = ((0, 1), (1, 0), (0, -1), (-1, 0))
"""Steps (down, right) to the four neighbours."""


@dataclass(frozen=True, kw_only=True)
class Buffer:
    """What each pixel of a cell shows: a part, a ramp and a tone; -1 where nothing is.

    `ramps` and `parts` are the names that the indices mean. `order` is the depth of what shows,
    `lined` where an outline may run, `glow` where none may touch.
    """

    part: Ints
    ramp: Ints
    tone: Ints
    order: Floats
    lined: NDArray[np.bool_]
    glow: NDArray[np.bool_]
    ramps: list[str] = field(default_factory=list[str])
    parts: list[str] = field(default_factory=list[str])


def painted(shapes: Sequence[Shape], cell_px: int) -> Buffer:
    """Shapes from far to near into a square buffer, with outlines, inner lines and no strays."""
    buffer = _filled(shapes, cell_px)
    _without_strays(buffer)
    _inner_lines(buffer)
    for _ in range(max(1, round(cell_px / 160))):
        _outlines(buffer)
    return buffer


def counted(buffer: Buffer) -> Counter[Entry]:
    """How many pixels show each ramp and tone."""
    shown = buffer.ramp >= 0
    codes = buffer.ramp[shown].astype(np.int64) * _TONES + (buffer.tone[shown] - INK)
    counts = np.bincount(codes)
    return Counter(
        {
            (buffer.ramps[code // _TONES], code % _TONES + INK): int(counts[code])
            for code in np.nonzero(counts)[0].tolist()
        }
    )


def colored(buffer: Buffer, palette: Palette) -> Pixels:
    """The cell as RGBA, shape (cell, cell, 4); alpha is 0 or 255 and zero alpha is all zero."""
    table = np.zeros((len(buffer.ramps) + 1, _TONES, 4), dtype=np.uint8)
    for ramp, tone in counted(buffer):
        color = palette.colors[palette.place(ramp, tone)]
        table[buffer.ramps.index(ramp), tone - INK] = (*bytes.fromhex(color[1:]), 255)
    return table[buffer.ramp, buffer.tone - INK]


def _filled(shapes: Sequence[Shape], cell_px: int) -> Buffer:
    side = (cell_px, cell_px)
    ramps = list(dict.fromkeys(shape.ramp for shape in shapes))
    parts = list(dict.fromkeys(shape.part for shape in shapes))
    buffer = Buffer(
        part=np.full(side, NOTHING, dtype=np.int16),
        ramp=np.full(side, NOTHING, dtype=np.int16),
        tone=np.zeros(side, dtype=np.int16),
        order=np.full(side, -np.inf, dtype=np.float32),
        lined=np.zeros(side, dtype=np.bool_),
        glow=np.zeros(side, dtype=np.bool_),
        ramps=ramps,
        parts=parts,
    )
    part_at = {name: at for at, name in enumerate(parts)}
    ramp_at = {name: at for at, name in enumerate(ramps)}
    ordered = sorted(shapes, key=lambda one: one.order)
    for shape, patch in zip(ordered, patches_of(ordered, cell_px), strict=True):
        window, mask = patch.window, patch.mask
        number = part_at[shape.part]
        if shape.clipped:
            mask = mask & (buffer.part[window] == number)
        else:
            buffer.part[window][mask] = number
            buffer.order[window][mask] = shape.order
            buffer.lined[window][mask] = shape.outlined and not shape.glowing
        buffer.ramp[window][mask] = ramp_at[shape.ramp]
        buffer.tone[window][mask] = shape.tone
        buffer.glow[window][mask] = shape.glowing
    return buffer


def _without_strays(buffer: Buffer) -> None:
    """Single pixels of a tone take their neighbours'; single pixels of a figure vanish."""
    shown = buffer.part >= 0
    same = np.zeros(shown.shape, dtype=np.int8)
    alike = np.zeros(shown.shape, dtype=np.int8)
    best = np.full(shown.shape, -99, dtype=np.int16)
    near = (_around(buffer.part), _around(buffer.ramp), _around(buffer.tone))
    for part, ramp, tone in zip(*near, strict=True):
        kin = (part == buffer.part) & (ramp == buffer.ramp) & buffer.lined
        same += (part >= 0).astype(np.int8)
        alike += (kin & (tone == buffer.tone)).astype(np.int8)
        best = np.where(kin, np.maximum(best, tone), best)
    lonely = shown & (alike == 0) & (best > -99) & buffer.lined
    buffer.tone[lonely] = best[lonely]
    gone = shown & (same == 0) & buffer.lined
    for array, empty in ((buffer.part, NOTHING), (buffer.ramp, NOTHING), (buffer.tone, 0)):
        array[gone] = empty


def _inner_lines(buffer: Buffer) -> None:
    """Where a nearer part borders on a farther one, the farther one's edge is darkened."""
    line = np.zeros(buffer.part.shape, dtype=np.int16)
    inside = (buffer.part >= 0) & buffer.lined
    near = (_around(buffer.part), _around(buffer.order), _around(inside))
    for step, part, order, lined in zip(_SIDES, *near, strict=True):
        edge = inside & lined & (part != buffer.part)
        edge &= order > buffer.order + LINE_APART
        towards_light = step in ((0, 1), (1, 0))
        line = np.where(edge, np.minimum(line, -2 if towards_light else INK), line)
    dark = line < 0
    buffer.tone[dark] = np.minimum(buffer.tone[dark], line[dark])


def _outlines(buffer: Buffer) -> None:
    """One pixel round the figure: ink, and on the side of the light the ramp's deep shadow."""
    empty = buffer.part < 0
    ramp = np.full(empty.shape, NOTHING, dtype=np.int16)
    tone = np.zeros(empty.shape, dtype=np.int16)
    nearest = np.full(empty.shape, -np.inf, dtype=np.float32)
    shaded = np.zeros(empty.shape, dtype=np.bool_)
    inside = (buffer.part >= 0) & buffer.lined
    near = (_around(buffer.ramp), _around(buffer.order), _around(inside))
    for step, next_ramp, order, lined in zip(_SIDES, *near, strict=True):
        edge = empty & lined
        nearer = edge & (order > nearest)
        ramp = np.where(nearer, next_ramp, ramp)
        nearest = np.where(nearer, order, nearest)
        if step in ((0, -1), (-1, 0)):
            shaded |= edge
    drawn = ramp >= 0
    tone = np.where(shaded, INK, -2)
    buffer.ramp[drawn] = ramp[drawn]
    buffer.tone[drawn] = tone[drawn]
    buffer.part[drawn] = len(buffer.parts)
    buffer.order[drawn] = nearest[drawn]
    buffer.lined[drawn] = True


def _around(values: NDArray[A]) -> tuple[NDArray[A], ...]:
    """Each pixel's neighbours, in the order of `_SIDES`; beyond the border there is nothing."""
    rows, columns = values.shape
    blank = values.dtype.type(False if values.dtype == np.bool_ else NOTHING)
    wide = np.full((rows + 2, columns + 2), blank, dtype=values.dtype)
    wide[1:-1, 1:-1] = values
    return tuple(
        wide[1 + down : 1 + down + rows, 1 + right : 1 + right + columns] for down, right in _SIDES
    )
