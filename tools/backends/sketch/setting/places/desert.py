"""Dunes and mesas under a wide sky."""

from __future__ import annotations

from random import Random

from tools.backends.sketch.setting.air import Air
from tools.backends.sketch.setting.places.place import Place
from tools.backends.sketch.setting.sheet import SIZE, Point, Sheet
from tools.backends.sketch.setting.sky import draw_sky
from tools.backends.sketch.tones import mix


def _draw(sheet: Sheet, air: Air, rng: Random) -> None:
    draw_sky(sheet, air, 650, rng, sun=(700, 180))
    for left, right, top, depth in (
        (60, 270, 420, 0.55),
        (230, 340, 505, 0.66),
        (720, 800, 490, 0.68),
        (790, 1000, 395, 0.52),
    ):
        _mesa(sheet, air, rng, left, right, top, depth)
    _dune(
        sheet,
        air,
        "M-10 640Q200 600 420 632Q640 660 1034 606L1034 1034L-10 1034Z",
        "#f0cf95",
        0.5,
        600,
    )
    _dune(
        sheet,
        air,
        "M-10 690Q160 700 330 668Q520 640 700 690Q860 730 1034 680L1034 1034L-10 1034Z",
        "#e8bd7c",
        0.26,
        650,
    )
    sheet.path(
        "M330 668Q520 640 700 690Q780 712 860 716Q660 720 560 760Q470 730 330 668Z",
        air.ground("#b9804f", 0.3),
        0.55,
    )
    _dune(
        sheet,
        air,
        "M-10 770Q260 730 470 780Q720 840 1034 760L1034 1034L-10 1034Z",
        "#e2b06c",
        0.06,
        740,
    )
    sheet.path(
        "M-10 770Q260 730 470 780Q380 800 300 860Q150 800 -10 810Z",
        air.ground("#b5763f", 0.08),
        0.5,
    )
    _ripples(sheet, air, rng)
    for x, y, size, flip in (
        (108, 842, 1.55, False),
        (228, 770, 0.75, True),
        (905, 822, 1.35, True),
    ):
        sheet.part("cactus", x, y, size, {"leaf": air.capped("#5f8a4c", 0.04)}, flip=flip)
        sheet.ellipse(x + 60 * size, y + 4, 74 * size, 8 * size, air.ground("#9a6436"), 0.4)
    stone = {"rock": air.local("#a8734c"), "top": air.capped("#d3a06d")}
    sheet.part("rock", 985, 870, 0.9, stone)
    sheet.part("rock", 40, 900, 0.7, stone, flip=True)
    _skull(sheet, air)


def _mesa(
    sheet: Sheet, air: Air, rng: Random, left: float, right: float, top: float, depth: float
) -> None:
    rock = air.local("#c4683f", depth)
    wide = right - left
    points: list[Point] = [
        (left - wide * 0.22, 660),
        (left - 8, 560),
        (left, top + 30),
        (left + 10, top),
    ]
    points += [(left + wide * t, top + rng.uniform(-5, 5)) for t in (0.3, 0.55, 0.8)]
    points += [
        (right - 8, top + 4),
        (right, top + 40),
        (right + 8, 560),
        (right + wide * 0.22, 660),
    ]
    sheet.poly(points, sheet.vertical(((0, rock), (1, mix(rock, air.haze(), 0.45))), top, 660))
    shade = air.local("#7d3f3a", depth)
    faces = [
        [
            (left + wide * t, top + 14),
            (left + wide * (t + 0.1), top + 10),
            (left + wide * (t + 0.13), 560),
            (left + wide * (t + 0.02), 570),
        ]
        for t in (0.18, 0.45, 0.72)
    ]
    sheet.polys(faces, shade, 0.45)
    sheet.polys(
        [
            [(left - 2, y), (right + 2, y + 4), (right + 3, y + 13), (left - 3, y + 9)]
            for y in (top + 52, top + 92)
        ],
        shade,
        0.3,
    )


def _dune(sheet: Sheet, air: Air, d: str, color: str, depth: float, top: float) -> None:
    tone = air.ground(color, depth)
    low = mix(tone, air.ground("#a86f42", depth), 0.35)
    sheet.path(
        d, sheet.vertical(((0, mix(tone, "#fff3cf", 0.18)), (0.35, tone), (1, low)), top, SIZE)
    )


def _ripples(sheet: Sheet, air: Air, rng: Random) -> None:
    d = ""
    for row in range(9):
        y = 830 + row * row * 2.6
        x = rng.uniform(-40, 40)
        while x < SIZE:
            wide = rng.uniform(60, 150)
            d += f"M{x:.0f} {y:.0f}q{wide / 2:.0f} {-5 - row} {wide:.0f} {rng.uniform(-3, 5):.0f}"
            x += wide + rng.uniform(20, 90)
    sheet.stroke(d, air.ground("#b0733f"), 2, 0.4)


def _skull(sheet: Sheet, air: Air) -> None:
    bone = air.local("#f0e6cf")
    sheet.path(
        "M770 906c-30 -2 -38 -24 -24 -40c12 -12 40 -12 50 2c8 14 2 32 -10 36l2 12l-16 2Z", bone
    )
    sheet.path(
        "M746 868c-20 0 -40 -8 -46 -30c12 14 28 18 46 18ZM796 868c18 -2 34 -12 "
        "38 -34c-10 14 -24 20 -40 20Z",
        bone,
    )
    sheet.dots([(757, 884, 5), (782, 884, 5)], air.local("#5a4436"))


PLACE = Place(draw=_draw)
