"""A beach: the sea to the horizon, surf, sand, palms."""

from __future__ import annotations

from random import Random

from tools.backends.sketch.setting.air import Air
from tools.backends.sketch.setting.places.place import Place
from tools.backends.sketch.setting.sheet import SIZE, Sheet
from tools.backends.sketch.setting.sky import draw_sky, ridge
from tools.backends.sketch.tones import mix

_HORIZON = 560


def _draw(sheet: Sheet, air: Air, rng: Random) -> None:
    draw_sky(sheet, air, _HORIZON, rng, sun=(742, 200))
    _island(sheet, air, rng)
    _sea(sheet, air, rng)
    _sand(sheet, air, rng)
    _palms(sheet, air)
    _things(sheet, air)


def _island(sheet: Sheet, air: Air, rng: Random) -> None:
    tone = air.local("#5e8a78", 0.62)
    sheet.path(
        f"M20 {_HORIZON + 2}Q90 {_HORIZON - 52} 150 {_HORIZON - 60}Q200 {_HORIZON - 84} "
        f"250 {_HORIZON - 40}Q310 {_HORIZON - 16} 372 {_HORIZON + 2}Z",
        tone,
    )
    ridge(sheet, air, _HORIZON + 2, 22, rng, "#7c98a8", 0.8, step=110, dip=0.9)


def _sea(sheet: Sheet, air: Air, rng: Random) -> None:
    far, near = air.local("#2f7fb0", 0.3), air.local("#39b6bd", 0.04)
    paint = sheet.vertical(
        (
            (0, mix(far, air.sky()[2], 0.35)),
            (0.25, far),
            (0.8, near),
            (1, mix(near, "#e8fbf4", 0.25)),
        ),
        _HORIZON,
        760,
    )
    sheet.rect(0, _HORIZON, SIZE, 230, paint)
    glint = mix(air.hour.sun, air.sky()[2], 0.3)
    x = 742.0
    lines = [
        ((x + dx - wide, y), (x + dx + wide, y))
        for y, dx, wide in (
            (_HORIZON + 8 + row * 8.5, rng.uniform(-26, 26) * (1 + row * 0.12), rng.uniform(12, 46))
            for row in range(20)
        )
    ]
    sheet.lines(lines, glint, 3, 0.75 * (1 - air.gloom))
    waves = [
        ((cx - wide, y), (cx + wide, y))
        for cx, y, wide in (
            (rng.uniform(0, SIZE), _HORIZON + 14 + 150 * rng.random(), rng.uniform(14, 60))
            for _ in range(44)
        )
    ]
    sheet.lines(waves, mix(near, "#ffffff", 0.4), 2, 0.45)


def _sand(sheet: Sheet, air: Air, rng: Random) -> None:
    sand, wet = air.ground("#ecd9a8"), air.ground("#c2a878")
    foam = mix(air.local("#ffffff"), air.sky()[1], 0.08)
    shore = "Q140 742 300 752Q430 764 560 742Q720 718 860 736Q960 746 1034 728"
    sheet.path(f"M-10 742{shore}L1034 790Q700 800 512 806Q240 808 -10 786Z", wet)
    sheet.path(
        f"M-10 786Q240 800 512 798Q760 796 1034 782L1034 {SIZE}L-10 {SIZE}Z",
        sheet.vertical(
            ((0, mix(sand, wet, 0.3)), (0.3, sand), (1, mix(sand, wet, 0.25))), 780, SIZE
        ),
    )
    sheet.path(
        f"M-10 734{shore}L1034 744Q900 760 800 750Q690 744 560 762Q440 784 300 770"
        "Q140 758 -10 762Z",
        foam,
        0.9,
    )
    sheet.path(
        "M-10 700Q200 690 420 704Q640 716 1034 688L1034 696Q640 726 420 713Q200 700 -10 709Z",
        foam,
        0.6,
    )
    grains = [
        (rng.uniform(0, SIZE), rng.uniform(815, SIZE), rng.uniform(1, 2.6)) for _ in range(120)
    ]
    sheet.dots(grains, mix(sand, wet, 0.7), 0.6)


def _palms(sheet: Sheet, air: Air) -> None:
    for x, y, size, flip in ((70, 846, 1.62, False), (176, 812, 1.1, True), (985, 838, 1.5, True)):
        sheet.part("palm", x, y, size, air.foliage("#4c9a4e", 0.04, "#9a7a52"), flip=flip)
    for x, y, size in ((30, 850, 0.8), (1010, 846, 0.8)):
        sheet.part("bush", x, y, size, air.foliage("#5a9a4c", 0.02))


def _things(sheet: Sheet, air: Air) -> None:
    stone = {"rock": air.local("#8b8176"), "top": air.capped("#b5aa9a")}
    sheet.part("rock", 872, 800, 0.7, stone)
    sheet.part("rock", 930, 812, 0.45, stone, flip=True)
    star = air.local("#ef7f5c")
    sheet.path("M262 900l9 -19l9 19l21 3l-15 15l4 20l-19 -9l-19 9l4 -20l-15 -15Z", star)
    sheet.path(
        "M760 944c-20 -4 -28 -24 -10 -34c16 -8 40 0 42 20c-8 12 -20 16 -32 14Z",
        air.local("#f6e7da"),
    )
    sheet.lines(
        [[(760, 942), (768, 914)], [(766, 944), (782, 918)], [(754, 938), (756, 916)]],
        air.local("#d2a99a"),
        2,
    )


PLACE = Place(draw=_draw)
