"""Cloth that hangs: a grid of points in space, painted quad by quad in the tone of its slope."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tools.backends.sketch.sprite.puppet import Puppet
from tools.backends.sketch.sprite.shapes import Points, Shape, united

Grid = NDArray[np.float64]
"""Shape (rows, columns, 3): rows go down, columns to the character's left where it is in front."""

_TO_LIGHT = np.array((-0.52, -0.60, 0.61))
"""From a surface to the light, in the camera's space: left, up and towards the viewer."""
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
    groups: dict[tuple[bool, int], list[Points]] = {}
    for row, column in np.ndindex(*outer.shape):
        quad = seen[[row, row, row + 1, row + 1], [column, column + 1, column + 1, column]]
        groups.setdefault((bool(outer[row, column]), int(tones[row, column])), []).append(quad)
    return [
        _patch(quads, tone, weave.near if is_outer else weave.far, weave)
        for (is_outer, tone), quads in sorted(groups.items())
    ]


def fold_lines(puppet: Puppet, grid: Grid, weave: Weave, every: int) -> list[Shape]:
    """Lines down the outer side at every so many columns, as pleats show."""
    seen = puppet.dots(grid)[..., :2]
    return [
        Shape(
            outline=seen[:, column], ramp=weave.ramp, part=weave.part, tone=-2,
            order=weave.near, clipped=True, width=puppet.px(2.2),
        )
        for column in range(0, grid.shape[1], every)
        if _outer_at(puppet, grid, column)
    ]  # fmt: skip


def hem(puppet: Puppet, grid: Grid, weave: Weave, ramp: str, share: float) -> list[Shape]:
    """A stripe along the lower edge of the outer side, `share` of the last row of quads high."""
    columns = [c for c in range(grid.shape[1]) if _outer_at(puppet, grid, c)]
    if len(columns) < 2:
        return []
    runs = np.split(np.array(columns), np.nonzero(np.diff(columns) > 1)[0] + 1)
    shapes: list[Shape] = []
    for run in runs:
        low = grid[-1, run]
        high = low + (grid[-2, run] - low) * share
        both = puppet.dots(np.stack((high, low)))[..., :2]
        if len(run) > 1:
            shapes.append(
                Shape(
                    outline=np.concatenate((both[0], both[1][::-1])), ramp=ramp, part=weave.part,
                    order=weave.near, clipped=True,
                )
            )  # fmt: skip
    return shapes


def _outer_at(puppet: Puppet, grid: Grid, column: int) -> bool:
    last = grid.shape[1] - 1
    across = grid[-1, min(column + 1, last)] - grid[-1, max(column - 1, 0)]
    down = grid[-1, column] - grid[0, column]
    return float(np.cross(across, down) @ puppet.view) > 0.0


def _patch(quads: list[Points], tone: int, order: float, weave: Weave) -> Shape:
    outline, more = united(_grown(quad) for quad in quads)
    return Shape(
        outline=outline, more=more, ramp=weave.ramp, part=weave.part, tone=tone, order=order,
        glowing=weave.glowing,
    )  # fmt: skip


def _grown(quad: Points) -> Points:
    """A hair wider, so that no pixel is lost between neighbours."""
    middle = quad.mean(axis=0)
    away = quad - middle
    length = np.maximum(np.linalg.norm(away, axis=1, keepdims=True), 1e-6)
    return quad + away / length * 0.35
