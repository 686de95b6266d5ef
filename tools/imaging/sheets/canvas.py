"""Frames on one canvas, trimmed, with pivots."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from tools.imaging.picture import Box, Picture
from tools.imaging.sheets.bearing import Bearing, bearing_of, in_the_air
from tools.imaging.sheets.steadying import steadied

PADDING = 1
"""Transparent pixels around the largest extent, where no grid gives the canvas."""


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One frame before it has a canvas.

    `pixels` is height x width x 4, trimmed; `source` its box in the sheet; `offset` its left and
    top from the frame's origin: the cell's corner, or (without a grid) any point that is common
    to all frames down and whose place across says nothing.
    """

    pixels: Picture
    source: Box
    offset: tuple[int, int]
    cell: Box | None = None


@dataclass(frozen=True, kw_only=True)
class Frame:
    """One frame on the canvas that all frames of its animation share.

    `pixels` is canvas height x width x 4 (uint8, sRGB, straight alpha, zero colour under zero
    alpha). `source` is the tight box of its pixels in the sheet, `trim` the same box on the
    canvas (equal in size). `pivot` is x and y on the canvas, in pixels from the left and top:
    between the feet where it stands, the centre of mass where it is in the air. `cell` is its
    cell in the sheet, where a grid explains that.
    """

    index: int
    pixels: Picture
    source: Box
    trim: Box
    pivot: tuple[float, float]
    airborne: bool
    cell: Box | None = None

    @property
    def trimmed(self) -> Picture:
        """The pixels inside the trim box; one transparent pixel where the frame is empty."""
        left, top, right, bottom = self.trim
        return self.pixels[top : max(bottom, top + 1), left : max(right, left + 1)]


def on_canvas(
    figures: Sequence[Figure],
    *,
    size: tuple[int, int] | None = None,
    airborne: Sequence[bool] | None = None,
    aligned: bool = False,
    steady: bool = True,
) -> tuple[Frame, ...]:
    """The frames on one canvas of `size` (width, height), enlarged where a figure exceeds it.

    `airborne` says which frames are off the ground, where a script knows; else it is guessed.
    `aligned` puts all body axes on one column (sheets without a grid); else offsets hold and
    `steady` takes only jitter out (see `steadied`).
    """
    if not figures:
        return ()
    bearings = [bearing_of(figure.pixels) for figure in figures]
    high = [float(b.height) for b in bearings]
    bottoms = [float(f.offset[1] + b.height) for f, b in zip(figures, bearings, strict=True)]
    flags = tuple(airborne) if airborne is not None else in_the_air(bottoms, high)
    places = [figure.offset for figure in figures]
    if aligned:
        places = [(-round(b.axis), y) for (_, y), b in zip(places, bearings, strict=True)]
    if steady:
        axes = [x + b.axis for (x, _), b in zip(places, bearings, strict=True)]
        moves = steadied(axes, bottoms, flags, float(np.median(high)))
        places = [
            (x + (0 if aligned else across), y + down)
            for (x, y), (across, down) in zip(places, moves, strict=True)
        ]
    extent = _extent(places, bearings, size)
    width, height = extent[2] - extent[0], extent[3] - extent[1]
    return tuple(
        _placed(index, figure, bearing, (x - extent[0], y - extent[1]), (width, height), flag)
        for index, (figure, bearing, (x, y), flag) in enumerate(
            zip(figures, bearings, places, flags, strict=True)
        )
    )


def grown(frame: Frame, left: int, top: int, size: tuple[int, int]) -> Frame:
    """The frame on a larger canvas of `size` (width, height), moved right and down."""
    width, height = size
    old_height, old_width = frame.pixels.shape[:2]
    pixels = np.zeros((height, width, 4), dtype=np.uint8)
    pixels[top : top + old_height, left : left + old_width] = frame.pixels
    a, b, c, d = frame.trim
    return replace(
        frame,
        pixels=pixels,
        trim=(a + left, b + top, c + left, d + top),
        pivot=(frame.pivot[0] + left, frame.pivot[1] + top),
    )


def _extent(
    places: Sequence[tuple[int, int]], bearings: Sequence[Bearing], size: tuple[int, int] | None
) -> Box:
    """What the canvas must hold, in the frames' own coordinates."""
    left = min(x for x, _ in places)
    top = min(y for _, y in places)
    right = max(x + b.width for (x, _), b in zip(places, bearings, strict=True))
    bottom = max(y + b.height for (_, y), b in zip(places, bearings, strict=True))
    if size is None:
        return (left - PADDING, top - PADDING, right + PADDING, bottom + PADDING)
    return (min(0, left), min(0, top), max(size[0], right), max(size[1], bottom))


def _placed(
    index: int,
    figure: Figure,
    bearing: Bearing,
    place: tuple[int, int],
    size: tuple[int, int],
    airborne: bool,
) -> Frame:
    width, height = size
    x, y = place
    pixels = np.zeros((height, width, 4), dtype=np.uint8)
    pixels[y : y + bearing.height, x : x + bearing.width] = figure.pixels
    stands_at = bearing.mass if airborne else bearing.feet
    return Frame(
        index=index,
        pixels=pixels,
        source=figure.source,
        trim=(x, y, x + bearing.width, y + bearing.height),
        pivot=(round(x + stands_at[0], 2), round(y + stands_at[1], 2)),
        airborne=airborne,
        cell=figure.cell,
    )
