"""A village lane: timbered houses under steep roofs, a well, hills behind."""

from __future__ import annotations

from random import Random

from tools.backends.sketch.setting.air import Air
from tools.backends.sketch.setting.places.place import Place
from tools.backends.sketch.setting.sheet import SIZE, Sheet
from tools.backends.sketch.setting.sky import draw_sky, ridge
from tools.backends.sketch.tones import mix


def _draw(sheet: Sheet, air: Air, rng: Random) -> None:
    draw_sky(sheet, air, 640, rng, sun=(650, 190))
    ridge(sheet, air, 650, 190, rng, "#7fa37c", 0.66, step=130)
    ridge(sheet, air, 655, 90, rng, "#8fb071", 0.5, step=100)
    _ground(sheet, air)
    for x, y, size, flip, depth in (
        (385, 690, 0.36, False, 0.5),
        (655, 692, 0.38, True, 0.5),
        (262, 735, 0.62, False, 0.3),
        (782, 738, 0.64, True, 0.3),
    ):
        _house(sheet, air, x, y, size, flip=flip, depth=depth)
    for x, y, size in ((330, 712, 0.34), (712, 714, 0.34)):
        sheet.part("tree_broad", x, y, size, air.foliage("#5f9a4e", 0.34), layer="far")
    for x, y, size, flip, depth in ((62, 842, 1.2, False, 0.08), (972, 846, 1.2, True, 0.08)):
        _house(sheet, air, x, y, size, flip=flip, depth=depth)
    _things(sheet, air, rng)


def _ground(sheet: Sheet, air: Air) -> None:
    far, near = air.ground("#b4c17c", 0.35), air.ground("#7d9a50")
    sheet.rect(
        0,
        645,
        SIZE,
        SIZE - 645,
        sheet.vertical(
            ((0, far), (0.4, near), (1, mix(near, air.ground("#4c6b3c"), 0.4))), 645, SIZE
        ),
    )
    lane = sheet.vertical(((0, air.ground("#dccba4", 0.35)), (1, air.ground("#b89c72"))), 650, SIZE)
    sheet.path(
        "M500 650C490 700 470 740 410 800C340 870 230 950 200 1030L850 1030C810 "
        "940 690 880 620 800C560 740 540 700 526 650Z",
        lane,
    )
    stones = "".join(
        f"M{x} {y}q{w} {-w * 0.5:.0f} {2 * w} 0q{-w} {w * 0.5:.0f} {-2 * w} 0Z"
        for x, y, w in (
            (430, 860, 18),
            (560, 900, 24),
            (380, 960, 26),
            (620, 980, 28),
            (500, 800, 12),
            (540, 760, 9),
            (300, 1000, 24),
            (700, 930, 20),
        )
    )
    sheet.path(stones, air.ground("#8f7a5c"), 0.6)


def _house(
    sheet: Sheet, air: Air, x: float, y: float, size: float, *, flip: bool, depth: float
) -> None:
    lamp = mix(air.lamp(), air.haze(), depth * 0.5) if air.dusky else air.local("#5d7687", depth)
    colors = {
        "wall": air.local("#ece0c4", depth),
        "beam": air.local("#6d4a32", depth),
        "roof": air.capped("#a8563c" if not flip else "#8a5f3f", depth),
        "ridge": air.local("#5f3428", depth),
        "stone": air.local("#948c80", depth),
        "pane": lamp,
        "door": air.local("#5a3b26", depth),
    }
    sheet.part("cottage", x, y, size, colors, flip=flip)
    if air.dusky:
        side = -1 if flip else 1
        sheet.glow(x + side * 70 * size, y - 110 * size, 110 * size, air.lamp(), 0.55)


def _things(sheet: Sheet, air: Air, rng: Random) -> None:
    sheet.part(
        "well",
        788,
        856,
        0.9,
        {
            "stone": air.capped("#9a948a", 0.04),
            "beam": air.local("#70503a", 0.04),
            "roof": air.capped("#8f4f38", 0.04),
            "dark": air.local("#2c2a30"),
        },
    )
    rails = (
        "M212 842L340 800L340 806L212 849ZM212 866L340 820L340 826L212 873ZM224 "
        "880L224 828L234 828L234 880ZM276 860L276 812L285 812L285 860ZM326 838L326 "
        "796L334 796L334 838Z"
    )
    sheet.path(rails, air.local("#80603f", 0.06))
    for x, y, size in ((206, 884, 0.9), (905, 880, 1.0), (700, 840, 0.5)):
        sheet.part("grass", x, y, size, air.foliage("#6a9a45"), flip=rng.random() < 0.5)
    sheet.part("bush", 30, 906, 0.9, air.foliage("#5a8a44"))
    sheet.part("bush", 1000, 912, 0.9, air.foliage("#5a8a44"), flip=True)


PLACE = Place(draw=_draw)
