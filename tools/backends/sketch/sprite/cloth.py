"""Cloth that hangs: a grid of points in space, painted quad by quad in the tone of its slope."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tools.backends.sketch.sprite.puppet import Puppet
from tools.backends.sketch.sprite.shapes import Shape

Grid = NDArray[np.float64]
"""Shape (rows, columns, 3): rows go down, columns to the character's left where it is in front."""

_TO_LIGHT = np.array((-0.52, -0.60, 0.61))
"""From a surface to the light, in the camera's space: left, up and towards the viewer."""
_SEAM_PX = 0.35
_LIT, _SHADED = 0.88, 0.34
"""The cosine to the light from which cloth is light, and below which it is in shade."""


@dataclass(frozen=True, kw_only=True)
class Weave:
    """How a sheet is painted: its ramp and part, and the orders of its near and far faces."""

    ramp: str
    part: str
    near: float
    far: float
    inside: int = -2
    glowing: bool = False


def sheet(puppet: Puppet, grid: Grid, weave: Weave) -> list[Shape]:
    """The shapes of a sheet: its inner faces far, its outer faces near, by tone."""
    seen = puppet.dots(grid)[..., :2]
    across, down = np.diff(grid, axis=1)[:-1], np.diff(grid, axis=0)[:, :-1]
    normals = np.cross(across, down)
    normals /= np.maximum(np.linalg.norm(normals, axis=2, keepdims=True), 1e-9)
    facing = normals @ puppet.camera.matrix().T
    outer = facing[..., 2] > 0.0
    light = facing @ _TO_LIGHT
    tones = np.where(light > _LIT, 1, np.where(light > _SHADED, 0, -1))
    tones = np.where(outer, tones, weave.inside)
    quads = _grown(_quads(seen))
    return [
        _patch(quads[mask], tone, weave.near if front else weave.far, weave)
        for front in (False, True)
        for tone in (-2, -1, 0, 1)
        if (mask := (outer == front) & (tones == tone)).any()
    ]


def fold_lines(puppet: Puppet, grid: Grid, weave: Weave, every: int) -> list[Shape]:
    """Lines down the outer side at every so many columns, as pleats show."""
    seen = puppet.dots(grid)[..., :2]
    outer = _outer_columns(puppet, grid)
    return [
        Shape(
            outline=seen[:, column], ramp=weave.ramp, part=weave.part, tone=-2,
            order=weave.near, clipped=True, width=puppet.px(2.2),
        )
        for column in range(0, grid.shape[1], every)
        if outer[column]
    ]  # fmt: skip


def hem(puppet: Puppet, grid: Grid, weave: Weave, ramp: str, share: float) -> list[Shape]:
    """A stripe along the lower edge of the outer side, `share` of the last row of quads high."""
    columns = np.nonzero(_outer_columns(puppet, grid))[0]
    runs = np.split(columns, np.nonzero(np.diff(columns) > 1)[0] + 1)
    shapes: list[Shape] = []
    for run in runs:
        if len(run) < 2:
            continue
        low = grid[-1, run]
        high = low + (grid[-2, run] - low) * share
        both = puppet.dots(np.stack((high, low)))[..., :2]
        shapes.append(
            Shape(
                outline=np.concatenate((both[0], both[1][::-1])), ramp=ramp, part=weave.part,
                order=weave.near, clipped=True,
            )
        )  # fmt: skip
    return shapes


def _outer_columns(puppet: Puppet, grid: Grid) -> NDArray[np.bool_]:
    """Which columns of points show their outer side."""
    across = np.gradient(grid[-1], axis=0)
    return np.cross(across, grid[-1] - grid[0]) @ puppet.view > 0.0


def _quads(seen: NDArray[np.float64]) -> NDArray[np.float64]:
    """The corners of every quad in the cell, all turning the same way."""
    quads = np.stack((seen[:-1, :-1], seen[:-1, 1:], seen[1:, 1:], seen[1:, :-1]), axis=2)
    one, two = quads[:, :, 2] - quads[:, :, 0], quads[:, :, 3] - quads[:, :, 1]
    backwards = one[..., 0] * two[..., 1] < one[..., 1] * two[..., 0]
    return np.where(backwards[..., None, None], quads[:, :, ::-1], quads)


def _grown(quads: NDArray[np.float64]) -> NDArray[np.float64]:
    """A hair wider, so that no pixel is lost between neighbours."""
    away = quads - quads.mean(axis=2, keepdims=True)
    length = np.sqrt((away**2).sum(axis=3, keepdims=True))
    return quads + away / np.maximum(length, 1e-6) * _SEAM_PX


def _patch(quads: NDArray[np.float64], tone: int, order: float, weave: Weave) -> Shape:
    return Shape(
        outline=quads[0], more=tuple(quads[1:]), ramp=weave.ramp, part=weave.part, tone=tone,
        order=order, glowing=weave.glowing,
    )  # fmt: skip
