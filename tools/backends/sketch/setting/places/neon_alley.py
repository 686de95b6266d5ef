"""A narrow alley between walls of signs, its wet ground full of their light."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from tools.backends.sketch.setting.air import Air
from tools.backends.sketch.setting.camera import Camera
from tools.backends.sketch.setting.glyphs import draw_glyphs
from tools.backends.sketch.setting.layers import SceneLight
from tools.backends.sketch.setting.places.place import Place
from tools.backends.sketch.setting.sheet import SIZE, Point, Sheet
from tools.backends.sketch.setting.sky import draw_sky, skyline
from tools.backends.sketch.setting.wet import mirror_light, pools
from tools.backends.sketch.tones import mix, tone

_EYE = Camera(horizon=575)
_HALF = 1.55
_BOARDS = {
    -1: (
        (12.5, 2.2, 4.4, 0.6, False),
        (8.4, 2.75, 4.6, 0.5, True),
        (6.3, 1.95, 3.5, 0.46, False),
        (5.0, 2.5, 2.85, 0.72, True),
        (4.45, 1.55, 2.75, 0.34, False),
    ),
    1: (
        (11.5, 2.6, 4.9, 0.62, True),
        (8.0, 2.0, 3.6, 0.5, False),
        (6.0, 2.75, 3.15, 0.8, True),
        (4.9, 1.75, 3.1, 0.42, False),
        (4.3, 2.85, 3.2, 0.5, False),
    ),
}
"""Signs of each wall: metres ahead, from and to what height, how wide, whether a box of light."""
_BRICK = ("#4d4460", "#413c58")


def _draw(sheet: Sheet, air: Air, rng: Random) -> None:
    draw_sky(sheet, air, 600, rng, sun=(618, 96), clouds=False)
    skyline(sheet, air, 590, 330, rng, 0.62, dip=0.2)
    _ground(sheet, air)
    for side in (-1, 1):
        _wall(sheet, air, rng, side)
    tubes = [
        (_EYE.at(side * (_HALF - 0.02), 2.6, 3.1), _EYE.at(side * (_HALF - 0.02), 2.6, 20))
        for side in (-1, 1)
    ]
    sheet.lines(tubes, air.neon(1), 3.5, 0.9 if air.dusky else 0.35)
    for side in (-1, 1):
        _signs(sheet, air, rng, side)
    _cables(sheet, air)
    _reflections(sheet, air, rng)


def _ground(sheet: Sheet, air: Air) -> None:
    near, far = air.ground("#3d3a55"), air.ground("#625a86", 0.45)
    sheet.rect(
        0, 575, SIZE, SIZE - 575, sheet.vertical(((0, far), (0.5, near), (1, near)), 575, SIZE)
    )
    seams = [(_EYE.at(-_HALF, 0, z), _EYE.at(_HALF, 0, z)) for z in (2.2, 2.7, 3.4, 4.4, 6, 9)]
    seams += [(_EYE.at(x, 0, 1.6), _EYE.at(x, 0, 20)) for x in (-0.55, 0.55)]
    sheet.lines(seams, air.ground("#23212f"), 2, 0.5)
    if air.dusky:
        _spill(sheet, air)


def _spill(sheet: Sheet, air: Air) -> None:
    """The light that windows and signs throw on the ground."""
    for side, near, far, reach, color in (
        (-1, 4.4, 6.7, 0.15, mix(air.lamp(), air.neon(0), 0.3)),
        (1, 4.4, 6.7, 0.15, mix(air.lamp(), air.neon(3), 0.3)),
        (-1, 2.9, 3.9, 0.7, air.neon(0)),
        (1, 2.9, 3.9, 0.7, air.neon(2)),
        (-1, 9.4, 10.6, -0.2, air.neon(1)),
        (1, 9.4, 10.6, -0.2, air.neon(4)),
    ):
        pool = ((_HALF, near), (_HALF, far), (reach, far - 0.4), (reach, near - 0.2))
        sheet.poly(_EYE.shape((side * x, 0, z) for x, z in pool), color, 0.22)
    middle = mix(air.neon(0), air.neon(1), 0.5)
    sheet.ellipse(512, 640, 170, 130, sheet.radial(((0, middle, 0.55), (1, middle, 0.0))))


def _wall(sheet: Sheet, air: Air, rng: Random, side: int) -> None:
    x = side * _HALF
    near = air.local(_BRICK[0] if side < 0 else _BRICK[1])
    far = air.local("#6a6390", 0.6)
    if air.dusky:
        glow = air.neon(0 if side < 0 else 2)
        near, far = mix(near, glow, 0.13), mix(far, air.neon(0), 0.22)
    paint = sheet.linear(
        ((0, near), (0.55, mix(near, far, 0.45)), (1, far)),
        (512 + side * 512, 0),
        (512 + side * 60, 0),
    )
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
        for near, far in ((3.15, 4.1), (7.6, 9.2))
        for up in (0.4, 0.8, 1.2, 1.6)
    ]
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
        sheet.glow(*middle, 110, glow, 0.5)
    box, front = side * (_HALF - 0.55), air.neon(1 if side < 0 else 4)
    sheet.poly(_EYE.side(box, (0, 1.75), (9.6, 10.4)), air.local("#d8dbe6", 0.2))
    sheet.poly(_EYE.facing((box, side * _HALF), (0, 1.75), 9.6), air.local("#b5b9c9", 0.2))
    sheet.poly(
        _EYE.side(box, (0.75, 1.6), (9.7, 10.3)),
        front if air.dusky else air.local("#7f93b8", 0.2),
        0.9,
    )


def _signs(sheet: Sheet, air: Air, rng: Random, side: int) -> None:
    """Boards that stand out from the wall, the far ones first; some are boxes of light."""
    power = 1.0 if air.dusky else 0.4
    rows = _BOARDS[side]
    for index, (ahead, low, high, wide, lit) in enumerate(rows):
        outer, inner = side * (_HALF - 0.03), side * (_HALF - 0.03 - wide)
        color = air.neon(index * 2 + (0 if side < 0 else 1))
        fade = min(0.5, ahead / 26)
        hue = mix(color, air.haze(), fade * 0.7)
        board = _EYE.facing((inner, outer), (low, high), ahead)
        middle = ((board[0][0] + board[2][0]) / 2, (board[0][1] + board[1][1]) / 2)
        scale = _EYE.scale(ahead)
        if index:
            sheet.glow(
                *middle, min(128, scale * max(wide, (high - low) * 0.6) * 1.2), hue, 0.9 * power
            )
        face = (
            mix(hue, "#15122a", 0.12 if air.dusky else 0.35)
            if lit
            else air.local(tone(color, "line"), fade * 0.6)
        )
        sheet.poly(board, face)
        inset = 0.045
        rim = _EYE.facing(
            (inner + side * inset, outer - side * inset), (low + inset, high - inset), ahead
        )
        sheet.lines(
            [[*rim, rim[0]]],
            mix(hue, "#ffffff", 0.5) if lit else hue,
            max(1.6, scale * 0.02),
            0.5 + 0.5 * power,
        )
        ink = "#fff6ff" if lit else mix(hue, "#ffffff", 0.55)
        across = wide > high - low
        count = max(2, round((wide if across else high - low) / (0.3 if across else 0.46)))
        draw_glyphs(sheet, rim, count, ink, rng, max(1.5, scale * 0.026), across=across)


def _cables(sheet: Sheet, air: Air) -> None:
    lines = ""
    for ahead, up, sag in ((4.6, 5.0, 0.35), (6.4, 5.6, 0.5), (9.0, 5.4, 0.5)):
        start, end = _EYE.at(-_HALF, up, ahead), _EYE.at(_HALF, up + 0.4, ahead)
        drop = sag * _EYE.scale(ahead)
        lines += (
            f"M{start[0]:.0f} {start[1]:.0f}Q512 {start[1] + drop:.0f} {end[0]:.0f} {end[1]:.0f}"
        )
    sheet.stroke(lines, air.local("#1a1728", 0.2), 2, 0.7)


def _reflections(sheet: Sheet, air: Air, rng: Random) -> None:
    """Long soft smears of the signs on the ground."""
    shine = (1.0 if air.wet else 0.6) * (1.0 if air.dusky else 0.4)
    for index, (x, wide) in enumerate(
        ((36, 34), (138, 26), (246, 20), (340, 13), (684, 13), (778, 20), (884, 26), (990, 34))
    ):
        mirror_light(
            sheet, rng, x, 622 + abs(512 - x) * 0.4, wide, air.neon(index + rng.randrange(2)), shine
        )
    if air.wet:
        pools(
            sheet,
            ((250, 972, 150), (800, 915, 120), (560, 1004, 110)),
            mix(air.neon(1), air.ground("#343246"), 0.5),
            0.45,
        )


def _light(air: Air) -> SceneLight:
    if not air.dusky:
        return air.light()
    base = air.light(rim=air.neon(1), tint=mix(air.neon(0), "#6a5cff", 0.5))
    return replace(base, rim_strength=0.85)


PLACE = Place(draw=_draw, light=_light)
