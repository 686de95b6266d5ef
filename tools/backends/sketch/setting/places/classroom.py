"""A classroom: blackboard, rows of desks, light from the windows on the left."""

from __future__ import annotations

from random import Random

from tools.backends.sketch.setting.air import Air
from tools.backends.sketch.setting.camera import Camera
from tools.backends.sketch.setting.places.place import Place
from tools.backends.sketch.setting.rooms import Room, draw_room, draw_windows, floor_light
from tools.backends.sketch.setting.sheet import Sheet
from tools.backends.sketch.tones import mix

_EYE = Camera(horizon=560)
_ROOM = Room(half=2.5, tall=2.9, back=7.8)


def _draw(sheet: Sheet, air: Air, rng: Random) -> None:
    draw_room(
        sheet, air, _EYE, _ROOM, wall="#ece3cf", floor="#c08f5c", ceiling="#e9e6df", boards="along"
    )
    draw_windows(
        sheet,
        air,
        _EYE,
        _ROOM,
        rng,
        side=-1,
        spans=((3.6, 4.9), (5.05, 6.2), (6.35, 7.4)),
        sill=0.9,
        top=2.5,
    )
    _board(sheet, air, rng)
    _right_wall(sheet, air)
    _ceiling_lamps(sheet, air)
    floor_light(sheet, air, _EYE, ((-2.3, 2.6, 0.6), (-2.3, 3.7, 0.7), (-2.3, 5.0, 0.8)))
    for ahead in (6.3, 5.2, 4.1):
        for right in (-1.95, -1.05, 1.05, 1.95):
            _desk(sheet, air, right, ahead)


def _board(sheet: Sheet, air: Air, rng: Random) -> None:
    back = _ROOM.back - 0.02
    sheet.poly(_EYE.facing((-1.75, 1.75), (0.9, 2.35), back), air.local("#8a6238", 0.14))
    sheet.poly(_EYE.facing((-1.69, 1.69), (0.97, 2.28), back), air.local("#2f5a48", 0.14))
    sheet.poly(_EYE.facing((-1.75, 1.75), (0.86, 0.92), back), air.local("#b08855", 0.12))
    chalk: list[list[tuple[float, float]]] = []
    for start in (-1.55, 0.85):
        for row in range(5):
            x = start
            while x < start + rng.uniform(0.45, 0.85):
                wide = rng.uniform(0.05, 0.16)
                up = 2.1 - row * 0.2
                chalk.append(
                    [_EYE.at(x, up, back), _EYE.at(x + wide, up + rng.uniform(-0.02, 0.02), back)]
                )
                x += wide + 0.05
    sheet.lines(chalk, air.local("#dfe8dc", 0.1), 2, 0.75)
    sheet.poly(_EYE.facing((-0.75, 0.75), (0, 0.95), 7.4), air.local("#a8774a", 0.14))
    sheet.poly(_EYE.flat((-0.85, 0.85), 0.97, (7.2, 7.7)), air.local("#c99a66", 0.12))
    clock = _EYE.at(1.45, 2.62, back)
    sheet.ellipse(*clock, 20, 20, air.local("#5c5148", 0.1))
    sheet.ellipse(*clock, 17, 17, air.local("#f7f4ea", 0.1))
    x, y = clock
    sheet.lines([[(x, y), (x, y - 11)], [(x, y), (x + 8, y + 4)]], air.local("#3a3440"), 2)


def _right_wall(sheet: Sheet, air: Air) -> None:
    x = _ROOM.half - 0.01
    sheet.poly(_EYE.side(x, (0, 2.1), (6.6, 7.5)), air.local("#c19b6c", 0.1))
    sheet.poly(_EYE.side(x, (1.1, 1.9), (6.75, 7.35)), air.local("#dfe7e4", 0.1))
    sheet.poly(_EYE.side(x, (1.1, 2.2), (4.2, 6.2)), air.local("#c9b08a", 0.06))
    papers = [
        _EYE.side(x - 0.01, (1.25 + 0.45 * row, 1.6 + 0.45 * row), (z, z + 0.32))
        for z in (4.35, 4.85, 5.35, 5.8)
        for row in (0, 1)
    ]
    sheet.polys(papers, air.local("#f6f3ea", 0.06))


def _ceiling_lamps(sheet: Sheet, air: Air) -> None:
    lamps = [
        _EYE.flat((right - 0.12, right + 0.12), 2.95, (z, z + 1.3))
        for right in (-1.4, 1.4)
        for z in (3.4, 5.6)
    ]
    sheet.polys(lamps, "#fdfbe8" if air.dark else air.local("#f4f2ea"))
    if air.dark:
        for right in (-1.4, 1.4):
            sheet.glow(*_EYE.at(right, 2.95, 4.4), 210, "#fff3c9", 0.5)


def _desk(sheet: Sheet, air: Air, right: float, ahead: float) -> None:
    depth = ahead / 40
    wood, edge, metal = (
        air.local("#d9a869", depth),
        air.local("#a5733f", depth),
        air.local("#6f7682", depth),
    )
    wide, deep, up = 0.34, 0.42, 0.7
    legs = [
        _EYE.facing((right + x - 0.015, right + x + 0.015), (0, up), ahead + z)
        for x in (-wide + 0.03, wide - 0.03)
        for z in (0.02, deep - 0.02)
    ]
    chair = [
        _EYE.facing((right - 0.19 + x, right - 0.17 + x), (0, 0.84), ahead - 0.32)
        for x in (0, 0.36)
    ]
    sheet.polys(legs + chair, metal)
    sheet.poly(_EYE.facing((right - wide, right + wide), (up - 0.15, up), ahead), edge)
    sheet.poly(_EYE.flat((right - wide, right + wide), up, (ahead, ahead + deep)), wood)
    sheet.poly(_EYE.flat((right - 0.2, right + 0.2), 0.42, (ahead - 0.32, ahead)), edge)
    sheet.poly(
        _EYE.facing((right - 0.2, right + 0.2), (0.62, 0.86), ahead - 0.33), mix(wood, edge, 0.4)
    )


PLACE = Place(draw=_draw, inside="indoors")
