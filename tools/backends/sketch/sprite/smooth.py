"""The smooth painter: the same shapes as antialiased vectors with an outline and cel tones."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from tools.backends.sketch.raster import png_of
from tools.backends.sketch.sprite.palette import INK, ramp_color
from tools.backends.sketch.sprite.shapes import Points, Shape

LINE = 0.95 / 64
"""The width of outlines as a share of the cell."""
_LINE_LEAST_PX = 1.1


def smooth_cells(
    figures: Sequence[Sequence[Shape]], bases: Mapping[str, str], cell_px: int
) -> list[NDArray[np.uint8]]:
    """Each figure as RGBA with straight alpha, shape (cell, cell, 4), drawn as one strip."""
    body = "".join(
        f'<svg x="{at * cell_px}" y="0" width="{cell_px}" height="{cell_px}">'
        f"{figure_svg(shapes, bases, cell_px, f'f{at}')}</svg>"
        for at, shapes in enumerate(figures)
    )
    width = cell_px * len(figures)
    document = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{cell_px}"'
        f' viewBox="0 0 {width} {cell_px}">{body}</svg>'
    )
    strip = np.asarray(Image.open(io.BytesIO(png_of(document, width, cell_px))).convert("RGBA"))
    return [
        np.ascontiguousarray(strip[:, at * cell_px : (at + 1) * cell_px])
        for at in range(len(figures))
    ]


def figure_svg(shapes: Sequence[Shape], bases: Mapping[str, str], cell_px: int, scope: str) -> str:
    """The fragment of one figure; `scope` keeps the names of its clip paths apart."""
    line = max(_LINE_LEAST_PX, LINE * cell_px)
    ordered = sorted(shapes, key=lambda shape: shape.order)
    return "".join(
        _run_svg(run, bases, line, f"{scope}-{at}") for at, run in enumerate(_runs(ordered))
    )


def _runs(shapes: Sequence[Shape]) -> Iterator[list[Shape]]:
    """Neighbours in depth of one part."""
    run: list[Shape] = []
    for shape in shapes:
        if run and shape.part != run[-1].part:
            yield run
            run = []
        run.append(shape)
    if run:
        yield run


def _run_svg(run: Sequence[Shape], bases: Mapping[str, str], line: float, name: str) -> str:
    """A part: its outline beneath, its bodies, and what is clipped to them."""
    solid = [shape for shape in run if not shape.clipped]
    if not solid:
        return ""
    parts = [
        _inked(shape, ramp_color(bases[shape.ramp], INK), line)
        for shape in solid
        if shape.outlined and not shape.glowing
    ]
    clip = ""
    if len(solid) < len(run):
        inside = "".join(_path(shape, "") for shape in solid if shape.width is None)
        parts.append(f'<clipPath id="{name}">{inside}</clipPath>')
        clip = f' clip-path="url(#{name})"'
    for shape in run:
        color = ramp_color(bases[shape.ramp], shape.tone)
        parts.append(_colored(shape, color, clip if shape.clipped else ""))
    return "".join(parts)


def _inked(shape: Shape, ink: str, line: float) -> str:
    if shape.width is not None:
        return _stroked(shape, ink, max(1.0, shape.width) + 2 * line, "")
    return _path(
        shape, f' fill="{ink}" stroke="{ink}" stroke-width="{2 * line:.2f}" stroke-linejoin="round"'
    )


def _colored(shape: Shape, color: str, clip: str) -> str:
    if shape.width is not None:
        return _stroked(shape, color, max(1.0, shape.width), clip)
    return _path(shape, f' fill="{color}"{clip}')


def _stroked(shape: Shape, color: str, wide: float, clip: str) -> str:
    return (
        f'<path d="{_data(shape.outline, closed=False)}" fill="none" stroke="{color}"'
        f' stroke-width="{wide:.2f}" stroke-linecap="round" stroke-linejoin="round"{clip}/>'
    )


def _path(shape: Shape, paint: str) -> str:
    data = "".join(_data(ring, closed=True) for ring in shape.rings)
    return f'<path d="{data}"{paint}/>'


def _data(ring: Points, *, closed: bool) -> str:
    spots = " ".join(f"{x:.2f},{y:.2f}" for x, y in ring.tolist())
    return f"M{spots}{'Z' if closed else ''}"
