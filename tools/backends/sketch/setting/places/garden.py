"""A Japanese garden: a pond, a red bridge, cherry trees, stones."""

from __future__ import annotations

from random import Random

from tools.backends.sketch.setting.air import Air
from tools.backends.sketch.setting.places.place import Place
from tools.backends.sketch.setting.sheet import SIZE, Sheet
from tools.backends.sketch.setting.sky import draw_sky, ridge
from tools.backends.sketch.setting.weather import draw_mist
from tools.backends.sketch.tones import mix


def _draw(sheet: Sheet, air: Air, rng: Random) -> None:
    draw_sky(sheet, air, 600, rng, sun=(700, 170))
    ridge(sheet, air, 610, 140, rng, "#7fa58c", 0.68, step=110)
    _hedges(sheet, air, rng)
    draw_mist(sheet, air, 520, 650, 0.3)
    _lawn(sheet, air)
    _pond(sheet, air, rng)
    _bridge(sheet, air)
    _stones(sheet, air)
    for x, flip, size in ((40, False, 1.35), (1000, True, 1.4)):
        sheet.part("tree_blossom", x, 800, size, air.blossom("#f4b2c9", 0.05), flip=flip)
    sheet.part(
        "stone_lantern",
        262,
        800,
        1.35,
        {
            "stone": air.capped("#9b9a92", 0.05),
            "lamp": air.lamp() if air.dusky else air.local("#5d574f"),
        },
    )
    if air.dusky:
        sheet.glow(262, 664, 130, air.lamp(), 0.8)
    _petals(sheet, air, rng)


def _hedges(sheet: Sheet, air: Air, rng: Random) -> None:
    for x, y, size, green in (
        (60, 622, 1.5, "#5f9256"),
        (230, 620, 1.1, "#6f9f5c"),
        (810, 620, 1.2, "#649657"),
        (960, 622, 1.5, "#5a8c54"),
    ):
        sheet.part("bush", x, y, size, air.foliage(green, 0.42), flip=rng.random() < 0.5)
    for x, size in ((330, 0.5), (690, 0.52)):
        sheet.part(
            "tree_blossom", x, 632, size, air.blossom("#f4bccf", 0.48), layer="far", flip=x > 512
        )


def _lawn(sheet: Sheet, air: Air) -> None:
    far, near = air.ground("#a9c873", 0.35), air.ground("#6c9f49")
    sheet.rect(
        0,
        606,
        SIZE,
        SIZE - 606,
        sheet.vertical(
            ((0, far), (0.45, near), (1, mix(near, air.ground("#3c6b3c"), 0.4))), 606, SIZE
        ),
    )


def _pond(sheet: Sheet, air: Air, rng: Random) -> None:
    top, middle, low = air.sky()
    water = sheet.vertical(
        (
            (0, mix(low, "#5f98a8", 0.35)),
            (0.6, mix(middle, "#3f8796", 0.45)),
            (1, mix(top, "#2f6f80", 0.5)),
        ),
        640,
        850,
    )
    d = (
        "M420 652C560 636 900 640 1034 668L1034 830C900 860 720 850 640 806C590 "
        "776 640 744 560 724C480 704 330 690 420 652Z"
    )
    sheet.path(d, air.ground("#8d8a78"))
    sheet.path(
        "M432 658C560 644 900 648 1034 676L1034 816C900 846 730 838 656 798C610 "
        "770 650 738 570 716C490 696 350 690 432 658Z",
        water,
    )
    ripples = [
        ((x - wide, y), (x + wide, y))
        for x, y, wide in (
            (rng.uniform(640, 1010), rng.uniform(676, 820), rng.uniform(12, 40)) for _ in range(22)
        )
    ]
    sheet.lines(ripples, mix(low, "#ffffff", 0.5), 2, 0.5)
    pads = [(700, 730), (760, 770), (850, 720), (930, 790)]
    d = "".join(f"M{x} {y}l24 -3a24 8 0 1 1 -8 -6Z" for x, y in pads)
    sheet.path(d, air.local("#6fa85a"), 0.95)
    sheet.dots([(724, 724, 5), (874, 714, 5)], air.local("#f7a8c4"))
    sheet.path(
        "M800 806q14 -10 30 0q8 -6 12 -6q-2 6 0 12q-6 -2 -12 -4q-16 8 -30 -2Z",
        air.local("#f0663a"),
        0.9,
    )


def _bridge(sheet: Sheet, air: Air) -> None:
    red, dark = air.local("#c8402f", 0.22), air.local("#8a2a2c", 0.24)
    sheet.path("M640 676Q800 582 990 676L990 692Q800 604 640 692Z", red)
    sheet.path("M640 692Q800 604 990 692L990 700Q800 616 640 700Z", dark)
    posts = "".join(
        f"M{x - 4} {y}L{x - 4} {y - 46}L{x + 4} {y - 46}L{x + 4} {y}Z"
        for x, y in ((654, 672), (716, 646), (776, 631), (836, 630), (898, 644), (968, 668))
    )
    sheet.path(posts, dark)
    sheet.stroke("M640 634Q800 544 990 634", red, 8)
    sheet.stroke("M640 654Q800 566 990 654", red, 4)


def _stones(sheet: Sheet, air: Air) -> None:
    stone, side = air.ground("#b9b5aa"), air.ground("#7c7870")
    for x, y, rx in (
        (500, 968, 120),
        (420, 896, 92),
        (520, 842, 74),
        (440, 794, 58),
        (505, 756, 44),
        (452, 726, 34),
    ):
        sheet.ellipse(x, y + rx * 0.06, rx, rx * 0.2, side)
        sheet.ellipse(x, y, rx, rx * 0.18, stone)
    rocks = {"rock": air.local("#87878a"), "top": air.capped("#b0b0a8")}
    sheet.part("rock", 640, 838, 0.62, rocks)
    sheet.part("rock", 170, 826, 0.85, rocks, flip=True)


def _petals(sheet: Sheet, air: Air, rng: Random) -> None:
    fallen = [
        (rng.gauss(150 if i % 2 else 900, 120), rng.uniform(840, 1010), rng.uniform(2, 4.4))
        for i in range(90)
    ]
    sheet.dots(fallen, air.local("#f9cbd9"), 0.9)
    for x, y, size in ((90, 900, 1.0), (930, 930, 1.2), (780, 900, 0.8)):
        sheet.part("grass", x, y, size, air.foliage("#5f9a46"), flip=rng.random() < 0.5)


PLACE = Place(draw=_draw)
