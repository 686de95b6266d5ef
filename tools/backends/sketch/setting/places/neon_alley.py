"""A narrow alley between walls of signs, its wet ground full of their light."""

from __future__ import annotations

from random import Random

from tools.backends.sketch.setting.air import Air
from tools.backends.sketch.setting.camera import Camera
from tools.backends.sketch.setting.glyphs import draw_glyphs
from tools.backends.sketch.setting.layers import SceneLight
from tools.backends.sketch.setting.places.place import Place
from tools.backends.sketch.setting.sheet import SIZE, Point, Sheet
from tools.backends.sketch.setting.sky import draw_sky, skyline
from tools.backends.sketch.tones import mix, tone

_EYE = Camera(horizon=575)
_HALF = 1.55
_BRICK = ("#4d4460", "#413c58")


def _draw(sheet: Sheet, air: Air, rng: Random) -> None:
    draw_sky(sheet, air, 600, rng, sun=(618, 96), clouds=False)
    skyline(sheet, air, 590, 330, rng, 0.62, dip=0.2)
    _ground(sheet, air)
    for side in (-1, 1):
        _wall(sheet, air, rng, side)
    sheet.glow(512, 560, 250, air.neon(1), 0.34 if air.dusky else 0.14)
    for side in (-1, 1):
        _signs(sheet, air, rng, side)
    _cables(sheet, air)
    _reflections(sheet, air, rng)


def _ground(sheet: Sheet, air: Air) -> None:
    near, far = air.ground("#343246"), air.ground("#565072", 0.45)
    sheet.rect(0, 575, SIZE, SIZE - 575, sheet.vertical(((0, far), (0.5, near), (1, near)), 575, SIZE))
    seams = [(_EYE.at(-_HALF, 0, z), _EYE.at(_HALF, 0, z)) for z in (2.2, 2.7, 3.4, 4.4, 6, 9)]
    seams += [(_EYE.at(x, 0, 1.6), _EYE.at(x, 0, 20)) for x in (-0.55, 0.55)]
    sheet.lines(seams, air.ground("#23212f"), 2, 0.5)


def _wall(sheet: Sheet, air: Air, rng: Random, side: int) -> None:
    x = side * _HALF
    near = air.local(_BRICK[0] if side < 0 else _BRICK[1])
    far = air.local("#6a6390", 0.6)
    paint = sheet.linear(((0, near), (0.55, mix(near, far, 0.45)), (1, far)), (512 + side * 512, 0), (512 + side * 60, 0))
    sheet.poly(_EYE.side(x, (0, 9), (0.9, 24)), paint)
    bands = [_EYE.side(x, (up, up + 0.1), (0.9, 24)) for up in (2.55, 3.8, 5.0)]
    sheet.polys(bands, air.local("#2c2840", 0.1), 0.7)
    panes: list[list[Point]] = []
    lit: list[list[Point]] = []
    for floor in (2.85, 4.0, 5.2, 6.4):
        for index in range(9):
            start = 3.6 + index * 1.3
            pane = _EYE.side(x, (floor, floor + 0.75), (start, start + 0.8))
            (lit if rng.random() < 0.4 else panes).append(pane)
    sheet.polys(panes, air.local("#231f38", 0.15), 0.85)
    sheet.polys(lit, mix(air.lamp(), far, 0.35) if air.dusky else air.local("#7f86a8", 0.2), 0.8)
    _fronts(sheet, air, side)
    boxes = [_EYE.side(side * (_HALF - 0.12), (2.75, 3.1), (z, z + 0.6)) for z in (4.4, 7.2)]
    sheet.polys(boxes, air.local("#8b8c9e", 0.15))
    pipe = [_EYE.side(side * (_HALF - 0.04), (0, 9), (z, z + 0.07)) for z in (3.05, 5.1, 7.9)]
    sheet.polys(pipe, air.local("#6d6480", 0.1))
    sheet.poly(_EYE.side(x, (0, 0.22), (0.9, 24)), air.local("#1b1928"), 0.6)


def _fronts(sheet: Sheet, air: Air, side: int) -> None:
    """Shutters, a lit shop window and a vending machine along the foot of a wall."""
    x = side * _HALF
    shutters = [_EYE.side(x, (0, 2.0), span) for span in ((3.15, 4.1), (7.6, 9.2))]
    sheet.polys(shutters, air.local("#262238", 0.05), 0.95)
    ribs = [
        (_EYE.at(x, up, near), _EYE.at(x, up, far))
        for near, far in ((3.15, 4.1), (7.6, 9.2)) for up in (0.4, 0.8, 1.2, 1.6)
    ]  # fmt: skip
    sheet.lines(ribs, air.local("#3f3a58", 0.1), 2, 0.8)
    glow = mix(air.lamp(), air.neon(0 if side < 0 else 3), 0.3)
    shop = glow if air.dusky else air.local("#a8a4b4", 0.1)
    sheet.poly(_EYE.side(x, (0.7, 1.9), (4.5, 6.6)), shop, 0.92)
    posts = [_EYE.side(x, (0.7, 1.9), (z, z + 0.05)) for z in (5.0, 5.55, 6.1)]
    sheet.polys(posts, air.local("#1d1a2c", 0.05))
    curtain = _EYE.side(side * (_HALF - 0.06), (1.55, 2.05), (4.45, 6.65))
    sheet.poly(curtain, air.local("#a5293f" if side < 0 else "#27407e", 0.05))
    if air.dusky:
        middle = _EYE.at(x, 1.2, 5.2)
        sheet.glow(*middle, 170, glow, 0.55)
    box, front = side * (_HALF - 0.55), air.neon(1 if side < 0 else 4)
    sheet.poly(_EYE.side(box, (0, 1.75), (9.6, 10.4)), air.local("#d8dbe6", 0.2))
    sheet.poly(_EYE.facing((box, side * _HALF), (0, 1.75), 9.6), air.local("#b5b9c9", 0.2))
    sheet.poly(_EYE.side(box, (0.75, 1.6), (9.7, 10.3)), front if air.dusky else air.local("#7f93b8", 0.2), 0.9)


def _signs(sheet: Sheet, air: Air, rng: Random, side: int) -> None:
    """Upright boards that stand out from the wall, the far ones first."""
    power = 1.0 if air.dusky else 0.45
    rows = ((12.5, 2.7, 4.9), (8.6, 2.3, 4.3), (6.2, 2.15, 3.6), (4.75, 1.9, 3.05))
    for index, (ahead, low, high) in enumerate(rows):
        wide = (0.62, 0.55, 0.5, 0.42)[index]
        outer, inner = side * (_HALF - 0.03), side * (_HALF - 0.03 - wide)
        color = air.neon(index + (0 if side < 0 else 2) + rng.randrange(2))
        board = _EYE.facing((inner, outer), (low, high), ahead)
        middle = ((board[0][0] + board[2][0]) / 2, (board[0][1] + board[1][1]) / 2)
        fade = 0.42 if index == 0 else 0.2
        hue = mix(color, air.haze(), fade)
        sheet.glow(*middle, _EYE.scale(ahead) * 1.7, hue, 0.8 * power)
        sheet.poly(board, air.local(tone(color, "line"), fade * 0.6))
        rim = 0.045
        inner_board = _EYE.facing((inner + side * rim, outer - side * rim), (low + rim, high - rim), ahead)
        sheet.lines([[*inner_board, inner_board[0]]], hue, max(1.6, _EYE.scale(ahead) * 0.018), 0.5 + 0.5 * power)
        draw_glyphs(
            sheet, inner_board, max(2, round((high - low) / 0.5)), mix(hue, "#ffffff", 0.62), rng,
            max(1.5, _EYE.scale(ahead) * 0.026),
        )  # fmt: skip


def _cables(sheet: Sheet, air: Air) -> None:
    lines = ""
    for ahead, up, sag in ((4.6, 5.0, 0.35), (6.4, 5.6, 0.5), (9.0, 5.4, 0.5)):
        start, end = _EYE.at(-_HALF, up, ahead), _EYE.at(_HALF, up + 0.4, ahead)
        drop = sag * _EYE.scale(ahead)
        lines += f"M{start[0]:.0f} {start[1]:.0f}Q512 {start[1] + drop:.0f} {end[0]:.0f} {end[1]:.0f}"
    sheet.stroke(lines, air.local("#1a1728", 0.2), 2, 0.7)


def _reflections(sheet: Sheet, air: Air, rng: Random) -> None:
    """Long soft smears of the signs on the ground."""
    shine = (1.0 if air.wet else 0.6) * (1.0 if air.dusky else 0.4)
    for index, x in enumerate((40, 150, 262, 356, 668, 762, 874, 984)):
        color = air.neon(index + rng.randrange(2))
        reach = abs(512 - x)
        top = 620 + reach * 0.42
        long = (SIZE - top) * 0.62
        paint = sheet.radial(((0, color, 0.9), (0.4, color, 0.4), (1, color, 0.0)))
        sheet.ellipse(x, top + long, 20 + reach * 0.11, long, paint, 0.75 * shine)
    ripples = [
        [(x - wide, y), (x + wide, y)]
        for x, y, wide in (
            (rng.uniform(0, SIZE), 690 + 330 * rng.random() ** 0.7, rng.uniform(8, 46)) for _ in range(46)
        )
    ]  # fmt: skip
    sheet.lines(ripples, mix(air.neon(1), "#ffffff", 0.5), 1.6, 0.3 * shine)
    if air.wet:
        pool = mix(air.neon(1), air.ground("#343246"), 0.55)
        for cx, cy, rx in ((250, 965, 190), (800, 905, 150), (560, 1000, 160)):
            sheet.ellipse(cx, cy, rx, rx * 0.11, pool, 0.4)


def _light(air: Air) -> SceneLight:
    if not air.dusky:
        return air.light()
    base = air.light(rim=air.neon(1), tint=mix(air.neon(0), "#6a5cff", 0.5))
    return base.__class__(**{**base.__dict__, "rim_strength": 0.85})


PLACE = Place(draw=_draw, light=_light)
