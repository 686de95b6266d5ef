"""A cafe: a counter with machines and cakes, round tables, lamps over them."""

from __future__ import annotations

from random import Random

from tools.backends.sketch.setting.air import Air
from tools.backends.sketch.setting.camera import Camera
from tools.backends.sketch.setting.places.place import Place
from tools.backends.sketch.setting.rooms import Room, draw_room, draw_windows, floor_light
from tools.backends.sketch.setting.sheet import Sheet
from tools.backends.sketch.tones import mix

_EYE = Camera(horizon=565)
_ROOM = Room(half=2.6, tall=2.95, back=7.2)


def _draw(sheet: Sheet, air: Air, rng: Random) -> None:
    draw_room(
        sheet,
        air,
        _EYE,
        _ROOM,
        wall="#d9bfa0",
        floor="#9a6b46",
        ceiling="#6f5540",
        boards="across",
        side="#c9a988",
    )
    draw_windows(
        sheet,
        air,
        _EYE,
        _ROOM,
        rng,
        side=-1,
        spans=((3.9, 5.2), (5.4, 6.8)),
        sill=0.8,
        top=2.45,
        frame="#5b4030",
    )
    _counter(sheet, air, rng)
    _menu(sheet, air, rng)
    _bricks(sheet, air, rng)
    floor_light(sheet, air, _EYE, ((-2.3, 3.0, 0.8), (-2.3, 4.4, 0.9)))
    for right, ahead in ((-1.75, 5.3), (1.85, 4.6), (-1.75, 3.75)):
        _table(sheet, air, right, ahead)
    _lamps(sheet, air)
    _plants(sheet, air)


def _counter(sheet: Sheet, air: Air, rng: Random) -> None:
    wood, top = air.local("#7a4f32", 0.12), air.local("#e8d8bd", 0.1)
    sheet.poly(_EYE.facing((-1.1, 2.55), (0, 1.05), 6.2), wood)
    sheet.polys(
        [_EYE.facing((-1.05 + i * 0.36, -0.75 + i * 0.36), (0.12, 0.92), 6.19) for i in range(10)],
        air.local("#8f6140", 0.12),
    )
    sheet.poly(_EYE.flat((-1.15, 2.6), 1.05, (6.1, 6.7)), top)
    sheet.poly(_EYE.facing((-1.15, 2.6), (0.99, 1.05), 6.1), air.local("#b89f7e", 0.1))
    glass = air.local("#cfe0e2", 0.08)
    sheet.poly(_EYE.facing((0.75, 1.75), (1.05, 1.5), 6.25), glass, 0.55)
    for index, color in enumerate(("#f2b8c6", "#8a5436", "#f4e2b0", "#c23a4a")):
        left = 0.82 + index * 0.23
        sheet.poly(_EYE.facing((left, left + 0.17), (1.1, 1.24), 6.3), air.local(color, 0.06))
    machine, dark = air.local("#b9bfc6", 0.06), air.local("#3f434b", 0.06)
    sheet.poly(_EYE.facing((-0.85, -0.15), (1.05, 1.6), 6.35), machine)
    sheet.polys(
        [
            _EYE.facing((-0.8, -0.2), (1.3, 1.42), 6.34),
            _EYE.facing((-0.72, -0.66), (1.2, 1.3), 6.34),
            _EYE.facing((-0.36, -0.3), (1.2, 1.3), 6.34),
        ],
        dark,
    )
    cups = [_EYE.facing((-0.8 + i * 0.15, -0.7 + i * 0.15), (1.6, 1.69), 6.35) for i in range(5)]
    sheet.polys(cups, air.local("#f6f1e6", 0.06))
    stools = [_EYE.facing((x - 0.03, x + 0.03), (0, 0.68), 5.7) for x in (0.9, 1.6, 2.3)]
    sheet.polys(stools, dark)
    for x in (0.9, 1.6, 2.3):
        px, py = _EYE.at(x, 0.7, 5.7)
        sheet.ellipse(px, py, 31, 8, air.local("#a3402f", 0.05))


def _menu(sheet: Sheet, air: Air, rng: Random) -> None:
    sheet.poly(_EYE.facing((-0.95, 0.95), (1.85, 2.6), 7.1), air.local("#6a4a30", 0.16))
    sheet.poly(_EYE.facing((-0.9, 0.9), (1.9, 2.55), 7.09), air.local("#2c3330", 0.16))
    chalk = []
    for left in (-0.8, 0.15):
        for row in range(4):
            up = 2.42 - row * 0.13
            chalk.append(
                [_EYE.at(left, up, 7.05), _EYE.at(left + rng.uniform(0.25, 0.42), up, 7.05)]
            )
            chalk.append([_EYE.at(left + 0.52, up, 7.05), _EYE.at(left + 0.62, up, 7.05)])
    sheet.lines(chalk, air.local("#efe6d0", 0.1), 2.4, 0.8)
    shelf = air.local("#6a4a30", 0.12)
    sheet.polys([_EYE.facing((1.2, 2.5), (up, up + 0.05), 7.05) for up in (1.75, 2.2)], shelf)
    for index in range(12):
        up, right = (1.8, 2.25)[index % 2], 1.26 + (index // 2) * 0.2
        color = ("#c98d4a", "#8fb0b8", "#a34f3f", "#e6dcc8")[index % 4]
        sheet.poly(
            _EYE.facing((right, right + 0.12), (up, up + rng.uniform(0.16, 0.28)), 7.04),
            air.local(color, 0.16),
        )


def _bricks(sheet: Sheet, air: Air, rng: Random) -> None:
    x = _ROOM.half - 0.01
    bricks = []
    for row in range(14):
        start = 3.6 + (0.18 if row % 2 else 0)
        while start < 7.0:
            if rng.random() < 0.55:
                bricks.append(
                    _EYE.side(x, (0.3 + row * 0.17, 0.44 + row * 0.17), (start, start + 0.3))
                )
            start += 0.36
    sheet.polys(bricks, air.local("#b0704c", 0.08), 0.5)
    sheet.poly(_EYE.side(x - 0.02, (1.25, 2.1), (4.7, 5.5)), air.local("#4a3326", 0.06))
    sheet.poly(_EYE.side(x - 0.03, (1.33, 2.02), (4.78, 5.42)), air.local("#e4c27a", 0.08))


def _table(sheet: Sheet, air: Air, right: float, ahead: float) -> None:
    scale = _EYE.scale(ahead)
    wood, dark = air.local("#b47b4b", 0.03), air.local("#3f342e", 0.03)
    x, y = _EYE.at(right, 0.72, ahead)
    foot = _EYE.at(right, 0, ahead)
    for turn in (-1, 1):
        cx, cy = _EYE.at(right + turn * 0.55, 0.45, ahead + 0.05)
        legs = [
            [(cx - turn * 0.02 * scale, cy), (cx, foot[1])],
            [(cx + turn * 0.2 * scale, cy - 0.5 * scale), (cx + turn * 0.17 * scale, foot[1])],
        ]
        sheet.lines(legs, dark, 0.035 * scale)
        sheet.ellipse(
            cx + turn * 0.06 * scale, cy, 0.2 * scale, 0.05 * scale, air.local("#8a3f33", 0.03)
        )
    sheet.lines([[(x, y), (x, foot[1])]], dark, 0.06 * scale)
    sheet.ellipse(x, foot[1], 0.2 * scale, 0.04 * scale, dark)
    sheet.ellipse(x, y + 0.03 * scale, 0.44 * scale, 0.085 * scale, mix(wood, dark, 0.5))
    sheet.ellipse(x, y, 0.44 * scale, 0.08 * scale, wood)
    cup = air.local("#f7f3ea", 0.02)
    sheet.ellipse(x - 0.1 * scale, y - 0.01 * scale, 0.09 * scale, 0.02 * scale, cup)
    sheet.rect(x - 0.15 * scale, y - 0.1 * scale, 0.1 * scale, 0.09 * scale, cup)


def _lamps(sheet: Sheet, air: Air) -> None:
    for right, ahead in ((-1.4, 5.0), (1.5, 4.6), (-1.5, 3.9), (1.2, 6.2)):
        top, x_y = _EYE.at(right, 2.95, ahead), _EYE.at(right, 2.1, ahead)
        scale = _EYE.scale(ahead)
        sheet.lines([[top, x_y]], air.local("#2f2724"), 2)
        x, y = x_y
        sheet.glow(x, y + 0.05 * scale, 0.75 * scale, air.lamp(), 0.75 if air.dusky else 0.4)
        sheet.poly(
            [
                (x - 0.2 * scale, y + 0.06 * scale),
                (x - 0.07 * scale, y - 0.12 * scale),
                (x + 0.07 * scale, y - 0.12 * scale),
                (x + 0.2 * scale, y + 0.06 * scale),
            ],
            air.local("#38423c", 0.03),
        )
        sheet.ellipse(x, y + 0.06 * scale, 0.19 * scale, 0.035 * scale, "#fff1c8")


def _plants(sheet: Sheet, air: Air) -> None:
    for right, ahead in ((2.3, 5.4), (-2.35, 6.7)):
        x, y = _EYE.at(right, 0, ahead)
        scale = _EYE.scale(ahead) / 100
        sheet.poly(
            [
                (x - 20 * scale, y - 46 * scale),
                (x + 20 * scale, y - 46 * scale),
                (x + 15 * scale, y),
                (x - 15 * scale, y),
            ],
            air.local("#d8d0c0", 0.04),
        )
        sheet.part("bush", x, y - 42 * scale, scale * 0.3, air.foliage("#4f8a4c", 0.05))


PLACE = Place(draw=_draw, inside="indoors")
