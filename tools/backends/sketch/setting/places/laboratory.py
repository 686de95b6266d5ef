"""A laboratory: benches of glass, glowing tanks, screens."""

from __future__ import annotations

from random import Random

from tools.backends.sketch.setting.air import Air
from tools.backends.sketch.setting.camera import Camera
from tools.backends.sketch.setting.layers import SceneLight
from tools.backends.sketch.setting.places.place import Place
from tools.backends.sketch.setting.rooms import Room, back_windows, draw_room
from tools.backends.sketch.setting.sheet import Point, Sheet
from tools.backends.sketch.tones import mix

_EYE = Camera(horizon=565)
_ROOM = Room(half=2.6, tall=3.0, back=7.6)
_LIQUIDS = ("#3fd0a0", "#4aa8f0", "#f0823c", "#c85ae0", "#f2d23c")


def _draw(sheet: Sheet, air: Air, rng: Random) -> None:
    draw_room(
        sheet,
        air,
        _EYE,
        _ROOM,
        wall="#dbe6ea",
        floor="#a9bac2",
        ceiling="#e6eef0",
        boards="across",
        side="#c6d6dc",
    )
    back_windows(
        sheet,
        air,
        _EYE,
        rng,
        ahead=7.58,
        spans=((-0.95, 0.95),),
        sill=1.35,
        top=2.35,
        frame="#8fa3ac",
        bars=2,
    )
    _ceiling(sheet, air)
    _shelves(sheet, air, rng)
    _screens(sheet, air, rng)
    for side, ahead in ((-1, 6.5), (1, 6.5)):
        _tank(sheet, air, side * 1.75, ahead, 0 if side < 0 else 1)
    _bench(sheet, air, rng, -1)
    _bench(sheet, air, rng, 1)


def _ceiling(sheet: Sheet, air: Air) -> None:
    panels = [
        _EYE.flat((x, x + 0.8), 2.98, (z, z + 0.5))
        for x in (-1.9, -0.4, 1.1)
        for z in (3.6, 4.8, 6.2)
    ]
    sheet.polys(panels, "#f6feff" if air.dusky else air.local("#fafeff"))
    if air.dusky:
        for x in (-1.5, 1.5):
            sheet.glow(*_EYE.at(x, 2.9, 4.8), 230, "#d8f6ff", 0.4)


def _shelves(sheet: Sheet, air: Air, rng: Random) -> None:
    jars: dict[str, list[list[Point]]] = {}
    for side in (-1, 1):
        x = side * (_ROOM.half - 0.02)
        sheet.poly(_EYE.side(x, (1.3, 2.5), (4.4, 6.0)), air.local("#8fa3ad", 0.06))
        for row, low in enumerate((1.36, 1.76, 2.16)):
            sheet.poly(
                _EYE.side(x - side * 0.01, (low, low + 0.3), (4.46, 5.94)),
                air.local("#5f747f", 0.06),
            )
            for index in range(7):
                start = 4.52 + index * 0.2
                color = _LIQUIDS[(index + row + (side > 0)) % 5]
                tall = rng.uniform(0.14, 0.26)
                jar = _EYE.side(x - side * 0.03, (low, low + tall), (start, start + 0.12))
                jars.setdefault(color, []).append(jar)
    for color, shapes in jars.items():
        sheet.polys(shapes, mix(air.local(color, 0.1), "#ffffff", 0.15))


def _screens(sheet: Sheet, air: Air, rng: Random) -> None:
    for left in (-2.35, 1.25):
        sheet.poly(_EYE.facing((left, left + 1.1), (1.35, 2.2), 7.5), air.local("#3a4854", 0.1))
        sheet.poly(
            _EYE.facing((left + 0.05, left + 1.05), (1.4, 2.15), 7.49),
            mix("#0f3a4c", air.haze(), 0.08),
        )
        wave = [
            _EYE.at(left + 0.1 + i * 0.06, 1.78 + rng.uniform(-0.2, 0.24), 7.45) for i in range(15)
        ]
        sheet.lines([wave], "#5af0d8", 2.5, 0.95)
        bars = [
            _EYE.facing(
                (left + 0.12 + i * 0.1, left + 0.18 + i * 0.1),
                (1.45, 1.45 + rng.uniform(0.04, 0.2)),
                7.45,
            )
            for i in range(8)
        ]
        sheet.polys(bars, "#4aa8f0", 0.8)
        sheet.glow(*_EYE.at(left + 0.55, 1.8, 7.4), 120, "#4ad8f0", 0.3)


def _tank(sheet: Sheet, air: Air, right: float, ahead: float, index: int) -> None:
    scale = _EYE.scale(ahead)
    x, y = _EYE.at(right, 0, ahead)
    metal, dark = air.local("#8a99a3", 0.1), air.local("#4f5e68", 0.1)
    color = air.neon(4 if index == 0 else 1)
    wide, tall = 0.42 * scale, 2.1 * scale
    sheet.glow(x, y - tall * 0.55, tall * 0.75, color, 0.6 if air.dusky else 0.32)
    paint = sheet.linear(
        (
            (0, mix(color, "#0f3038", 0.45)),
            (0.3, mix(color, "#ffffff", 0.25)),
            (1, mix(color, "#0f3038", 0.5)),
        ),
        (x - wide, 0),
        (x + wide, 0),
    )
    sheet.rect(x - wide, y - tall, wide * 2, tall, paint, 0.85)
    bubbles = [
        (
            x + wide * (0.6 * ((i * 37) % 19 / 9.5 - 1)),
            y - tall * (0.18 + 0.065 * i),
            3 + (i * 7) % 5,
        )
        for i in range(11)
    ]
    sheet.dots(bubbles, "#ffffff", 0.6)
    sheet.rect(x - wide * 0.72, y - tall * 0.95, wide * 0.14, tall * 0.8, "#ffffff", 0.4)
    for low, grow, high in ((0.0, 1.2, 0.3), (1.95, 1.2, 0.32)):
        sheet.rect(x - wide * grow, y - (low + high) * scale, wide * 2 * grow, high * scale, metal)
        sheet.rect(
            x - wide * grow, y - low * scale - 0.08 * scale, wide * 2 * grow, 0.08 * scale, dark
        )
    pipe = f"M{x:.0f} {y - 2.25 * scale:.0f}L{x:.0f} {y - 2.9 * scale:.0f}"
    sheet.stroke(pipe, dark, 0.12 * scale)


def _bench(sheet: Sheet, air: Air, rng: Random, side: int) -> None:
    top, front, dark = (
        air.local("#eef3f4", 0.02),
        air.local("#b9c8cf", 0.02),
        air.local("#7f929c", 0.02),
    )
    inner, outer = side * 1.3, side * 2.55
    sheet.poly(_EYE.side(inner, (0.06, 0.86), (3.7, 5.6)), mix(front, dark, 0.35))
    sheet.poly(_EYE.facing((inner, outer), (0.06, 0.86), 3.7), front)
    sheet.poly(_EYE.flat((inner, outer), 0.9, (3.65, 5.6)), top)
    sheet.poly(_EYE.facing((inner, outer), (0.85, 0.9), 3.65), dark)
    doors = [_EYE.side(inner - side * 0.01, (0.14, 0.78), (z, z + 0.52)) for z in (3.8, 4.4, 5.0)]
    sheet.lines([[*door, door[0]] for door in doors], dark, 2)
    for index in range(5):
        right, ahead = side * (1.5 + 0.2 * index), 4.1 + 0.28 * ((index * 2) % 5)
        _glass(sheet, air, right, ahead, _LIQUIDS[(index + (side > 0) * 2) % 5], index % 3)
    if side > 0:
        _microscope(sheet, air, 1.62, 3.85)


def _glass(sheet: Sheet, air: Air, right: float, ahead: float, color: str, kind: int) -> None:
    x, y = _EYE.at(right, 0.9, ahead)
    colors = {
        "liquid": air.local(color),
        "glass": mix(air.local("#eaf6f8"), color, 0.15),
    }
    name = ("flask_cone", "beaker", "flask_round")[kind]
    sheet.part(name, x, y, _EYE.scale(ahead) / 100, colors)


def _microscope(sheet: Sheet, air: Air, right: float, ahead: float) -> None:
    x, y = _EYE.at(right, 0.9, ahead)
    dark, light = air.local("#3a444e"), air.local("#cdd8de")
    sheet.path(f"M{x - 34:.0f} {y:.0f}l70 0l-6 -12l-58 0Z", dark)
    sheet.stroke(f"M{x + 18:.0f} {y - 12:.0f}q34 -52 -14 -86", light, 15)
    sheet.stroke(f"M{x + 4:.0f} {y - 108:.0f}l-22 62", dark, 17)
    sheet.rect(x - 34, y - 38, 44, 7, dark)


def _light(air: Air) -> SceneLight:
    return air.light(rim=air.neon(1) if air.dusky else "#e8fbff")


PLACE = Place(draw=_draw, inside="indoors", light=_light)
