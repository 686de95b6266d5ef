"""The bridge of a spaceship: a wide window on stars and a planet, consoles of light."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from tools.backends.sketch.setting.air import Air
from tools.backends.sketch.setting.camera import Camera
from tools.backends.sketch.setting.layers import SceneLight
from tools.backends.sketch.setting.places.place import Place
from tools.backends.sketch.setting.sheet import SIZE, Point, Sheet
from tools.backends.sketch.tones import mix

_EYE = Camera(horizon=560)
_PLANET = {
    "dawn": ("#e2a58f", "#6f4a78"),
    "day": ("#5fb0e0", "#1f4f8c"),
    "sunset": ("#f08a4c", "#6a2448"),
    "night": ("#6a78c8", "#171c48"),
}
_SPACE = {
    "dawn": ("#1a1838", "#4a3a68"),
    "day": ("#0a1638", "#1f4a86"),
    "sunset": ("#1c0f2e", "#6a2a44"),
    "night": ("#05060f", "#131a3c"),
}
_WINDOW: list[Point] = [
    (120, 150),
    (250, 84),
    (774, 84),
    (904, 150),
    (930, 470),
    (860, 610),
    (164, 610),
    (94, 470),
]
_HULL = {"dawn": 0.3, "day": 0.0, "sunset": 0.42, "night": 0.62}


def _metal(air: Air, color: str, depth: float = 0.0) -> str:
    """A hull colour; by ship's night the lamps are low."""
    return mix(air.local(color, depth * 0.4), "#0c1024", _HULL[air.scene.time_of_day])


def _draw(sheet: Sheet, air: Air, rng: Random) -> None:
    _space(sheet, air, rng)
    _hull(sheet, air)
    _frame(sheet, air)
    _floor(sheet, air)
    _sides(sheet, air, rng)
    _consoles(sheet, air, rng)


def _space(sheet: Sheet, air: Air, rng: Random) -> None:
    dark, light = _SPACE[air.scene.time_of_day]
    paint = sheet.linear(((0, dark), (0.6, light), (1, dark)), (200, 60), (820, 640))
    sheet.rect(80, 70, 864, 560, paint)
    sheet.glow(290, 350, 210, mix(light, "#ff7ac8", 0.5), 0.6)
    stars = [
        (rng.uniform(90, 940), rng.uniform(80, 620), rng.uniform(0.6, 2.0)) for _ in range(170)
    ]
    sheet.dots(stars[:150], "#e8f0ff", 0.85)
    sheet.dots([(x, y, r * 1.7) for x, y, r in stars[150:]], "#ffffff")
    bright, shade = _PLANET[air.scene.time_of_day]
    sheet.glow(744, 448, 205, bright, 0.6)
    ball = sheet.linear(
        ((0, mix(bright, "#ffffff", 0.35)), (0.45, bright), (1, shade)), (640, 320), (880, 560)
    )
    sheet.ellipse(744, 448, 150, 150, ball)
    bands = (
        "M604 402Q744 362 884 402Q886 412 888 420Q744 382 600 420ZM594 456Q744 "
        "424 894 456Q894 472 892 484Q744 450 596 484ZM606 516Q744 490 882 516Q878 "
        "526 872 536Q744 512 616 536Z"
    )
    sheet.path(bands, mix(shade, bright, 0.35), 0.55)
    ring = (
        "M540 500Q560 420 760 430Q960 446 960 394Q968 356 890 356Q1010 350 1000 "
        "400Q990 462 760 470Q600 474 566 510Q552 530 600 536Q530 540 540 500Z"
    )
    sheet.path(ring, mix(bright, "#fff3da", 0.5), 0.7)
    sheet.dots([(262, 236, 26)], mix(bright, "#c8cede", 0.6))
    sheet.dots([(270, 242, 20)], mix(shade, "#8a90a8", 0.4), 0.6)


def _hull(sheet: Sheet, air: Air) -> None:
    """The wall around the window, drawn over the stars with a hole in it."""
    hull = _metal(air, "#7d8797")
    dark = mix(hull, "#0c1024", 0.5)
    paint = sheet.vertical(((0, dark), (0.5, hull), (1, mix(hull, "#0c1024", 0.35))))
    d = "M" + "L".join(f"{x} {y}" for x, y in _WINDOW) + "Z"
    sheet.frame(d, paint)
    sheet.lines([[*_WINDOW, _WINDOW[0]]], _metal(air, "#3d4656"), 26)
    sheet.lines([[*_WINDOW, _WINDOW[0]]], _metal(air, "#aab4c3"), 8)


def _frame(sheet: Sheet, air: Air) -> None:
    bar, edge = _metal(air, "#4c5566"), _metal(air, "#98a3b4")
    sheet.polys(
        [
            [(330, 84), (352, 84), (318, 610), (288, 610)],
            [(672, 84), (694, 84), (736, 610), (706, 610)],
        ],
        bar,
    )
    sheet.polys(
        [
            [(330, 84), (336, 84), (296, 610), (288, 610)],
            [(672, 84), (678, 84), (714, 610), (706, 610)],
        ],
        edge,
    )
    glow = air.neon(1)
    sheet.polys([[(260, 62), (764, 62), (770, 72), (254, 72)]], glow, 0.95)
    sheet.glow(512, 66, 300, glow, 0.35, squash=0.2)
    sheet.poly(
        [(-10, -10), (1034, -10), (1034, 60), (780, 30), (244, 30), (-10, 60)],
        _metal(air, "#5b6474"),
    )
    sheet.polys(
        [[(60, 6), (210, 6), (226, 20), (60, 20)], [(964, 6), (814, 6), (798, 20), (964, 20)]],
        _metal(air, "#8a94a5"),
        0.7,
    )


def _floor(sheet: Sheet, air: Air) -> None:
    near, far = _metal(air, "#4b5362"), _metal(air, "#727c8e")
    sheet.poly(
        [(120, 690), (904, 690), (1034, 760), (1034, 1034), (-10, 1034), (-10, 760)],
        sheet.vertical(((0, far), (1, near)), 690, SIZE),
    )
    seams = [(_EYE.at(-4, 0, z), _EYE.at(4, 0, z)) for z in (1.9, 2.5, 3.4, 4.6)]
    seams += [(_EYE.at(x, 0, 1.4), _EYE.at(x, 0, 5.8)) for x in (-1.7, -0.85, 0.85, 1.7)]
    sheet.lines(seams, _metal(air, "#2c3342"), 2.5, 0.6)
    glow = air.neon(1)
    strips = [
        _EYE.flat((side * 1.18 - 0.03, side * 1.18 + 0.03), 0.003, (1.3, 5.6)) for side in (-1, 1)
    ]
    sheet.polys(strips, glow, 0.9)
    for side in (-1, 1):
        x, y = _EYE.at(side * 1.18, 0, 2.6)
        sheet.ellipse(x, y, 120, 60, sheet.radial(((0, glow, 0.5), (1, glow, 0.0))))
    shine = sheet.radial(((0, mix(air.neon(1), "#ffffff", 0.5), 0.35), (1, "#ffffff", 0.0)))
    sheet.ellipse(512, 800, 260, 90, shine)


def _sides(sheet: Sheet, air: Air, rng: Random) -> None:
    for side in (-1, 1):

        def at(x: float, side: int = side) -> float:
            return 512 + side * x

        panel = [(at(522), 40), (at(420), 140), (at(448), 480), (at(372), 690), (at(522), 770)]
        sheet.poly(panel, _metal(air, "#5d6778"))
        sheet.poly(
            [(at(522), 190), (at(456), 230), (at(470), 430), (at(522), 440)], _metal(air, "#2a3040")
        )
        lines = [
            [(at(516), 220 + i * 26), (at(470), 244 + i * 21)]
            for i in range(8)
            if rng.random() < 0.8
        ]
        sheet.lines(lines, air.neon(1 if side < 0 else 4), 4, 0.85)
        sheet.lines(
            [
                [(at(522), 500), (at(446), 510)],
                [(at(522), 560), (at(424), 566)],
                [(at(522), 640), (at(394), 640)],
            ],
            _metal(air, "#38404f"),
            4,
        )


def _consoles(sheet: Sheet, air: Air, rng: Random) -> None:
    base, top = _metal(air, "#525c6d"), _metal(air, "#8d98aa")
    for side in (-1, 1):

        def at(x: float, side: int = side) -> float:
            return 512 + side * x

        sheet.poly(
            [
                (at(150), 640),
                (at(400), 640),
                (at(470), 720),
                (at(470), 850),
                (at(240), 800),
                (at(150), 720),
            ],
            base,
        )
        sheet.poly([(at(150), 632), (at(396), 632), (at(474), 712), (at(232), 724)], top)
        screen = air.neon(1 if side < 0 else 2)
        sheet.poly(
            [(at(196), 648), (at(286), 646), (at(326), 694), (at(230), 704)],
            mix(screen, "#0c1024", 0.25),
        )
        sheet.poly(
            [(at(304), 646), (at(382), 644), (at(436), 690), (at(344), 696)],
            mix(air.neon(4), "#0c1024", 0.35),
        )
        sheet.lines(
            [
                [(at(214), 660), (at(284), 656)],
                [(at(222), 674), (at(268), 671)],
                [(at(232), 690), (at(302), 684)],
            ],
            mix(screen, "#ffffff", 0.6),
            3,
        )
        sheet.glow(at(300), 670, 170, screen, 0.35)
        buttons = [
            (at(250 + i * 24 + rng.uniform(-3, 3)), 750 + i * 5 + r * 20, 4)
            for i in range(8)
            for r in range(2)
        ]
        sheet.dots(buttons[::2], air.neon(0), 0.9)
        sheet.dots(buttons[1::2], air.neon(3), 0.9)


def _light(air: Air) -> SceneLight:
    base = air.light(rim=air.neon(1), tint=_PLANET[air.scene.time_of_day][0])
    return replace(base, rim_strength=0.7, tint_strength=0.14, shadow="#141a30")


PLACE = Place(draw=_draw, inside="indoors", light=_light)
