"""A castle's great hall: columns, banners, tall windows, a throne at the end of the carpet."""

from __future__ import annotations

from random import Random

from tools.backends.sketch.setting.air import Air
from tools.backends.sketch.setting.camera import Camera
from tools.backends.sketch.setting.panes import draw_panes
from tools.backends.sketch.setting.places.place import Place
from tools.backends.sketch.setting.rooms import Room, draw_room
from tools.backends.sketch.setting.sheet import SIZE, Point, Sheet
from tools.backends.sketch.tones import mix

_EYE = Camera(horizon=600)
_ROOM = Room(half=4.2, tall=6.6, back=15.0)


def _draw(sheet: Sheet, air: Air, rng: Random) -> None:
    draw_room(
        sheet, air, _EYE, _ROOM, wall="#a7a2a6", floor="#8f8a90", ceiling="#6f6a74", boards="across"
    )
    _windows(sheet, air, rng)
    _vault(sheet, air)
    _floor(sheet, air)
    _dais(sheet, air)
    for ahead in (12.5, 9.6, 7.2):
        for side in (-1, 1):
            _column(sheet, air, side, ahead)
            _banner(sheet, air, side, ahead + 1.2)
    _beams(sheet, air)


def _windows(sheet: Sheet, air: Air, rng: Random) -> None:
    holes: list[list[Point]] = []
    for side in (-1, 1):
        for ahead in (8.2, 10.8, 13.2):
            x = side * (_ROOM.half - 0.01)
            holes.append(
                _EYE.shape(
                    (
                        (x, 1.9, ahead),
                        (x, 4.6, ahead),
                        (x, 5.3, ahead + 0.5),
                        (x, 4.6, ahead + 1.0),
                        (x, 1.9, ahead + 1.0),
                    )
                )
            )
    for left in (-2.6, 1.6):
        back = _ROOM.back - 0.02
        holes.append(
            _EYE.shape(
                (
                    (left, 2.2, back),
                    (left, 4.6, back),
                    (left + 0.5, 5.4, back),
                    (left + 1.0, 4.6, back),
                    (left + 1.0, 2.2, back),
                )
            )
        )
    draw_panes(sheet, air, holes, rng, "hills", (370, 330))
    glass = ("#d8584a", "#4a7fd0", "#e0b04a")
    for index, hole in enumerate(holes):
        low, high = hole[0][1], hole[1][1]
        pane = [
            (hole[0][0], low),
            (hole[0][0], low + (high - low) * 0.4),
            (hole[4][0], hole[4][1] + (hole[3][1] - hole[4][1]) * 0.4),
            hole[4],
        ]
        sheet.poly(pane, glass[index % 3], 0.45)
    sheet.lines([[*hole, hole[0]] for hole in holes], air.local("#5d5862", 0.2), 4)
    sheet.lines(
        [[((h[0][0] + h[4][0]) / 2, (h[0][1] + h[4][1]) / 2), h[2]] for h in holes],
        air.local("#5d5862", 0.2),
        2.5,
    )


def _vault(sheet: Sheet, air: Air) -> None:
    for ahead, wide in ((12.5, 7), (9.6, 9), (7.2, 12)):
        left, right = _EYE.at(-3.4, 5.2, ahead), _EYE.at(3.4, 5.2, ahead)
        top = _EYE.at(0, 7.6, ahead)[1]
        sheet.stroke(
            f"M{left[0]:.0f} {left[1]:.0f}Q{left[0]:.0f} {top:.0f} 512 {top:.0f}Q{right[0]:.0f} "
            f"{top:.0f} {right[0]:.0f} {right[1]:.0f}",
            air.local("#8d8790", ahead / 28),
            wide * 2,
        )


def _floor(sheet: Sheet, air: Air) -> None:
    sheet.polys(
        [
            _EYE.flat((x, x + 0.7), 0, (z, z + d))
            for z, d in ((1.8, 0.5), (2.9, 0.7), (4.4, 0.9), (6.4, 1.2), (9, 1.6))
            for x in (-3.6, -2.2, 1.5, 2.9)
        ],
        air.local("#a9a4aa", 0.05),
        0.5,
    )
    red, gold = air.local("#9c2233", 0.03), air.local("#d0a048", 0.03)
    sheet.poly(_EYE.flat((-0.95, 0.95), 0.005, (1.2, 12.6)), gold)
    sheet.poly(
        _EYE.flat((-0.86, 0.86), 0.006, (1.2, 12.6)),
        sheet.vertical(
            ((0, air.local("#a33a44", 0.3)), (0.4, red), (1, mix(red, air.local("#3a1026"), 0.3))),
            630,
            SIZE,
        ),
    )


def _dais(sheet: Sheet, air: Air) -> None:
    stone, red = air.local("#b3adb0", 0.3), air.local("#a33044", 0.25)
    for step in range(3):
        sheet.poly(
            _EYE.facing(
                (-2.4 + step * 0.3, 2.4 - step * 0.3),
                (step * 0.18, step * 0.18 + 0.18),
                12.8 + step * 0.3,
            ),
            mix(stone, air.local("#5a5560", 0.3), 0.2 * step),
        )
        sheet.poly(
            _EYE.facing((-0.86, 0.86), (step * 0.18, step * 0.18 + 0.18), 12.79 + step * 0.3), red
        )
    gold = air.local("#c99d48", 0.26)
    sheet.poly(_EYE.facing((-0.75, 0.75), (0.5, 1.3), 13.6), gold)
    back = _EYE.shape(
        (
            (-0.6, 0.5, 13.7),
            (-0.7, 2.9, 13.7),
            (-0.35, 2.75, 13.7),
            (0, 3.4, 13.7),
            (0.35, 2.75, 13.7),
            (0.7, 2.9, 13.7),
            (0.6, 0.5, 13.7),
        )
    )
    sheet.poly(back, gold)
    sheet.poly(_EYE.facing((-0.48, 0.48), (0.9, 2.6), 13.6), air.local("#8a2438", 0.25))


def _column(sheet: Sheet, air: Air, side: int, ahead: float) -> None:
    depth = ahead / 26
    stone, shade = air.local("#b9b4b6", depth), air.local("#716c7c", depth)
    right = side * 3.3
    scale = _EYE.scale(ahead)
    x, y = _EYE.at(right, 0, ahead)
    _, top = _EYE.at(right, 5.3, ahead)
    wide = 0.34 * scale
    paint = sheet.linear(
        ((0, mix(stone, shade, 0.35)), (0.3, stone), (1, shade)), (x - wide, 0), (x + wide, 0)
    )
    sheet.rect(x - wide, top, wide * 2, y - top, paint)
    for height, grow, tall in ((0.0, 1.35, 0.32), (0.32, 1.15, 0.16)):
        sheet.rect(
            x - wide * grow, y - (height + tall) * scale, wide * 2 * grow, tall * scale, paint
        )
    sheet.rect(x - wide * 1.35, top, wide * 2.7, 0.25 * scale, paint)
    torch = _EYE.at(right - side * 0.42, 2.15, ahead - 0.3)
    sheet.poly(
        [
            (torch[0] - 3, torch[1]),
            (torch[0] + 3, torch[1]),
            (torch[0] + 2, torch[1] + 0.34 * scale),
            (torch[0] - 2, torch[1] + 0.34 * scale),
        ],
        air.local("#4a3426", depth),
    )
    flame = 0.16 * scale
    if air.dusky:
        sheet.glow(torch[0], torch[1] - flame, flame * 8, "#ffb04a", 0.7)
    fire = {"fire": "#ffb84a", "core": "#fff0b8"}
    sheet.part("flame", torch[0], torch[1], flame / 15, fire)


def _banner(sheet: Sheet, air: Air, side: int, ahead: float) -> None:
    depth = ahead / 30
    scheme = air.scene.palette[0] if air.scene.palette else "#7c2438"
    cloth, gold = air.local(scheme, depth), air.local("#d8b04c", depth)
    right = side * 2.55
    points = (
        (right - 0.5, 5.6, ahead),
        (right - 0.5, 3.1, ahead),
        (right, 2.6, ahead),
        (right + 0.5, 3.1, ahead),
        (right + 0.5, 5.6, ahead),
    )
    sheet.poly(_EYE.shape(points), cloth)
    sheet.poly(
        _EYE.shape(
            (
                (right, 2.6, ahead),
                (right + 0.5, 3.1, ahead),
                (right + 0.5, 5.6, ahead),
                (right, 5.6, ahead),
            )
        ),
        air.local("#2c1430", depth),
        0.22,
    )
    crest = (
        (right, 4.9, ahead),
        (right - 0.26, 4.45, ahead),
        (right, 3.7, ahead),
        (right + 0.26, 4.45, ahead),
    )
    sheet.poly(_EYE.shape(crest), gold)
    sheet.poly(_EYE.facing((right - 0.6, right + 0.6), (5.55, 5.65), ahead), gold)


def _beams(sheet: Sheet, air: Air) -> None:
    strength = {"day": 0.26, "dawn": 0.3, "sunset": 0.42, "night": 0.16}[air.scene.time_of_day] * (
        1 - air.gloom
    )
    paint = sheet.linear(
        ((0, air.hour.beam, 0.0), (0.3, air.hour.beam, 0.8), (1, air.hour.beam, 0.0)),
        (150, 60),
        (470, 900),
    )
    beams = [[(x, -10), (x + 46, -10), (x + 400, 900), (x + 290, 900)] for x in (-20, 96, 190)]
    sheet.polys(beams, paint, strength)


PLACE = Place(draw=_draw, inside="indoors")
