"""Figures of our own to cut out: painted ones, and a small sprite of a few colours."""

from __future__ import annotations

import io
from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from tools.backends.sketch.compose import draw
from tools.backends.sketch.raster import png_of
from tools.domain.animation.script import AnimationFrame
from tools.domain.look import Garment, Hair, Look
from tools.domain.rig import Angles
from tools.domain.staging import Drawing, Staging, View

Pixels = NDArray[np.uint8]
KEY = "#00ff00"


class Figures:
    """Pictures by name, drawn once."""

    def painted(self, view: View) -> bytes:
        """A dressed adult before a plain wall, 256 pixels a side."""
        return _painted(view)

    def sprite(self, *, left: bool = False) -> bytes:
        """A profile of 22 x 44 pixels on nothing, each four pixels wide."""
        return _sprite(left)


@cache
def _painted(view: View) -> bytes:
    look = Look(
        hair=Hair(style="short", color="#5a2a1a"),
        garments=(
            Garment(kind="tshirt", color="#2a52a8"),
            Garment(kind="trousers", color="#4a3a30"),
            Garment(kind="boots", color="#20181a"),
        ),
    )
    drawing = Drawing(look=look, staging=Staging(view=view))
    return png_of(draw(drawing, 3, 256, 256), 256, 256)


@cache
def _sprite(left: bool) -> bytes:
    image = Image.new("RGBA", (32, 52))
    d = ImageDraw.Draw(image)
    ink, skin, hair, shirt, sleeve = "#201820", "#f0b890", "#803010", "#2070c0", "#60b0f0"
    d.rectangle((11, 36, 19, 43), fill="#604030", outline=ink)
    d.rectangle((9, 42, 15, 47), fill="#383038", outline=ink)
    d.rectangle((15, 42, 24, 46), fill="#383038", outline=ink)
    d.rectangle((10, 23, 21, 37), fill=shirt, outline=ink)
    d.ellipse((6, 4, 24, 23), fill=hair, outline=ink)
    d.rectangle((15, 12, 23, 21), fill=skin, outline=ink)
    d.rectangle((19, 14, 20, 16), fill="#ffffff")
    d.rectangle((20, 14, 20, 16), fill="#203080")
    d.rectangle((11, 24, 15, 33), fill=sleeve, outline=ink)
    d.rectangle((11, 32, 15, 36), fill=skin, outline=ink)
    if left:
        image = image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    return _png(image.resize((128, 208), Image.Resampling.NEAREST))


@pytest.fixture(scope="session")
def figures() -> Figures:
    return Figures()


def _png(image: Image.Image) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


@pytest.fixture(scope="session")
def strike() -> tuple[AnimationFrame, ...]:
    """A wind-up and a blow of the right arm, a step with it."""
    keys = (
        (10, 20, 4, 0),
        (120, 80, -8, -8),
        (150, 60, -10, 10),
        (85, 10, 20, 30),
        (40, 10, 12, 20),
    )
    return tuple(
        AnimationFrame(
            frame_index=index,
            phase="Contact" if index == 3 else "Startup",
            pose={
                "shoulder_r": Angles(flex=shoulder, abduct=5),
                "elbow_r": Angles(flex=elbow),
                "waist": Angles(flex=waist),
                "hip_l": Angles(flex=leg),
                "hip_r": Angles(flex=-min(leg, 20)),
                "knee_l": Angles(flex=max(0, leg)),
            },
            duration_ms=100,
        )
        for index, (shoulder, elbow, waist, leg) in enumerate(keys)
    )
