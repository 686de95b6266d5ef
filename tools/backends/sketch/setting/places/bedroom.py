"""A bedroom: a bed under the window, a desk, shelves, a lamp."""

from __future__ import annotations

from random import Random

from tools.backends.sketch.setting.air import Air
from tools.backends.sketch.setting.camera import Camera
from tools.backends.sketch.setting.places.place import Place
from tools.backends.sketch.setting.rooms import Room, back_windows, draw_room, floor_light
from tools.backends.sketch.setting.sheet import Sheet
from tools.backends.sketch.tones import mix

_EYE = Camera(horizon=515)
_ROOM = Room(half=2.15, tall=2.6, back=5.6)
_SCREEN = {True: "#8fd0ff", False: "#5c7f9c"}
_BOOKS = ("#b5483f", "#3f6f9c", "#d8a94a", "#4f8a68", "#8a5f9c", "#d8d0c0")


def _draw(sheet: Sheet, air: Air, rng: Random) -> None:
    draw_room(
        sheet, air, _EYE, _ROOM, wall="#e6d8d2", floor="#b98a5e", ceiling="#f0eae4", boards="across"
    )
    back_windows(sheet, air, _EYE, rng, ahead=5.58, spans=((-1.75, -0.45),), sill=0.95, top=2.15)
    _curtains(sheet, air)
    _bed(sheet, air)
    _desk(sheet, air)
    _shelf(sheet, air, rng)
    floor_light(sheet, air, _EYE, ((-0.4, 3.4, 0.7),), side=-1)
    rug = _EYE.at(0, 0, 2.6)
    sheet.ellipse(rug[0], rug[1] + 80, 330, 62, air.local("#8fa3c9"))
    sheet.ellipse(rug[0], rug[1] + 80, 285, 50, air.local("#b9c6e2"))
    _posters(sheet, air)


def _curtains(sheet: Sheet, air: Air) -> None:
    cloth, fold = air.local("#7f9cc9", 0.12), air.local("#5b78aa", 0.12)
    for left, right in ((-1.98, -1.62), (-0.58, -0.22)):
        sheet.poly(_EYE.facing((left, right), (0.8, 2.3), 5.5), cloth)
        folds = [
            _EYE.facing((left + 0.08 + i * 0.12, left + 0.12 + i * 0.12), (0.8, 2.3), 5.5)
            for i in range(3)
        ]
        sheet.polys(folds, fold, 0.7)
    sheet.poly(_EYE.facing((-2.08, -0.12), (2.29, 2.34), 5.48), air.local("#6d4f36", 0.1))


def _bed(sheet: Sheet, air: Air) -> None:
    wood, quilt = air.local("#9a6a42", 0.06), air.local("#6f8fd0", 0.05)
    left, right = -2.12, -1.02
    sheet.poly(_EYE.facing((left, right), (0, 0.95), 5.5), wood)
    sheet.poly(_EYE.flat((left, right), 0.52, (3.4, 5.45)), quilt)
    sheet.poly(_EYE.side(right, (0.2, 0.52), (3.4, 5.45)), mix(quilt, air.local("#2f4380"), 0.35))
    sheet.poly(_EYE.facing((left, right), (0.2, 0.52), 3.4), mix(quilt, air.local("#2f4380"), 0.22))
    sheet.poly(_EYE.facing((left, right + 0.03), (0, 0.24), 3.4), wood)
    sheet.poly(_EYE.flat((left, right), 0.53, (4.55, 4.75)), air.local("#e9edf6", 0.05))
    pillow = _EYE.at(-1.57, 0.66, 5.0)
    sheet.ellipse(pillow[0], pillow[1], 88, 22, air.local("#f6f4ef", 0.05))
    sheet.ellipse(pillow[0], pillow[1] + 7, 80, 12, air.local("#d5d8e4", 0.05))
    stripes = [_EYE.flat((left, right), 0.525, (z, z + 0.07)) for z in (3.6, 3.9, 4.2)]
    sheet.polys(stripes, air.local("#dfe7fb", 0.05), 0.7)


def _desk(sheet: Sheet, air: Air) -> None:
    wood, dark = air.local("#c1905c", 0.05), air.local("#8a5f3c", 0.05)
    sheet.polys([_EYE.facing(span, (0, 0.72), 4.9) for span in ((0.55, 0.62), (1.98, 2.05))], dark)
    sheet.poly(_EYE.facing((1.45, 2.05), (0.04, 0.72), 4.88), dark)
    drawers = [_EYE.facing((1.5, 2.0), (low, low + 0.18), 4.87) for low in (0.08, 0.3, 0.52)]
    sheet.polys(drawers, wood)
    sheet.dots([(*_EYE.at(1.75, up, 4.86), 4) for up in (0.17, 0.39, 0.61)], air.local("#e8dcc0"))
    sheet.poly(_EYE.flat((0.5, 2.1), 0.76, (4.8, 5.55)), wood)
    sheet.poly(_EYE.facing((0.5, 2.1), (0.71, 0.76), 4.8), mix(wood, dark, 0.6))
    sheet.poly(_EYE.facing((1.0, 1.7), (0.84, 1.26), 5.3), air.local("#2c3140"))
    sheet.poly(_EYE.facing((1.03, 1.67), (0.87, 1.23), 5.29), _SCREEN[air.dusky])
    sheet.poly(_EYE.facing((1.31, 1.39), (0.76, 0.84), 5.3), air.local("#2c3140"))
    sheet.poly(_EYE.flat((1.1, 1.6), 0.77, (4.95, 5.1)), air.local("#e4e6ea"))
    _desk_lamp(sheet, air)
    _chair(sheet, air)


def _desk_lamp(sheet: Sheet, air: Air) -> None:
    foot, head = _EYE.at(0.7, 0.77, 5.1), _EYE.at(0.78, 1.22, 5.1)
    elbow = (foot[0] - 16, (foot[1] + head[1]) / 2)
    sheet.lines([[foot, elbow, head]], air.local("#444b5a"), 5)
    x, y = head
    shade = [(x - 22, y + 16), (x - 10, y - 16), (x + 10, y - 16), (x + 22, y + 16)]
    sheet.ellipse(foot[0], foot[1], 20, 5, air.local("#444b5a"))
    if air.dusky:
        sheet.glow(x, y + 30, 150, air.lamp(), 0.75)
        sheet.ellipse(x, y + 16, 21, 6, "#fff3cf")
    sheet.poly(shade, air.local("#d8584a"))


def _chair(sheet: Sheet, air: Air) -> None:
    cloth, metal = air.local("#5a6478", 0.03), air.local("#2d323c")
    legs = [
        _EYE.facing((1.08, 1.12), (0.06, 0.46), 4.4),
        _EYE.facing((0.88, 1.32), (0.03, 0.07), 4.4),
    ]
    sheet.polys(legs, metal)
    sheet.poly(_EYE.flat((0.86, 1.34), 0.46, (4.25, 4.65)), mix(cloth, "#ffffff", 0.18))
    sheet.poly(_EYE.facing((0.86, 1.34), (0.42, 0.46), 4.25), metal)
    back = _EYE.shape(
        (
            (0.88, 0.6, 4.25),
            (0.86, 1.0, 4.25),
            (0.94, 1.08, 4.25),
            (1.26, 1.08, 4.25),
            (1.34, 1.0, 4.25),
            (1.32, 0.6, 4.25),
        )
    )
    sheet.poly(back, cloth)


def _shelf(sheet: Sheet, air: Air, rng: Random) -> None:
    wood = air.local("#9c6d45", 0.1)
    sheet.polys([_EYE.facing((0.75, 2.05), (up, up + 0.05), 5.45) for up in (1.45, 1.9)], wood)
    books: dict[str, list[list[tuple[float, float]]]] = {}
    for up in (1.5, 1.95):
        right = 0.8
        while right < 1.75:
            wide, tall = rng.uniform(0.05, 0.09), rng.uniform(0.2, 0.32)
            books.setdefault(rng.choice(_BOOKS), []).append(
                _EYE.facing((right, right + wide), (up, up + tall), 5.45)
            )
            right += wide + 0.01
    for color, shapes in books.items():
        sheet.polys(shapes, air.local(color, 0.16))
    pot = _EYE.at(1.9, 1.5, 5.4)
    sheet.part("bush", pot[0], pot[1] - 20, 0.26, air.foliage("#5a9a50", 0.08))
    sheet.poly(
        [
            (pot[0] - 14, pot[1] - 24),
            (pot[0] + 14, pot[1] - 24),
            (pot[0] + 10, pot[1]),
            (pot[0] - 10, pot[1]),
        ],
        air.local("#c06a48", 0.06),
    )


def _posters(sheet: Sheet, air: Air) -> None:
    x = -_ROOM.half + 0.01
    sheet.poly(_EYE.side(x, (1.2, 2.0), (4.55, 5.15)), air.local("#2f3f6f", 0.1))
    sheet.poly(_EYE.side(x, (1.45, 1.9), (4.62, 5.08)), air.local("#f0a85c", 0.1))
    wall = _ROOM.half - 0.01
    sheet.poly(_EYE.side(wall, (1.3, 2.05), (4.4, 5.0)), air.local("#d8dfe8", 0.08))
    sheet.poly(_EYE.side(wall, (1.36, 1.99), (4.45, 4.95)), air.local("#c2607f", 0.08))


PLACE = Place(draw=_draw, inside="indoors")
