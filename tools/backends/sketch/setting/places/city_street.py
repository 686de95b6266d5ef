"""A wide street of shops between towers."""

from __future__ import annotations

import itertools
from random import Random

from tools.backends.sketch.setting.air import Air
from tools.backends.sketch.setting.camera import Camera
from tools.backends.sketch.setting.places.place import Place
from tools.backends.sketch.setting.sheet import SIZE, Point, Sheet
from tools.backends.sketch.setting.sky import draw_sky, skyline
from tools.backends.sketch.setting.wet import mirror_light, pools
from tools.backends.sketch.tones import mix

_EYE = Camera(horizon=580)
_CURB = 2.7
_WALL = 4.3
_FRONTS = ("#b9a48c", "#8d97a8", "#a7725e", "#c9bfae", "#7f8ea2", "#94806f")


def _draw(sheet: Sheet, air: Air, rng: Random) -> None:
    draw_sky(sheet, air, 600, rng, sun=(614, 120))
    skyline(sheet, air, 590, 260, rng, 0.72, dip=0.35)
    for side in (-1, 1):
        _houses(sheet, air, rng, side)
    _road(sheet, air, rng)
    for side in (-1, 1):
        for ahead in (11.0, 6.3):
            _lamp(sheet, air, side, ahead)
        _trees(sheet, air, side)


def _houses(sheet: Sheet, air: Air, rng: Random, side: int) -> None:
    edges = [44.0, 23.0, 14.0, 8.6, 4.4]
    for index, (far, near) in enumerate(itertools.pairwise(edges)):
        tall = rng.uniform(7, 12) if near > 5 else rng.uniform(9, 11)
        depth = min(0.75, (far - 4) / 44)
        color = air.local(_FRONTS[(index + (3 if side > 0 else 0)) % len(_FRONTS)], depth)
        shade = mix(color, air.local("#3a3f5c", depth), 0.3 if side > 0 else 0.12)
        x = side * _WALL
        sheet.poly(_EYE.side(x, (0, tall), (near, far)), shade)
        end = _EYE.facing((x, x + side * 6), (0, tall), near)
        sheet.poly(end, mix(shade, air.local("#2c3150", depth), 0.25))
        _windows(sheet, air, rng, side, (near, far), tall, depth)
        _shop(sheet, air, rng, side, (near, far), depth)


def _windows(
    sheet: Sheet,
    air: Air,
    rng: Random,
    side: int,
    span: tuple[float, float],
    tall: float,
    depth: float,
) -> None:
    near, far = span
    lit: list[list[Point]] = []
    plain: list[list[Point]] = []
    columns = max(2, int((far - near) / 1.5))
    wide = (far - near) / columns
    for up in range(int((tall - 3.6) / 1.7) + 1):
        for column in range(columns):
            start = near + wide * (column + 0.22)
            low = 3.7 + up * 1.7
            if low + 1.1 > tall:
                continue
            pane = _EYE.side(side * _WALL, (low, low + 1.0), (start, start + wide * 0.56))
            (lit if rng.random() < 0.45 else plain).append(pane)
    glass = mix(air.local("#6d88a6", depth), air.sky()[1], 0.35)
    dark = air.local("#39435c", depth)
    sheet.polys(plain, dark if air.dusky else glass, 0.9)
    sheet.polys(lit, mix(air.lamp(), air.haze(), depth * 0.7) if air.dusky else glass, 0.92)


def _shop(
    sheet: Sheet, air: Air, rng: Random, side: int, span: tuple[float, float], depth: float
) -> None:
    near, far = span
    x = side * (_WALL - 0.02)
    gap = (far - near) * 0.06
    glass = mix(air.lamp(), air.haze(), depth * 0.7) if air.dusky else air.local("#9db7c8", depth)
    sheet.poly(_EYE.side(x, (0.35, 2.3), (near + gap, far - gap)), glass, 0.9)
    awning = rng.choice(("#b8453f", "#3f6f9c", "#3f7f62", "#c98d3a"))
    low = _EYE.shape(
        (
            (x, 2.9, near + gap),
            (x, 2.9, far - gap),
            (x - side * 0.8, 2.35, far - gap),
            (x - side * 0.8, 2.35, near + gap),
        )
    )
    sheet.poly(low, air.local(awning, depth))
    sheet.poly(_EYE.side(x, (0, 0.35), (near, far)), air.local("#4a4652", depth))


def _road(sheet: Sheet, air: Air, rng: Random) -> None:
    far, near = air.ground("#8a8d96", 0.55), air.ground("#63656f")
    sheet.rect(
        0, 580, SIZE, SIZE - 580, sheet.vertical(((0, far), (0.45, near), (1, near)), 580, SIZE)
    )
    for side in (-1, 1):
        walk = sheet.vertical(
            ((0, air.ground("#c7c2b8", 0.55)), (1, air.ground("#b0aba3"))), 590, 900
        )
        sheet.poly(_EYE.flat((side * _CURB, side * _WALL), 0.1, (1.0, 45)), walk)
        sheet.poly(_EYE.side(side * _CURB, (0, 0.1), (1.0, 45)), air.ground("#8e8a86", 0.1))
    stripes = [
        _EYE.flat((x, x + 0.42), 0, (2.55, 4.3)) for x in (-2.4, -1.6, -0.8, 0.0, 0.8, 1.6, 2.3)
    ]
    sheet.polys(stripes, air.ground("#e8e6e0", 0.05), 0.75)
    dashes = [_EYE.flat((-0.06, 0.06), 0, (z, z + 1.6)) for z in (6, 10, 14, 18, 24, 30)]
    sheet.polys(dashes, air.ground("#e8e6e0", 0.3), 0.6)
    if air.wet:
        glow = air.lamp() if air.dusky else air.sky()[2]
        for x, wide in ((96, 40), (236, 26), (350, 15), (676, 15), (790, 26), (930, 40)):
            mirror_light(sheet, rng, x, 620 + abs(512 - x) * 0.35, wide, glow, 0.7)
        pools(sheet, ((250, 968, 150), (800, 930, 120), (520, 1000, 90)), air.sky()[2], 0.4)


def _lamp(sheet: Sheet, air: Air, side: int, ahead: float) -> None:
    x, y = _EYE.at(side * (_CURB + 0.3), 0.1, ahead)
    depth = ahead / 26
    size = _EYE.scale(ahead) / 100
    lamp = air.lamp() if air.dusky else air.local("#dfe3e6", depth)
    colors = {"metal": air.local("#3f444f", depth), "lamp": lamp}
    sheet.part("street_lamp", x, y, size, colors, flip=side > 0)
    if air.dusky:
        sheet.glow(x - side * 76 * size, y - 440 * size, 170 * size, air.lamp(), 0.7)


def _trees(sheet: Sheet, air: Air, side: int) -> None:
    """Street trees, out of the middle."""
    for ahead in (13.5, 8.8):
        x, y = _EYE.at(side * (_CURB + 0.55), 0.1, ahead)
        depth = ahead / 26
        sheet.part(
            "tree_broad",
            x,
            y,
            _EYE.scale(ahead) / 165,
            air.foliage("#5c9a4a", depth),
            flip=side > 0,
        )


PLACE = Place(draw=_draw)
