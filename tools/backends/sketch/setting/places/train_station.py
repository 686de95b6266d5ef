"""A platform: a train on the left, a roof on pillars, signs, the line running away."""

from __future__ import annotations

from random import Random

from tools.backends.sketch.setting.air import Air
from tools.backends.sketch.setting.camera import Camera
from tools.backends.sketch.setting.glyphs import draw_glyphs
from tools.backends.sketch.setting.places.place import Place
from tools.backends.sketch.setting.sheet import SIZE, Sheet
from tools.backends.sketch.setting.sky import draw_sky, skyline
from tools.backends.sketch.tones import mix

_EYE = Camera(horizon=575)
_EDGE = -1.15


def _draw(sheet: Sheet, air: Air, rng: Random) -> None:
    draw_sky(sheet, air, 620, rng, sun=(560, 210))
    skyline(sheet, air, 600, 170, rng, 0.66, dip=0.1)
    _platform(sheet, air)
    _train(sheet, air)
    _wall(sheet, air)
    _roof(sheet, air)
    _signs(sheet, air, rng)
    _bench(sheet, air)


def _platform(sheet: Sheet, air: Air) -> None:
    far, near = air.ground("#b4b0aa", 0.4), air.ground("#8d8a88")
    sheet.rect(
        0,
        590,
        SIZE,
        SIZE - 590,
        sheet.vertical(
            ((0, far), (0.5, near), (1, mix(near, air.local("#4a4a58"), 0.3))), 590, SIZE
        ),
    )
    pit = _EYE.shape(((_EDGE, 0, 0.9), (_EDGE, 0, 50), (-4, 0, 50), (-4, 0, 0.9)))
    sheet.poly(pit, air.local("#45434a", 0.12))
    tiles = [
        _EYE.flat((_EDGE + 0.28, _EDGE + 0.58), 0.002, (z, z * 1.42))
        for z in (1.3, 2.0, 3.0, 4.4, 6.6, 10.0, 15)
    ]
    sheet.polys(tiles, air.local("#e8c23c", 0.08))
    sheet.poly(_EYE.flat((_EDGE, _EDGE + 0.1), 0.003, (0.9, 50)), air.local("#e9e7e2", 0.08))
    seams = [
        (_EYE.at(_EDGE + 0.6, 0, z), _EYE.at(3.2, 0, z)) for z in (1.9, 2.4, 3.1, 4.1, 5.6, 8.0)
    ]
    seams += [(_EYE.at(x, 0, 1.4), _EYE.at(x, 0, 30)) for x in (0.5, 1.5, 2.4)]
    sheet.lines(seams, air.ground("#6f6c70", 0.1), 1.6, 0.45)


def _train(sheet: Sheet, air: Air) -> None:
    x = _EDGE - 0.12
    body, stripe = air.local("#d9dee4", 0.1), air.local("#2f8f6a", 0.08)
    for near, far in ((2.2, 9.2), (9.5, 16.5), (16.8, 26)):
        depth = near / 34
        paint = sheet.linear(
            ((0, mix(body, air.local("#6a7488"), 0.25)), (1, air.local("#cdd4dc", 0.35))),
            (0, 0),
            (440, 0),
        )
        sheet.poly(_EYE.side(x, (-0.2, 2.55), (near, far)), paint)
        sheet.poly(
            _EYE.side(x, (2.55, 2.85), (near + 0.1, far - 0.1)), air.local("#9aa3ae", depth + 0.05)
        )
        sheet.poly(_EYE.side(x, (0.62, 0.86), (near, far)), stripe)
        sheet.poly(_EYE.side(x, (2.3, 2.42), (near, far)), stripe)
        pane = "#ffeebc" if air.dusky else mix(air.local("#6f93ab", depth), air.sky()[2], 0.35)
        wide = (far - near) / 7
        windows = [
            _EYE.side(
                x + 0.005,
                (1.05, 1.95),
                (near + wide * i + wide * 0.14, near + wide * (i + 1) - wide * 0.14),
            )
            for i in range(7)
            if i not in (1, 5)
        ]
        doors = [
            _EYE.side(
                x + 0.005,
                (0.05, 2.05),
                (near + wide * i + wide * 0.1, near + wide * (i + 1) - wide * 0.1),
            )
            for i in (1, 5)
        ]
        sheet.polys(doors, air.local("#aeb7c1", depth))
        glass = [
            _EYE.side(
                x + 0.007, (1.05, 1.9), (near + wide * i + wide * 0.2, near + wide * (i + 0.47))
            )
            for i in (1, 5)
        ]
        glass += [
            _EYE.side(x + 0.007, (1.05, 1.9), (near + wide * (i + 0.53), near + wide * (i + 0.8)))
            for i in (1, 5)
        ]
        sheet.polys(windows + glass, pane, 0.95)


def _wall(sheet: Sheet, air: Air) -> None:
    x = 3.0
    wall = air.local("#cbbfae", 0.08)
    paint = sheet.linear(((0, mix(wall, air.haze(), 0.3)), (1, wall)), (620, 0), (1024, 0))
    sheet.poly(_EYE.side(x, (0, 3.3), (3.0, 24)), paint)
    sheet.poly(_EYE.side(x, (0, 0.9), (3.0, 24)), air.local("#7d8f88", 0.1))
    boards = [_EYE.side(x - 0.01, (1.3, 2.3), (z, z + 1.3)) for z in (6.2, 8.4, 11.4)]
    sheet.polys(boards, air.local("#f2efe6", 0.1))
    for index, z in enumerate((6.2, 8.4, 11.4)):
        color = ("#d8584a", "#3f7fb8", "#e0a83c")[index]
        sheet.poly(_EYE.side(x - 0.015, (1.6, 2.2), (z + 0.12, z + 1.18)), air.local(color, 0.12))


def _roof(sheet: Sheet, air: Air) -> None:
    under, edge = air.local("#6f6a6c", 0.06), air.local("#4e4c54", 0.05)
    far = air.local("#8c8788", 0.45)
    sheet.poly(
        _EYE.shape(((0.55, 3.35, 2.0), (0.55, 3.35, 24), (3.2, 3.35, 24), (3.2, 3.35, 2.0))),
        sheet.vertical(((0, under), (1, far)), 0, 470),
    )
    sheet.poly(_EYE.side(0.55, (3.2, 3.42), (2.0, 24)), edge)
    beams = [
        _EYE.shape(((0.55, 3.3, z), (3.2, 3.3, z), (3.2, 3.3, z + 0.12), (0.55, 3.3, z + 0.12)))
        for z in (4.2, 5.6, 7.6, 10.4, 14)
    ]
    sheet.polys(beams, edge)
    lamps = [_EYE.flat((1.5, 1.75), 3.28, (z, z + 0.9)) for z in (4.6, 6.4, 8.8)]
    sheet.polys(lamps, "#fffbe0" if air.dusky else air.local("#f0ede4", 0.05))
    if air.dusky:
        for z in (4.9, 6.8, 9.2):
            sheet.glow(*_EYE.at(1.62, 3.2, z), _EYE.scale(z) * 0.7, air.lamp(), 0.55)
        for right, z in ((1.4, 5.2), (0.9, 3.0)):
            sheet.glow(*_EYE.at(right, 0, z), _EYE.scale(z) * 1.1, air.lamp(), 0.5, squash=0.24)
    for ahead in (13.0, 8.6, 5.9):
        post = _EYE.facing((1.02, 1.18), (0, 3.3), ahead)
        sheet.poly(post, air.local("#54706a", ahead / 30))
        sheet.poly(_EYE.facing((1.02, 1.08), (0, 3.3), ahead), air.local("#86a39a", ahead / 30))
        sheet.poly(_EYE.facing((0.96, 1.24), (0, 0.25), ahead), air.local("#3f5550", ahead / 30))


def _signs(sheet: Sheet, air: Air, rng: Random) -> None:
    board = _EYE.facing((1.35, 2.65), (2.3, 2.78), 5.2)
    sheet.lines(
        [
            (_EYE.at(1.5, 3.3, 5.2), _EYE.at(1.5, 2.78, 5.2)),
            (_EYE.at(2.5, 3.3, 5.2), _EYE.at(2.5, 2.78, 5.2)),
        ],
        air.local("#4e4c54"),
        3,
    )
    sheet.poly(board, air.local("#25386b", 0.03))
    white = "#f8f9fc" if air.dusky else air.local("#f8f9fc", 0.03)
    draw_glyphs(sheet, _EYE.facing((1.45, 2.55), (2.46, 2.74), 5.2), 5, white, rng, 4, across=True)
    sheet.poly(_EYE.facing((1.45, 2.55), (2.38, 2.42), 5.2), air.local("#e0b03c"))
    clock = _EYE.at(1.1, 2.55, 5.85)
    sheet.ellipse(*clock, 31, 31, air.local("#3a3f4a"))
    sheet.ellipse(*clock, 26, 26, "#fff8e2" if air.dusky else air.local("#f8f6ee"))
    sheet.lines(
        [[(clock[0], clock[1]), (clock[0], clock[1] - 18)], [clock, (clock[0] + 13, clock[1] + 5)]],
        air.local("#2a2d36"),
        3,
    )


def _bench(sheet: Sheet, air: Air) -> None:
    wood, leg = air.local("#b5763f", 0.03), air.local("#4a4f58", 0.03)
    sheet.polys([_EYE.side(2.15, (0, 0.44), (z, z + 0.08)) for z in (4.5, 5.5)], leg)
    slats = [_EYE.flat((2.1 + i * 0.14, 2.2 + i * 0.14), 0.45, (4.4, 5.7)) for i in range(4)]
    backs = [_EYE.side(2.66, (up, up + 0.1), (4.4, 5.7)) for up in (0.58, 0.74, 0.9)]
    sheet.polys(slats + backs, wood)
    sheet.poly(_EYE.side(2.1, (0.4, 0.46), (4.4, 5.7)), mix(wood, air.local("#4a2a1c"), 0.4))
    machine = air.local("#c23a3f", 0.05)
    sheet.poly(_EYE.side(2.35, (0, 1.8), (6.9, 7.8)), machine)
    sheet.poly(_EYE.facing((2.35, 3.0), (0, 1.8), 6.9), mix(machine, "#ffffff", 0.12))
    sheet.poly(
        _EYE.facing((2.42, 2.92), (0.8, 1.65), 6.88),
        "#e8f4ff" if air.dusky else air.local("#cfe0ec", 0.05),
    )
    cans = [
        _EYE.facing((2.46 + c * 0.11, 2.53 + c * 0.11), (0.9 + r * 0.25, 1.07 + r * 0.25), 6.87)
        for c in range(4)
        for r in range(3)
    ]
    sheet.polys(cans, air.local("#3f7fb8", 0.05))


PLACE = Place(draw=_draw)
