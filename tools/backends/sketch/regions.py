"""Ground truth on whose pixels are whose: masks by region, from the same SVG as the picture.

Tests, training, measurements of consistency and guides for models use them; scoring never does.
"""

from __future__ import annotations

import io
import re
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from tools.backends.sketch.compose import draw
from tools.backends.sketch.raster import png_of
from tools.domain.staging import Drawing

Region = Literal[
    "background", "hair", "face", "eyes", "skin", "torso", "legs", "feet", "accessories", "prop"
]
REGIONS: tuple[Region, ...] = (
    "background", "hair", "face", "eyes", "skin", "torso", "legs", "feet", "accessories", "prop",
)  # fmt: skip

_TAG = re.compile(r"<(/?)([\w]+)((?:[^<>\"]|\"[^\"]*\")*?)(/?)>")
_REGION = re.compile(r'data-region="(\w+)"')
_PAINT = re.compile(r'\b(fill|stroke)="(?!none)[^"]*"')
_CLEAR = re.compile(r'\s(?:fill-opacity|stroke-opacity|opacity)="([\d.]+)"')
_DEFS = ("defs", "clipPath", "mask", "linearGradient", "radialGradient")
_FAINT = 0.5
"""Fills more transparent than this lie on a region without belonging to one."""
LEVEL = 25
"""How far the greys of neighbouring regions are apart."""


def region_masks(
    drawing: Drawing, seed: int = 0, width: int = 256, height: int = 256
) -> dict[Region, NDArray[np.bool_]]:
    """For each region the pixels, shape (height, width), that show it in this drawing.

    Every pixel belongs to exactly one region.
    """
    svg = painted_by_region(draw(drawing, seed, width, height))
    pixels = np.asarray(Image.open(io.BytesIO(png_of(svg, width, height))).convert("L"))
    index = np.clip(np.rint(pixels / LEVEL), 0, len(REGIONS) - 1).astype(np.uint8)
    return {region: index == number for number, region in enumerate(REGIONS)}


def painted_by_region(svg: str) -> str:
    """The picture with every region in one flat grey, `LEVEL` apart, without smooth edges."""
    stack: list[str] = ["background"]
    hidden: list[str] = []

    def repaint(found: re.Match[str]) -> str:
        closing, tag, attributes, empty = found.groups()
        if tag in _DEFS and not empty:
            _ = hidden.pop() if closing else hidden.append(tag)
        if hidden or tag in _DEFS or tag == "stop":
            return found[0]
        if closing:
            if tag in ("g", "svg"):
                stack.pop()
            return found[0]
        region = _REGION.search(attributes)
        here = region[1] if region else stack[-1]
        if tag in ("g", "svg") and not empty:
            stack.append(here)
        return _painted(tag, attributes, empty, here)

    flat = _TAG.sub(repaint, svg)
    return flat.replace("<svg ", '<svg shape-rendering="crispEdges" ', 1)


def _painted(tag: str, attributes: str, empty: str, region: str) -> str:
    clear = [float(found[1]) for found in _CLEAR.finditer(attributes)]
    if clear and min(clear) < _FAINT and tag == "g":
        return f'<{tag}{_CLEAR.sub("", attributes)} display="none"{empty}>'
    if clear and min(clear) < _FAINT:
        return f'<{tag} display="none"{empty}>'
    level = REGIONS.index(region) * LEVEL if region in REGIONS else 0
    grey = f"#{level:02x}{level:02x}{level:02x}"
    painted = _PAINT.sub(lambda found: f'{found[1]}="{grey}"', _CLEAR.sub("", attributes))
    if tag not in ("g", "svg", "use") and "fill=" not in painted:
        painted += f' fill="{grey}"'
    return f"<{tag}{painted}{empty}>"
