"""Rings and lines to masks of whole pixels: a pixel belongs to a shape that holds its middle."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from tools.backends.sketch.sprite.shapes import Points, Shape, capsule

Mask = NDArray[np.bool_]
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


def patch_of(shape: Shape, cell_px: int) -> Patch | None:
    """The pixels of a shape within the cell; None where it has none."""
    if shape.width is None:
        return _filled(shape.rings, cell_px)
    if shape.width <= THINNEST:
        return _thin(shape.outline, cell_px)
    half = shape.width / 2
    ends = shape.outline.tolist()
    pairs = pairwise(ends)
    return _filled(tuple(capsule((*a,), (*b,), half, half) for a, b in pairs), cell_px)


def _filled(rings: tuple[Points, ...], cell_px: int) -> Patch | None:
    """Non-zero winding at the middle of each pixel, by the signed crossings left of it."""
    starts = np.concatenate(rings)
    ends = np.concatenate([np.roll(ring, -1, axis=0) for ring in rings])
    left, top = np.floor(starts.min(axis=0)).astype(int).tolist()
    right, low = np.ceil(starts.max(axis=0)).astype(int).tolist()
    left, top = max(left, 0), max(top, 0)
    right, low = min(right, cell_px), min(low, cell_px)
    rows, columns = low - top, right - left
    if rows <= 0 or columns <= 0:
        return None
    middles = np.arange(top, low) + 0.5
    y0, y1 = starts[:, 1, None], ends[:, 1, None]
    edge, row = np.nonzero((y0 <= middles) != (y1 <= middles))
    (x0, from_y), (x1, to_y) = starts[edge].T, ends[edge].T
    share = (middles[row] - from_y) / (to_y - from_y)
    column = np.ceil(x0 + (x1 - x0) * share - 0.5 - left).clip(0, columns).astype(np.int64)
    sign = np.where(to_y > from_y, 1.0, -1.0)
    crossings = np.bincount(
        row * (columns + 1) + column, weights=sign, minlength=rows * (columns + 1)
    )
    winding = crossings.reshape(rows, columns + 1).cumsum(axis=1)[:, :columns]
    return Patch(top=top, left=left, mask=np.abs(winding) > 0.5)


def _thin(line: Points, cell_px: int) -> Patch:
    """The line in single pixels, each touching the next at a side or a corner."""
    canvas = np.zeros((cell_px, cell_px), dtype=np.uint8)
    dots = np.floor(line).astype(np.int32).clip(-4 * cell_px, 4 * cell_px)
    cv2.polylines(canvas, [dots[:, None, :]], isClosed=False, color=1, thickness=1, lineType=8)
    return Patch(top=0, left=0, mask=canvas.astype(np.bool_))
