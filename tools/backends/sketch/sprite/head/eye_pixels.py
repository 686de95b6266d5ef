"""Tiny eyes, drawn by hand pixel by pixel."""

from __future__ import annotations

from collections.abc import Sequence

from tools.backends.sketch.sprite.head.eye import ORDER, PART, Eye
from tools.backends.sketch.sprite.shapes import Shape, box


def pixel_eye(eye: Eye) -> list[Shape]:
    """Rows of pixels from the outer to the inner corner.

    L lash, W white, D dark iris, I iris, B bright iris, H light; a point is skin.
    """
    shapes: list[Shape] = []
    for row, cells in enumerate(_rows(eye)):
        for column, cell in enumerate(cells):
            if cell == ".":
                continue
            ramp, tone = _INKS.get(cell, ("", 0))
            at = column if eye.outward < 0 else eye.width - 1 - column
            shapes.append(
                Shape(
                    outline=box(eye.left + at, eye.top + row),
                    ramp=ramp or eye.ramp,
                    tone=tone if ramp else _IRIS[cell],
                    part=PART,
                    order=ORDER,
                    outlined=False,
                    glowing=eye.cybernetic and not ramp,
                )
            )
    return shapes


_INKS = {"L": ("ink", 0), "W": ("white", 0), "H": ("white", 1)}
_IRIS = {"D": -1, "I": 0, "B": 1}
_DRAWN: dict[tuple[int, int], tuple[str, ...]] = {
    (1, 2): ("L", "I"),
    (1, 3): ("L", "I", "I"),
    (2, 2): ("LL", "II"),
    (2, 3): ("LL", "IH", "II"),
    (2, 4): ("LL", "DH", "II", "II"),
    (3, 2): ("LLL", "WII"),
    (3, 3): ("LLL", "WIH", "WII"),
    (3, 4): ("LLL", "HDD", "WII", ".II"),
    (3, 5): ("LLL", "HDD", "WDD", "WII", ".II"),
    (4, 4): ("LLLL", "WDHD", "WIII", ".II."),
    (4, 5): ("LLLL", "WDHD", "WDID", "WIII", ".II."),
    (4, 6): ("LLLL", "LDHD", "WDHD", "WIII", "WIII", ".II."),
}

_METAL = str.maketrans("WDI.", "DBBD")
"""An eye of metal has no white: it shines all over."""


def _rows(eye: Eye) -> Sequence[str]:
    heights = [height for width, height in _DRAWN if width == eye.width]
    height = min(heights, key=lambda one: abs(one - eye.height))
    rows = list(_DRAWN[eye.width, height])
    if eye.cybernetic:
        rows = [rows[0], *(row.translate(_METAL) for row in rows[1:])]
    if eye.slant > 0 and eye.width > 1:
        rows[0] = "." + rows[0][1:]
        rows[1] = "L" + rows[1][1:-1] + "L"
    if eye.slant < 0 and eye.width > 1:
        rows[0] = rows[0][:-1] + "L"
        rows[1] = "L" + rows[1][1:]
    return rows
