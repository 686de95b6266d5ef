"""High mountains over a meadow: snowy peaks in ranks of haze."""

from __future__ import annotations

from random import Random

from tools.backends.sketch.setting.air import Air
from tools.backends.sketch.setting.places.place import Place
from tools.backends.sketch.setting.sheet import SIZE, Point, Sheet
from tools.backends.sketch.setting.sky import draw_sky, ridge
from tools.backends.sketch.setting.weather import draw_mist
from tools.backends.sketch.tones import mix


def _draw(sheet: Sheet, air: Air, rng: Random) -> None:
    draw_sky(sheet, air, 640, rng, sun=(664, 150))
    for x, tall, wide, depth in (
        (210, 430, 330, 0.66),
        (860, 470, 340, 0.62),
        (520, 250, 300, 0.78),
        (20, 330, 240, 0.58),
        (1030, 300, 220, 0.56),
    ):
        _peak(sheet, air, rng, x, 660, tall, wide, depth)
    draw_mist(sheet, air, 470, 690, 0.6)
    ridge(sheet, air, 700, 120, rng, "#4f7a66", 0.46, step=96, dip=0.5)
    _pines(sheet, air, rng)
    _meadow(sheet, air, rng)


def _peak(
    sheet: Sheet,
    air: Air,
    rng: Random,
    x: float,
    base: float,
    tall: float,
    wide: float,
    depth: float,
) -> None:
    """One mountain: a lit and a shaded flank, snow on top with a ragged edge."""
    top = base - tall
    left: list[Point] = [(x, top)]
    right: list[Point] = [(x, top)]
    for step in (0.2, 0.4, 0.62, 0.82, 1.0):
        left.append(
            (x - wide * step + rng.uniform(-14, 14), top + tall * step + rng.uniform(-16, 10))
        )
        right.append(
            (x + wide * step + rng.uniform(-14, 14), top + tall * step + rng.uniform(-16, 10))
        )
    spine = [(x + rng.uniform(-10, 26) + 40 * t, top + tall * t) for t in (0.25, 0.5, 0.75, 1.0)]
    rock, shade = air.local("#7d88a0", depth), air.local("#515c80", depth)
    haze = air.haze()
    sheet.poly(
        [*left, *reversed(right)],
        sheet.vertical(((0, rock), (1, mix(rock, haze, 0.65))), top, base),
    )
    sheet.poly(
        [*right, *reversed(spine)],
        sheet.vertical(((0, shade), (1, mix(shade, haze, 0.65))), top, base),
    )
    cap: list[Point] = [(x, top)]
    cap.append(left[1])
    points = 7
    for index in range(points + 1):
        t = index / points
        across = left[1][0] + (right[1][0] - left[1][0]) * t
        cap.append((across, top + tall * (0.3 if index % 2 else 0.2) + rng.uniform(-8, 12)))
    cap.append(right[1])
    sheet.poly(cap, air.local("#f7f9fd", depth * 0.72))
    sheet.poly(
        [
            (x, top),
            right[1],
            (right[1][0] - 12, right[1][1] + 26),
            (x + 26, top + tall * 0.22),
            (x + 12, top + tall * 0.12),
        ],
        air.local("#b3c0de", depth * 0.8),
    )


def _pines(sheet: Sheet, air: Air, rng: Random) -> None:
    colors = air.foliage("#3e6f50", 0.3)
    for x, y, size in (
        (40, 735, 0.52),
        (112, 728, 0.42),
        (178, 724, 0.34),
        (235, 722, 0.27),
        (800, 722, 0.27),
        (862, 726, 0.36),
        (930, 730, 0.46),
        (1000, 736, 0.54),
    ):
        sheet.part("tree_pine", x, y, size, colors, layer="far", flip=rng.random() < 0.5)


def _meadow(sheet: Sheet, air: Air, rng: Random) -> None:
    far, near = air.ground("#9dbb68", 0.3), air.ground("#5d8f3f")
    paint = sheet.vertical(
        ((0, far), (0.5, near), (1, mix(near, air.ground("#2f5f38"), 0.5))), 690, SIZE
    )
    sheet.path(f"M-10 716Q260 676 520 704Q800 726 1034 694L1034 {SIZE}L-10 {SIZE}Z", paint)
    path = sheet.vertical(((0, air.ground("#d8c9a0", 0.3)), (1, air.ground("#b59c6c"))), 700, SIZE)
    sheet.path(
        "M566 706C540 740 620 770 560 830C520 880 400 930 360 1030L700 1030C690 "
        "950 660 900 640 840C630 780 610 740 584 707Z",
        path,
    )
    for tone, count in (("#ffffff", 46), ("#f4d34f", 34), ("#e58fb0", 26)):
        flowers = []
        for _ in range(count):
            x, y = rng.uniform(0, SIZE), 740 + 270 * rng.random()
            if abs(x - 512) > 70 + (y - 700) * 0.5:
                flowers.append((x, y, 1.4 + (y - 720) * 0.011))
        sheet.dots(flowers, air.local(tone), 0.0 if air.snowy else 0.95)
    for x, y, size in ((90, 930, 1.3), (240, 870, 0.8), (800, 880, 0.9), (950, 940, 1.4)):
        sheet.part("grass", x, y, size, air.foliage("#6aa047"), flip=rng.random() < 0.5)
    stone = {"rock": air.local("#8d8d92"), "top": air.capped("#b4b4b4")}
    sheet.part("rock", 900, 830, 0.8, stone)
    sheet.part("rock", 135, 812, 0.6, stone, flip=True)


PLACE = Place(draw=_draw)
