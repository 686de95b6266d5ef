"""Ruins: broken columns and an arch under ivy."""

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
    draw_sky(sheet, air, 640, rng, sun=(640, 170))
    ridge(sheet, air, 650, 170, rng, "#86998a", 0.7, step=120)
    _arcade(sheet, air)
    draw_mist(sheet, air, 500, 690, 0.5)
    _ground(sheet, air)
    for side, ahead, broken in ((-1, 8.4, False), (1, 8.4, True), (-1, 6.0, True), (1, 6.0, False)):
        _column(sheet, air, side, ahead, broken=broken)
    _near(sheet, air, rng)


def _stone(air: Air, depth: float) -> dict[str, str]:
    return {
        "stone": air.local("#b3ab97", depth),
        "shade": air.local("#7b7672", depth),
        "top": air.capped("#d0c9b4", depth),
        "moss": air.capped("#71884c", depth),
    }


def _arcade(sheet: Sheet, air: Air) -> None:
    """A row of arches far behind, fallen at one end."""
    tone, shade = air.local("#a39c8c", 0.58), air.local("#6c6a6e", 0.6)
    d = (
        "M120 660L120 418L150 410L170 424L200 408L560 408L590 430L604 470L640 486"
        "L652 540L700 556L716 600L760 612L770 660Z"
    )
    for x in (158, 258, 358, 458):
        d += f"M{x} 660L{x} 520Q{x} 460 {x + 34} 460Q{x + 68} 460 {x + 68} 520L{x + 68} 660Z"
    sheet.holed(d, tone)
    sheet.path("M120 442L590 442L594 452L120 452Z", shade, 0.7)
    for x in (158, 258, 358, 458):
        sheet.path(
            f"M{x} 660L{x} 520Q{x} 460 {x + 34} 460Q{x + 12} 476 {x + 12} 524L{x + 12} 660Z",
            shade,
            0.6,
        )


def _ground(sheet: Sheet, air: Air) -> None:
    far, near = air.ground("#b9bf8c", 0.4), air.ground("#7f9158")
    sheet.rect(
        0,
        648,
        SIZE,
        SIZE - 648,
        sheet.vertical(
            ((0, far), (0.4, near), (1, mix(near, air.ground("#4f6040"), 0.4))), 648, SIZE
        ),
    )
    stone = sheet.vertical(
        ((0, air.ground("#cfc8b4", 0.35)), (1, air.ground("#a8a08c"))), 660, SIZE
    )
    tiles = []
    for ahead in (2.1, 2.75, 3.5, 4.4, 5.6, 7.2, 9.4):
        for column in range(-2, 2):
            if (column, ahead) in ((1, 2.75), (-2, 3.5), (-2, 7.2), (1, 5.6)):
                continue
            deep = ahead * 0.24
            tiles.append(
                _EYE.flat((column * 0.66 + 0.02, column * 0.66 + 0.64), 0, (ahead, ahead + deep))
            )
    sheet.polys(tiles, stone)


def _column(sheet: Sheet, air: Air, side: int, ahead: float, *, broken: bool) -> None:
    x, y = _EYE.at(side * 2.15, 0, ahead)
    colors = _stone(air, ahead / 26)
    sheet.part(
        "column_broken" if broken else "column",
        x,
        y,
        _EYE.scale(ahead) / 100,
        colors,
        flip=side > 0,
    )


def _near(sheet: Sheet, air: Air, rng: Random) -> None:
    colors = _stone(air, 0.04)
    sheet.part("column_fallen", 170, 900, 1.0, colors)
    sheet.part("rock", 884, 872, 1.1, {"rock": colors["stone"], "top": colors["top"]})
    sheet.part("rock", 968, 900, 0.8, {"rock": colors["stone"], "top": colors["top"]}, flip=True)
    for x, y, size in (
        (70, 940, 1.2),
        (300, 880, 0.7),
        (820, 900, 0.9),
        (960, 960, 1.3),
        (720, 830, 0.5),
    ):
        sheet.part("grass", x, y, size, air.foliage("#7a9a4c"), flip=rng.random() < 0.5)
    for x, flip in ((-30, False), (1056, True)):
        sheet.part("tree_broad", x, 830, 1.15, air.foliage("#6a8f4a", 0.06), flip=flip)


PLACE = Place(draw=_draw)
