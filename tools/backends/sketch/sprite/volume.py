"""Round and metal surfaces: how deep shade and light reach for a thickness in pixels."""

from __future__ import annotations

from dataclasses import replace

from tools.backends.sketch.sprite.shapes import LIGHT, Shape, shaded

_SHADE, _LIGHT = 0.30, 0.80
_LIGHT_FROM = 7.0


def rounded(shape: Shape, thick: float, *, lit_from: float = _LIGHT_FROM) -> list[Shape]:
    """A soft round body `thick` pixels across: a shaded rim, and a lit one where there is room.

    `lit_from` is the thickness in pixels from which it shows a third tone.
    """
    light = _LIGHT * thick if thick >= lit_from else None
    return shaded(shape, shade=max(1.0, _SHADE * thick), light=light)


def polished(shape: Shape, thick: float) -> list[Shape]:
    """A metal body: deeper shade, and a bright edge to the light."""
    out = shaded(shape, shade=max(1.0, 0.36 * thick), light=max(2.0, 0.74 * thick))
    if thick >= 8.0:
        glint = replace(shape, tone=2, clipped=True, outlined=False)
        out += [glint.moved(-0.94 * thick * LIGHT[0], -0.94 * thick * LIGHT[1])]
    return out
