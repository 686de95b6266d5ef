"""Rings and lines to masks of whole pixels: a pixel belongs to a shape that holds its middle."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from tools.backends.sketch.sprite.shapes import Points, Shape, capsule

Mask = NDArray[np.bool_]
Ints = NDArray[np.int64]
THINNEST = 1.6
"""Lines up to this width in pixels are drawn one pixel wide, without steps or gaps."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Patch:
    """A mask and the row and column of the cell where its first pixel lies."""

    top: int
    left: int
    mask: Mask

    @property
    def window(self) -> tuple[slice, slice]:
        rows, columns = self.mask.shape
        return slice(self.top, self.top + rows), slice(self.left, self.left + columns)


def patches_of(shapes: Sequence[Shape], cell_px: int) -> list[Patch]:
    """The pixels of each shape within the cell; an empty mask where it has none."""
    rings = [_rings(shape) for shape in shapes]
    filled = iter(_filled([one for one in rings if one], cell_px))
    return [
        next(filled) if one else _thin(shape.outline, cell_px)
        for shape, one in zip(shapes, rings, strict=True)
    ]


def _rings(shape: Shape) -> tuple[Points, ...]:
    """What is filled: the shape's rings, a broad line's segments; nothing for a thin line."""
    if shape.width is None:
        return shape.rings
    if shape.width <= THINNEST:
        return ()
    half = shape.width / 2
    return tuple(
        capsule((ax, ay), (bx, by), half, half)
        for (ax, ay), (bx, by) in pairwise(shape.outline.tolist())
    )


def _filled(bodies: Sequence[tuple[Points, ...]], cell_px: int) -> list[Patch]:
    """Non-zero winding at the middle of each pixel, for all bodies at once.

    Every crossing of an edge with the middle of a row adds its sign at the first pixel right of
    it. The signs of a row sum to zero, so that one running sum over all rows of all bodies'
    boxes, laid end to end, is the winding number.
    """
    if not bodies:
        return []
    starts = np.concatenate([ring for body in bodies for ring in body])
    ends = np.concatenate(
        [part for body in bodies for ring in body for part in (ring[1:], ring[:1])]
    )
    sizes = np.array([sum(len(ring) for ring in body) for body in bodies])
    first = np.cumsum(sizes) - sizes
    low_corner = np.floor(np.minimum.reduceat(starts, first)).astype(np.int64)
    high_corner = np.ceil(np.maximum.reduceat(starts, first)).astype(np.int64)
    (left, top), (right, bottom) = low_corner.clip(0, cell_px).T, high_corner.clip(0, cell_px).T
    rows, columns = bottom - top, right - left
    base = np.cumsum(rows * (columns + 1)) - rows * (columns + 1)
    total = int((rows * (columns + 1)).sum())
    edge, row = _crossed(starts[:, 1], ends[:, 1], np.repeat(top, sizes), np.repeat(bottom, sizes))
    body = np.repeat(np.arange(len(bodies)), sizes)[edge]
    (x0, y0), (x1, y1) = starts[edge].T, ends[edge].T
    x = x0 + (x1 - x0) * ((row + 0.5 - y0) / (y1 - y0))
    column = np.clip(np.ceil(x - 0.5).astype(np.int64) - left[body], 0, columns[body])
    place = base[body] + (row - top[body]) * (columns[body] + 1) + column
    winding = np.bincount(place, weights=np.where(y1 > y0, 1.0, -1.0), minlength=total).cumsum()
    inside = np.abs(winding) > 0.5
    return [
        Patch(
            top=row,
            left=column,
            mask=inside[at : at + h * (w + 1)].reshape(h, w + 1)[:, :w],
        )
        for row, column, h, w, at in zip(
            *(a.tolist() for a in (top, left, rows, columns, base)), strict=True
        )
    ]


def _crossed(
    y0: NDArray[np.float64], y1: NDArray[np.float64], top: Ints, bottom: Ints
) -> tuple[Ints, Ints]:
    """Pairs of an edge and a row whose middle it crosses, within each edge's rows."""
    first = np.maximum(np.ceil(np.minimum(y0, y1) - 0.5).astype(np.int64), top)
    last = np.minimum(np.ceil(np.maximum(y0, y1) - 0.5).astype(np.int64), bottom)
    counts = np.maximum(last - first, 0)
    edge = np.repeat(np.arange(len(y0)), counts)
    begun = np.cumsum(counts) - counts
    return edge, first[edge] + np.arange(len(edge)) - begun[edge]


def _thin(line: Points, cell_px: int) -> Patch:
    """The line in single pixels, each touching the next at a side or a corner."""
    dots = np.floor(line).astype(np.int32).clip(-4 * cell_px, 4 * cell_px)
    left, top = np.clip(dots.min(axis=0), 0, cell_px).tolist()
    right, bottom = np.clip(dots.max(axis=0) + 1, 0, cell_px).tolist()
    canvas = np.zeros((max(0, bottom - top), max(0, right - left)), dtype=np.uint8)
    if canvas.size:
        shifted = (dots - np.array((left, top), dtype=np.int32))[:, None, :]
        cv2.polylines(canvas, [shifted], isClosed=False, color=1, thickness=1, lineType=8)
    return Patch(top=top, left=left, mask=canvas.astype(np.bool_))
