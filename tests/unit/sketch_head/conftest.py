"""Heads as pictures, small enough to draw many."""

from __future__ import annotations

import io
from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from tools.backends.sketch.head import HeadLayers
from tools.backends.sketch.raster import png_of

Pixels = NDArray[np.uint8]


def head_pixels(layers: HeadLayers, size: int = 96, frame: str = "-120 -150 240 240") -> Pixels:
    """RGBA, `size` square, of the part of head space that `frame` names as an SVG viewBox."""
    body = layers.behind_body + layers.behind_head + layers.head + layers.front
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{frame}">{body}</svg>'
    return np.asarray(Image.open(io.BytesIO(png_of(svg, size, size))).convert("RGBA"))


@pytest.fixture(scope="session")
def pixels() -> Callable[..., Pixels]:
    return head_pixels
