"""Small pictures of the sketch renderer to look at."""

from __future__ import annotations

import io
from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from tools.backends.sketch.compose import draw
from tools.backends.sketch.raster import png_of
from tools.domain.look import Garment, Hair, Look
from tools.domain.staging import Drawing, Scene, Staging

Pixels = NDArray[np.int16]
Picture = Callable[[Drawing], Pixels]


@pytest.fixture(scope="session")
def picture() -> Picture:
    """Draws at 160 pixels a side; shape (160, 160, 3)."""

    def drawn(drawing: Drawing) -> Pixels:
        png = png_of(draw(drawing, 5, 160, 160), 160, 160)
        return np.asarray(Image.open(io.BytesIO(png)).convert("RGB"), dtype=np.int16)

    return drawn


@pytest.fixture
def hero() -> Drawing:
    """A dressed figure in a plain place."""
    look = Look(
        hair=Hair(style="bob", color="#5a2a1a"),
        presentation="feminine",
        garments=(
            Garment(kind="tshirt", color="#e8e8e8"),
            Garment(kind="jacket", color="#2a6a4a"),
            Garment(kind="jeans", color="#34507c"),
            Garment(kind="sneakers", color="#303038"),
        ),
    )
    return Drawing(look=look, staging=Staging(scene=Scene(setting="studio")))
