"""Triangles of a texture painted where their corners have moved to."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from tools.imaging.cutout.mesh import Mesh
from tools.imaging.picture import Floats, Picture, floats

_INSIDE = -1e-6


@dataclass(frozen=True, kw_only=True)
class Canvas:
    """Where a frame is painted: straight RGBA; `crisp` takes whole pixels only."""

    pixels: Picture
    crisp: bool


def paint(
    canvas: Canvas, texture: Picture, zoom: int, mesh: Mesh, moved: NDArray[np.float64]
) -> None:
    """Lay the texture over the canvas, its mesh's corners (n x 2) at `moved` on the canvas."""
    height, width = canvas.pixels.shape[:2]
    places, found = _sources(mesh, moved, width, height)
    if not found.any():
        return
    window = _window(found)
    x = floats(places[0][window] * zoom - 0.5)
    y = floats(places[1][window] * zoom - 0.5)
    x[~found[window]] = -10
    below = canvas.pixels[window]
    if canvas.crisp:
        taken = _nearest(texture, x, y)
        shown = taken[:, :, 3] > 127
        below[shown] = taken[shown]
        below[shown, 3] = 255
    else:
        alpha = floats(texture[:, :, 3:]) / 255
        taken = cv2.remap(
            np.concatenate([floats(texture[:, :, :3]) * alpha, alpha], axis=2),
            x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=(0, 0, 0, 0),
        )  # fmt: skip
        _over(below, floats(taken))


def _nearest(texture: Picture, x: Floats, y: Floats) -> Picture:
    rows, columns = texture.shape[:2]
    right, down = np.rint(x).astype(np.intp), np.rint(y).astype(np.intp)
    inside = (right >= 0) & (down >= 0) & (right < columns) & (down < rows)
    taken = texture[down.clip(0, rows - 1), right.clip(0, columns - 1)]
    taken[~inside] = 0
    return taken


def _over(below: Picture, above: Floats) -> None:
    """Porter and Duff's "over"; `above` is premultiplied, alpha 0 to 1."""
    alpha = above[:, :, 3:]
    under = floats(below[:, :, 3:]) / 255
    total = alpha + under * (1 - alpha)
    color = above[:, :, :3] + floats(below[:, :, :3]) * under * (1 - alpha)
    below[:, :, :3] = np.clip(color / np.maximum(total, 1e-6) + 0.5, 0, 255).astype(np.uint8)
    below[:, :, 3:] = np.clip(total * 255 + 0.5, 0, 255).astype(np.uint8)


def _sources(
    mesh: Mesh, moved: NDArray[np.float64], width: int, height: int
) -> tuple[tuple[NDArray[np.float64], NDArray[np.float64]], NDArray[np.bool_]]:
    """For each pixel of the canvas the place in the cutting that is seen there, and whether any.

    Later triangles win. All triangles of a size are tested at once against the pixels of their
    bounds by barycentric coordinates.
    """
    corners = moved[mesh.triangles]
    origin = mesh.corners[mesh.triangles]
    low = np.floor(corners.min(axis=1) - 0.5).astype(np.intp)
    span = np.ceil(corners.max(axis=1) - 0.5).astype(np.intp) - low + 1
    size = span.max(axis=1)
    across = np.zeros((height, width))
    down = np.zeros((height, width))
    found = np.zeros((height, width), dtype=np.bool_)
    least = 0
    while least < int(size.max(initial=0)):
        most = max(4, least * 2)
        chosen = np.flatnonzero((size > least) & (size <= most))
        least = most
        if not chosen.size:
            continue
        _fill(corners[chosen], origin[chosen], low[chosen], most, (across, down), found)
    return (across, down), found


def _fill(
    corners: NDArray[np.float64],
    origin: NDArray[np.float64],
    low: NDArray[np.intp],
    side: int,
    places: tuple[NDArray[np.float64], NDArray[np.float64]],
    found: NDArray[np.bool_],
) -> None:
    steps = np.arange(side)
    columns = low[:, 0, None, None] + steps[None, None, :]
    rows = low[:, 1, None, None] + steps[None, :, None]
    a, b, c = corners[:, 0], corners[:, 1], corners[:, 2]
    area = (b[:, 0] - a[:, 0]) * (c[:, 1] - a[:, 1]) - (b[:, 1] - a[:, 1]) * (c[:, 0] - a[:, 0])
    area = np.where(np.abs(area) < 1e-9, np.inf, area)[:, None, None]
    x, y = columns + 0.5, rows + 0.5

    def share(p: NDArray[np.float64], q: NDArray[np.float64]) -> NDArray[np.float64]:
        px, py = p[:, 0, None, None], p[:, 1, None, None]
        qx, qy = q[:, 0, None, None], q[:, 1, None, None]
        return ((qx - px) * (y - py) - (qy - py) * (x - px)) / area

    third, first = share(a, b), share(b, c)
    second = 1 - first - third
    height, width = found.shape
    inside = (first >= _INSIDE) & (second >= _INSIDE) & (third >= _INSIDE)
    inside &= np.isfinite(area) & (columns >= 0) & (rows >= 0)
    inside &= (columns < width) & (rows < height)
    which, down, right = np.nonzero(inside)
    row, column = low[which, 1] + down, low[which, 0] + right
    shares = np.stack([first[inside], second[inside], third[inside]], axis=1)
    source = np.einsum("nk,nkd->nd", shares, origin[which])
    places[0][row, column], places[1][row, column] = source[:, 0], source[:, 1]
    found[row, column] = True


def _window(found: NDArray[np.bool_]) -> tuple[slice, slice]:
    rows, columns = np.flatnonzero(found.any(axis=1)), np.flatnonzero(found.any(axis=0))
    return slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)
