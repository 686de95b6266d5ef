"""A shrine in the hills: stone steps, a red gate, lanterns."""

from __future__ import annotations

from random import Random

from tools.backends.sketch.setting.air import Air
from tools.backends.sketch.setting.camera import Camera
from tools.backends.sketch.setting.places.place import Place
from tools.backends.sketch.setting.sheet import SIZE, Sheet
from tools.backends.sketch.setting.sky import draw_sky, ridge
from tools.backends.sketch.setting.weather import draw_mist
from tools.backends.sketch.tones import mix

_EYE = Camera(horizon=600)


def _draw(sheet: Sheet, air: Air, rng: Random) -> None:
    draw_sky(sheet, air, 640, rng, sun=(790, 190))
    ridge(sheet, air, 640, 230, rng, "#5f8577", 0.68, step=120)
    ridge(sheet, air, 650, 120, rng, "#4d7a5e", 0.5, step=90)
    draw_mist(sheet, air, 480, 680, 0.45)
    _woods(sheet, air, rng)
    _ground(sheet, air)
    _hall(sheet, air)
    _gate(sheet, air)
    for ahead in (6.4, 4.6):
        for side in (-1, 1):
            _lantern(sheet, air, side, ahead)
    _front_trees(sheet, air, rng)


def _woods(sheet: Sheet, air: Air, rng: Random) -> None:
    for index in range(10):
        x = -20 + index * 118 + rng.uniform(-20, 20)
        if 400 < x < 620:
            continue
        near = abs(x - 512) / 512
        depth = 0.5 - 0.22 * near
        colors = air.foliage("#3f6f4a", depth)
        sheet.part(
            "tree_pine", x, 672, 0.5 + 0.36 * near, colors, layer="far", flip=rng.random() < 0.5
        )


def _ground(sheet: Sheet, air: Air) -> None:
    near, far = air.ground("#7c8a55"), air.ground("#a8b47c", 0.45)
    sheet.rect(
        0, 640, SIZE, SIZE - 640, sheet.vertical(((0, far), (0.4, near), (1, near)), 640, SIZE)
    )
    stone = sheet.vertical(((0, air.ground("#cfc9bd", 0.4)), (1, air.ground("#a8a297"))), 640, SIZE)
    sheet.poly(_EYE.flat((-1.25, 1.25), 0, (1.4, 13)), stone)
    seams = [
        (_EYE.at(-1.25, 0, z), _EYE.at(1.25, 0, z)) for z in (2.0, 2.5, 3.2, 4.2, 5.6, 7.6, 10)
    ]
    seams += [(_EYE.at(x, 0, 1.5), _EYE.at(x, 0, 13)) for x in (-0.42, 0.42)]
    sheet.lines(seams, air.ground("#7d776f", 0.1), 2, 0.45)
    sheet.polys(
        [_EYE.flat((side * 1.25, side * 1.42), 0.05, (1.4, 13)) for side in (-1, 1)],
        air.ground("#8f897f", 0.1),
    )


def _hall(sheet: Sheet, air: Air) -> None:
    """The small hall at the end of the way, pale."""
    depth, ahead = 0.46, 14.0
    steps = [
        _EYE.facing((-2.2 + i * 0.1, 2.2 - i * 0.1), (i * 0.16, i * 0.16 + 0.16), ahead - i * 0.2)
        for i in range(4)
    ]
    sheet.polys(steps, air.ground("#b4aea3", depth))
    sheet.poly(_EYE.facing((-1.9, 1.9), (0.64, 2.3), ahead), air.local("#8a5a44", depth))
    sheet.poly(
        _EYE.facing((-0.8, 0.8), (0.64, 2.0), ahead),
        mix(air.lamp(), air.haze(), 0.3) if air.dusky else air.local("#4e3b38", depth),
    )
    sheet.polys(
        [
            _EYE.facing((x - 0.08, x + 0.08), (0.64, 2.3), ahead - 0.1)
            for x in (-1.9, -0.9, 0.9, 1.9)
        ],
        air.local("#b2402f", depth),
    )
    left, right = _EYE.at(-2.9, 2.25, ahead), _EYE.at(2.9, 2.25, ahead)
    top, top2 = _EYE.at(-1.1, 3.5, ahead), _EYE.at(1.1, 3.5, ahead)
    roof = air.capped("#4c5a66", depth)
    sheet.path(
        f"M{left[0]:.0f} {left[1]:.0f}Q{top[0] - 6:.0f} {left[1] - 18:.0f} {top[0]:.0f} "
        f"{top[1]:.0f}L{top2[0]:.0f} {top2[1]:.0f}Q{top2[0] + 6:.0f} {right[1] - 18:.0f} "
        f"{right[0]:.0f} {right[1]:.0f}Z",
        roof,
    )


def _gate(sheet: Sheet, air: Air) -> None:
    ahead = 7.6
    x, y = _EYE.at(0, 0, ahead)
    depth = 0.16
    colors = {
        "wood": air.local("#c93a2b", depth),
        "dark": air.capped("#33303a", depth),
        "gold": air.local("#d8aa45", depth),
    }
    sheet.part("torii", x, y, _EYE.scale(ahead) / 100 * 1.04, colors)
    left, right = _EYE.at(-1.5, 2.62, ahead - 0.05), _EYE.at(1.5, 2.62, ahead - 0.05)
    rope = f"M{left[0]:.0f} {left[1]:.0f}Q512 {left[1] + 26:.0f} {right[0]:.0f} {right[1]:.0f}"
    sheet.stroke(rope, air.local("#d9c48a", depth), 8)
    papers = "".join(
        f"M{px:.0f} {py:.0f}l10 0l-3 12l9 0l-3 13l8 0l-10 15l1 -12l-8 0l3 -13l-8 0Z"
        for px, py in (
            (398, left[1] + 14),
            (462, left[1] + 17),
            (552, left[1] + 17),
            (616, left[1] + 14),
        )
    )
    sheet.path(papers, air.local("#fbf8f0", 0.06))


def _lantern(sheet: Sheet, air: Air, side: int, ahead: float) -> None:
    x, y = _EYE.at(side * 1.72, 0, ahead)
    size = _EYE.scale(ahead) / 100
    lamp = air.lamp() if air.dusky else air.local("#6a6258", 0.1)
    colors = {"stone": air.capped("#9a978f", ahead / 30), "lamp": lamp}
    sheet.part("stone_lantern", x, y, size, colors, flip=side > 0)
    if air.dusky:
        sheet.glow(x, y - 100 * size, 95 * size, air.lamp(), 0.8)


def _front_trees(sheet: Sheet, air: Air, rng: Random) -> None:
    leaf = (
        "#f3b3c8"
        if air.scene.weather == "petals"
        else "#c8542f"
        if air.scene.time_of_day == "sunset"
        else "#3d7a4a"
    )
    flowers = air.scene.weather == "petals"
    for x, flip in ((-10, False), (1034, True)):
        colors = air.blossom(leaf, 0.05) if flowers else air.foliage(leaf, 0.05)
        sheet.part("tree_blossom", x, 830, 1.3, colors, flip=flip)
    for x, y in ((60, 850), (970, 855)):
        sheet.part("bush", x, y, 0.85, air.foliage("#4f7f48", 0.05), flip=rng.random() < 0.5)


PLACE = Place(draw=_draw)
