"""The plain backdrop of reference pictures: a soft wall, a floor to stand on."""

from __future__ import annotations

from random import Random

from tools.backends.sketch.setting.air import Air
from tools.backends.sketch.setting.layers import SceneLight
from tools.backends.sketch.setting.places.place import Place
from tools.backends.sketch.setting.sheet import SIZE, Sheet
from tools.backends.sketch.tones import mix

_WALL, _FLOOR = "#e4e7ec", "#cfd3da"


def _draw(sheet: Sheet, air: Air, rng: Random) -> None:
    wall, floor = air.local(_WALL), air.local(_FLOOR)
    edge = mix(wall, air.local("#9aa3b5"), 0.35)
    sheet.fill(sheet.vertical(((0, mix(edge, wall, 0.4)), (0.5, wall), (0.82, wall), (0.9, mix(wall, floor, 0.7)), (1, floor))))
    sheet.ellipse(512, 470, 640, 640, sheet.radial(((0, "#ffffff", 0.75), (1, "#ffffff", 0.0))), 0.6)
    sheet.ellipse(512, 946, 420, 62, sheet.radial(((0, "#ffffff", 0.55), (1, "#ffffff", 0.0))))
    rim = sheet.radial(((0, edge, 0.0), (0.72, edge, 0.0), (1, edge, 0.55)))
    sheet.rect(-140, -140, SIZE + 280, SIZE + 280, rim)


def _light(air: Air) -> SceneLight:
    return SceneLight(tint="#ffffff", tint_strength=0.0, rim="#ffffff", rim_strength=0.25, shadow="#5a6274")


PLACE = Place(draw=_draw, inside="indoors", light=_light)
