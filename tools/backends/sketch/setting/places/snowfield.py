"""A field of snow: white hills, bare pines under snow, footprints."""

from __future__ import annotations

from random import Random

from tools.backends.sketch.setting.air import Air
from tools.backends.sketch.setting.places.place import Place
from tools.backends.sketch.setting.sheet import SIZE, Sheet
from tools.backends.sketch.setting.sky import draw_sky, ridge
from tools.backends.sketch.tones import mix


def _draw(sheet: Sheet, air: Air, rng: Random) -> None:
    draw_sky(sheet, air, 640, rng, sun=(690, 180))
    if air.scene.time_of_day == "night" and air.gloom < 0.2:
        _aurora(sheet)
    ridge(sheet, air, 650, 250, rng, "#a9bbd6", 0.6, step=110, sharp=1.4)
    ridge(sheet, air, 660, 130, rng, "#c3d2e6", 0.5, step=80)
    _pines(
        sheet,
        air,
        rng,
        0.44,
        (
            (30, 700, 0.46),
            (95, 694, 0.38),
            (150, 692, 0.3),
            (250, 690, 0.24),
            (330, 690, 0.2),
            (690, 690, 0.2),
            (770, 690, 0.25),
            (870, 692, 0.34),
            (940, 696, 0.4),
            (1005, 702, 0.48),
        ),
    )
    snow, shade = air.snow(), air.snow(shaded=True)
    sheet.path(
        f"M-10 700Q240 668 500 690Q760 712 1034 676L1034 {SIZE}L-10 {SIZE}Z",
        sheet.vertical(
            ((0, mix(snow, air.haze(), 0.25)), (0.5, snow), (1, mix(snow, shade, 0.35))), 670, SIZE
        ),
    )
    sheet.path(
        "M-10 760Q180 730 380 770Q560 804 760 776Q900 752 1034 774L1034 800Q880 "
        "776 740 800Q560 826 380 792Q190 756 -10 790Z",
        shade,
        0.55,
    )
    sheet.path(
        "M-10 880Q160 850 330 880Q470 906 560 896Q420 930 300 910Q150 884 -10 916Z", shade, 0.5
    )
    _footprints(sheet, shade)
    _pines(
        sheet, air, rng, 0.06, ((66, 866, 1.12), (962, 856, 1.2), (176, 800, 0.66), (856, 792, 0.6))
    )
    sparkle = [
        (rng.uniform(0, SIZE), rng.uniform(730, SIZE), rng.uniform(0.8, 2.0)) for _ in range(80)
    ]
    sheet.dots(sparkle, mix("#ffffff", air.hour.beam, 0.3), 0.8)


def _pines(
    sheet: Sheet,
    air: Air,
    rng: Random,
    depth: float,
    places: tuple[tuple[float, float, float], ...],
) -> None:
    colors = {
        "leaf": air.local("#4a6a66", depth),
        "dark": air.local("#31505c", depth),
        "top": mix(air.snow(), air.haze(), depth),
        "trunk": air.local("#57483f", depth),
    }
    for x, y, size in places:
        near = size > 0.55
        sheet.part(
            "tree_pine",
            x,
            y,
            size,
            colors,
            layer="main" if near else "far",
            flip=rng.random() < 0.5,
        )
        if near:
            sheet.ellipse(x, y, 110 * size, 14 * size, air.snow(shaded=True), 0.6)


def _footprints(sheet: Sheet, shade: str) -> None:
    d = ""
    x, y, size = 560.0, 705.0, 2.6
    for step in range(12):
        side = -1 if step % 2 else 1
        d += (
            f"M{x + side * size * 2:.1f} {y:.1f}q{size:.1f} {size * 0.8:.1f} {size * 2:.1f} "
            f"0q{-size:.1f} {-size * 0.8:.1f} {-size * 2:.1f} 0Z"
        )
        y += size * 2.6
        x -= size * 0.9 * (1 if step < 6 else -0.2)
        size *= 1.13
    sheet.path(d, mix(shade, "#5f76a8", 0.3), 0.8)


def _aurora(sheet: Sheet) -> None:
    for color, d, opacity in (
        (
            "#56f0b0",
            "M-10 220Q200 90 420 210Q620 320 1034 110L1034 300Q640 470 420 350Q210 250 -10 400Z",
            0.32,
        ),
        (
            "#9a7bff",
            "M-10 130Q260 20 480 130Q700 230 1034 30L1034 170Q700 330 480 230Q250 140 -10 260Z",
            0.26,
        ),
    ):
        sheet.path(
            d,
            sheet.vertical(((0, color, 0.0), (0.55, color, 1.0), (1, color, 0.0)), 40, 430),
            opacity,
        )


PLACE = Place(draw=_draw)
