"""Round and metal surfaces: how deep shade and light reach for a thickness in pixels."""

from __future__ import annotations

from dataclasses import replace

from tools.backends.sketch.sprite.shapes import Shape, shaded

_SHADE, _LIGHT = 0.30, 0.80
_LIGHT_FROM = 7.0
"""The thickness in pixels from which a round body shows a third tone."""


def rounded(shape: Shape, thick: float) -> list[Shape]:
    """A soft round body `thick` pixels across: a shaded rim, and a lit one where there is room."""
    light = _LIGHT * thick if thick >= _LIGHT_FROM else None
    return shaded(shape, shade=max(1.0, _SHADE * thick), light=light)


def polished(shape: Shape, thick: float) -> list[Shape]:
    """A metal body: deeper shade, and a bright edge to the light."""
    out = shaded(shape, shade=max(1.0, 0.36 * thick), light=max(2.0, 0.66 * thick))
    if thick >= 5.0:
        glint = replace(shape, tone=2, clipped=True, outlined=False)
        out += [glint.moved(-0.9 * thick * 0.78, -0.9 * thick * 0.62)]
    return out
