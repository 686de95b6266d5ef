"""A path between old trees, light falling through the leaves."""

from __future__ import annotations

from random import Random

from tools.backends.sketch.setting.air import Air
from tools.backends.sketch.setting.camera import Camera
from tools.backends.sketch.setting.places.place import Place
from tools.backends.sketch.setting.sheet import SIZE, Sheet
from tools.backends.sketch.setting.sky import draw_sky
from tools.backends.sketch.setting.weather import draw_mist
from tools.backends.sketch.tones import mix

_EYE = Camera(horizon=570)


def _draw(sheet: Sheet, air: Air, rng: Random) -> None:
    draw_sky(sheet, air, 620, rng, sun=(640, 190), clouds=False)
    _woods(sheet, air, rng)
    _floor(sheet, air, rng)
    _trunks(sheet, air, rng)
    _beams(sheet, air)
    _undergrowth(sheet, air, rng)


def _woods(sheet: Sheet, air: Air, rng: Random) -> None:
    """Three rows of trees, paler with distance, open in the middle."""
    for ahead, depth, green, count, gap in (
        (26.0, 0.72, "#6aa55c", 7, 0.0),
        (16.0, 0.52, "#569248", 5, 1.6),
        (10.5, 0.34, "#46803c", 4, 2.9),
    ):
        colors = air.foliage(green, depth)
        reach = 512 / _EYE.focal * ahead + 2
        for index in range(count):
            right = -reach + 2 * reach * (index + 0.5) / count + rng.uniform(-0.5, 0.5)
            if abs(right) < gap:
                right = gap if right >= 0 else -gap
            x, y = _EYE.at(right, 0, ahead)
            size = _EYE.scale(ahead) / 92 * rng.uniform(0.95, 1.2)
            sheet.part("tree_broad", x, y + 4, size, colors, layer="far", flip=rng.random() < 0.5)
        draw_mist(sheet, air, 380, 640, 0.3)


def _floor(sheet: Sheet, air: Air, rng: Random) -> None:
    near, far = air.ground("#4c7038"), air.ground("#86a860", 0.5)
    sheet.rect(
        0, 590, SIZE, SIZE - 590, sheet.vertical(((0, far), (0.5, near), (1, near)), 590, SIZE)
    )
    path = sheet.vertical(((0, air.ground("#d9c79a", 0.5)), (1, air.ground("#a98f64"))), 590, SIZE)
    sheet.path(
        "M500 590C470 640 560 690 440 790C380 850 250 930 210 1030L830 1030C800 "
        "940 700 880 640 800C570 700 560 640 522 590Z",
        path,
    )
    dapple = [(rng.uniform(120, 900), rng.uniform(700, 1000)) for _ in range(22)]
    light = mix(air.ground("#d7dc8c"), air.hour.beam, 0.5)
    d = "".join(
        f"M{x - r:.0f} {y:.0f}a{r:.0f} {r * 0.28:.0f} 0 1 0 {2 * r:.0f} 0a{r:.0f} "
        f"{r * 0.28:.0f} 0 1 0 {-2 * r:.0f} 0Z"
        for x, y, r in ((x, y, 14 + (y - 680) * 0.1 * rng.random()) for x, y in dapple)
    )
    sheet.path(d, light, 0.16 if air.dark else 0.4 * (1 - air.gloom))


def _trunks(sheet: Sheet, air: Air, rng: Random) -> None:
    for right, ahead, flip in (
        (-1.75, 6.6, False),
        (2.1, 7.2, True),
        (2.05, 4.5, False),
        (-2.1, 4.3, True),
    ):
        depth = ahead / 26
        x, y = _EYE.at(right, 0, ahead)
        colors = {
            "trunk": air.local("#5b4433", depth),
            "moss": air.capped("#5f7f3c", depth),
        }
        size = _EYE.scale(ahead) / 100
        sheet.part("trunk", x, y, size * rng.uniform(0.92, 1.05), colors, flip=flip)
    canopy = air.local("#2c5f38", 0.08)
    deep = air.local("#234d34", 0.02)
    for color, lift in ((canopy, 0), (deep, -46)):
        d = "M-10 -10L-10 300"
        x = -10.0
        while x < SIZE:
            drop = 40 + lift + 250 * min(1.0, abs(x - 512) / 470) ** 1.7
            wide = rng.uniform(26, 58)
            d += (
                f"Q{x + wide * 0.5:.0f} {drop + rng.uniform(22, 52):.0f} {x + wide:.0f} "
                f"{drop + rng.uniform(-14, 14):.0f}"
            )
            x += wide
        sheet.path(d + f"L{SIZE + 10} -10Z", color, 0.94)


def _beams(sheet: Sheet, air: Air) -> None:
    strength = (0.34 if not air.dark else 0.2) * (1 - air.gloom)
    beam = air.hour.beam
    paint = sheet.vertical(((0, beam, 0.85), (1, beam, 0.0)), 40, 900)
    for x, wide in ((560, 60), (690, 44), (800, 70)):
        sheet.poly(
            [(x, 0), (x + wide, 0), (x + wide - 330, 930), (x - wide * 1.6 - 330, 930)],
            paint,
            strength,
        )


def _undergrowth(sheet: Sheet, air: Air, rng: Random) -> None:
    for x, y, size, green in (
        (50, 800, 1.2, "#467f38"),
        (970, 790, 1.3, "#41763a"),
    ):
        sheet.part("bush", x, y, size, air.foliage(green, 0.04), flip=rng.random() < 0.5)
    for x, y, size in (
        (150, 880, 1.1),
        (300, 830, 0.7),
        (880, 880, 1.1),
        (740, 820, 0.7),
        (40, 950, 1.5),
    ):
        sheet.part("grass", x, y, size, air.foliage("#568f3e"), flip=rng.random() < 0.5)


def _foreground(sheet: Sheet, air: Air, rng: Random) -> None:
    for x, y, size in ((30, 1040, 2.4), (170, 1046, 1.7), (1000, 1040, 2.5), (860, 1050, 1.6)):
        sheet.part("grass", x, y, size, air.foliage("#2f5c33"), flip=rng.random() < 0.5)


PLACE = Place(draw=_draw, foreground=_foreground)
