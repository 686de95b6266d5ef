"""Pieces of the picture: fills with their ink, in the order in which they are laid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from tools.backends.sketch.figure.geometry import Curve, ribbon, sliver
from tools.backends.sketch.figure.surface import Silhouette
from tools.backends.sketch.tones import tone

SHADOW_SIDE = np.array((0.80, 0.60))
"""Where shadows fall in the picture: the light comes from the upper left."""


@dataclass(frozen=True, kw_only=True)
class Piece:
    """One part of the picture. `contour` is ink laid just before its own fill, over what lies
    behind; elements of `svg` with `data-outline` are inked under the whole figure as well.
    """

    order: float
    region: str
    name: str
    svg: str
    contour: str = ""
    thin: float = 1.0
    """How much thinner its ink is drawn because its own space is enlarged."""


@dataclass
class Pieces:
    """The growing list of pieces of one figure."""

    items: list[Piece] = field(default_factory=list[Piece])

    def add(self, order: float, region: str, name: str, *svg: str, contour: str = "",
            thin: float = 1.0) -> None:  # fmt: skip
        """Add one piece; empty ones are dropped."""
        joined = "".join(svg)
        if joined:
            self.items.append(
                Piece(order=order, region=region, name=name, svg=joined, contour=contour, thin=thin)
            )

    def sorted(self) -> list[Piece]:
        """From the furthest to the nearest; equal orders keep the order of adding."""
        return sorted(self.items, key=lambda piece: piece.order)


def fill(path: str, color: str, ink: str = "", opacity: float = 1.0) -> str:
    """A filled path; with `ink` it is outlined under the figure."""
    outline = f' data-outline="{ink}"' if ink else ""
    clear = f' fill-opacity="{opacity:.2f}"' if opacity < 1 else ""
    return f'<path d="{path}" fill="{color}"{clear}{outline}/>'


def line(path: str, color: str, width: float, opacity: float = 1.0) -> str:
    """A stroked path with round ends."""
    clear = f' stroke-opacity="{opacity:.2f}"' if opacity < 1 else ""
    return (
        f'<path d="{path}" fill="none" stroke="{color}" stroke-width="{width:.2f}"'
        f' stroke-linecap="round" stroke-linejoin="round"{clear}/>'
    )


def crease(points: Curve, color: str, width: float, name: str = "line", heavy: float = 0.4) -> str:
    """A tapered inner line in a darkened hue of the colour."""
    return fill(sliver(points, width, heavy), tone(color, name))


def shaded(
    seen: Silhouette, color: str, *, start: float = 0.60, name: str = "shade", flat: bool = False
) -> str:
    """The cel shadow of a round body: the part of its width that lies away from the light.

    `start` is where across the width (0 lit edge, 1 dark edge) it begins in the middle.
    """
    across = seen.right - seen.left
    dark_right = float(np.mean(across @ SHADOW_SIDE)) >= 0
    along = np.linspace(0.0, 1.0, len(seen.left))
    bend = 0.0 if flat else 0.16 * (1 - np.sin(np.pi * along)) - 0.03 * np.sin(6 * along)
    share = np.clip(start + bend, 0.05, 0.97)
    edge = seen.right if dark_right else seen.left
    inner = seen.across(share if dark_right else 1 - share)
    return fill(ribbon(inner, edge), tone(color, name))


def side_lines(
    seen: Silhouette, ink: str, width: float, start: float = 0.12, end: float = 1.0
) -> str:
    """Ink along both edges from `start` to `end` (0 to 1), clear of where it joins the body."""
    count = len(seen.left)
    first, last = int(start * count), max(int(end * count), int(start * count) + 3)
    out: list[str] = []
    for edge in (seen.left, seen.right):
        part = edge[first:last]
        if len(part) > 2:
            out.append(fill(sliver(part, 2.6 * width, 0.6), ink))
    return "".join(out)


def joined(*elements: str | Sequence[str]) -> str:
    """Elements as one fragment."""
    return "".join(item if isinstance(item, str) else "".join(item) for item in elements)
