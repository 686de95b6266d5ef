"""What is behind and before the figures of a clip, as pixels that move by themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from tools.backends.sketch.compose import layer_of, window
from tools.backends.sketch.figure.geometry import number
from tools.backends.sketch.raster import png_of
from tools.backends.sketch.setting import SettingLayers, draw_falling
from tools.domain.staging import Scene

Pixels = NDArray[np.uint8]
RAIN_DRAWINGS = 4
"""So many drawings of rain follow each other in turn, as in animation on cels."""
_FALL: dict[str, tuple[float, float]] = {"snow": (9.0, 2.2), "petals": (8.0, 7.0)}
"""User units a drawing: down, and to the right."""


@dataclass(frozen=True, kw_only=True)
class Scenery:
    """PNG pictures of the clip's size: the place, what stands before the figures, and what falls
    (one drawing that is moved on, or several that follow each other)."""

    back: bytes
    front: bytes | None
    behind: tuple[bytes, ...]
    before: tuple[bytes, ...]
    falls_px: tuple[int, int]
    """How far what falls moves a drawing: down, and to the right."""


def scenery_of(
    place: SettingLayers, scene: Scene, seed: int, zoom: float, width: int, height: int
) -> Scenery:
    """The place drawn once."""
    unit = width / window(place.ground_y, width, height)[2]
    down, right = (round(step * unit) for step in _FALL.get(scene.weather, (0.0, 0.0)))
    count = RAIN_DRAWINGS if scene.weather in ("rain", "storm") else 1
    falling = [draw_falling(scene, seed + 7919 * index) for index in range(count)]

    def picture(layer: Literal["back", "front"], drawn: str) -> bytes:
        layers = SettingLayers(back=drawn, front=drawn, ground_y=place.ground_y, light=place.light)
        return _raster(layer_of(layers, layer, zoom, width, height), place.ground_y, width, height)

    return Scenery(
        back=picture("back", place.back),
        front=picture("front", place.front) if place.front else None,
        behind=tuple(picture("back", one) for one, _ in falling if one),
        before=tuple(picture("front", one) for _, one in falling if one),
        falls_px=(down, right),
    )


def decoded(png: bytes) -> Pixels:
    """Height x width x 4, RGBA with straight alpha."""
    found = cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_UNCHANGED)
    return np.ascontiguousarray(np.asarray(found, dtype=np.uint8)[:, :, (2, 1, 0, 3)])


def _raster(drawn: str, ground_y: float, width: int, height: int) -> bytes:
    left, top, wide, tall = window(ground_y, width, height)
    return png_of(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"'
        f' viewBox="{number(left)} {number(top)} {number(wide)} {number(tall)}">{drawn}</svg>',
        width,
        height,
    )
