"""The plain backdrop of reference pictures: a soft wall, a floor to stand on."""

from __future__ import annotations

from random import Random

from tools.backends.sketch.setting.air import Air
from tools.backends.sketch.setting.layers import SceneLight
from tools.backends.sketch.setting.places.place import Place
from tools.backends.sketch.setting.sheet import Sheet
from tools.backends.sketch.tones import mix

_WALL, _FLOOR = "#e4e7ec", "#cfd3da"


def _draw(sheet: Sheet, air: Air, rng: Random) -> None:
    wall, floor = air.local(_WALL), air.local(_FLOOR)
    edge = mix(wall, air.local("#9aa3b5"), 0.35)
    sheet.fill(sheet.vertical(((0, mix(edge, wall, 0.4)), (0.78, wall), (0.9, floor))))
    sheet.ellipse(512, 430, 320, 360, sheet.radial(((0, "#ffffff", 0.6), (1, "#ffffff", 0.0))))
    sheet.ellipse(512, 946, 420, 62, sheet.radial(((0, "#ffffff", 0.55), (1, "#ffffff", 0.0))))


def _light(air: Air) -> SceneLight:
    return SceneLight(
        tint="#ffffff", tint_strength=0.0, rim="#ffffff", rim_strength=0.25, shadow="#5a6274"
    )


PLACE = Place(draw=_draw, inside="indoors", light=_light)
