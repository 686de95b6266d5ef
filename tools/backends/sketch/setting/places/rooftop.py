"""A flat roof over a city: railing, water tank, the sky."""

from __future__ import annotations

from random import Random

from tools.backends.sketch.setting.air import Air
from tools.backends.sketch.setting.camera import Camera
from tools.backends.sketch.setting.places.place import Place
from tools.backends.sketch.setting.sheet import SIZE, Sheet
from tools.backends.sketch.setting.sky import draw_sky, skyline
from tools.backends.sketch.setting.wet import pools
from tools.backends.sketch.tones import mix

_EYE = Camera(horizon=610)
_EDGE = 5.2


def _draw(sheet: Sheet, air: Air, rng: Random) -> None:
    draw_sky(sheet, air, 720, rng, sun=(800, 200))
    skyline(sheet, air, 735, 330, rng, 0.72, dip=0.55)
    skyline(sheet, air, 760, 210, rng, 0.48, color="#4f5a72", dip=0.5)
    _roof(sheet, air)
    _railing(sheet, air)
    _furniture(sheet, air)


def _roof(sheet: Sheet, air: Air) -> None:
    edge = _EYE.at(0, 0, _EDGE)[1]
    far, near = air.ground("#b6b2ac", 0.2), air.ground("#8f8b8a")
    sheet.rect(0, edge, SIZE, SIZE - edge, sheet.vertical(((0, far), (1, near)), edge, SIZE))
    seams = [(_EYE.at(-6, 0, z), _EYE.at(6, 0, z)) for z in (2.0, 2.7, 3.6, 4.5)]
    seams += [(_EYE.at(x, 0, 1.5), _EYE.at(x, 0, _EDGE)) for x in (-3, -2, -1, 0, 1, 2, 3)]
    sheet.lines(seams, air.ground("#6d6a70"), 2, 0.4)
    sheet.poly(_EYE.facing((-8, 8), (0, 0.22), _EDGE), air.local("#9a958f", 0.15))
    sheet.poly(_EYE.flat((-8, 8), 0.22, (_EDGE - 0.15, _EDGE)), air.capped("#c8c3bb", 0.1))
    if air.wet:
        sky = mix(air.sky()[2], air.sky()[1], 0.4)
        pools(sheet, ((230, 945, 150), (760, 985, 170), (660, 880, 80)), sky, 0.6)


def _railing(sheet: Sheet, air: Air) -> None:
    metal = air.local("#59616e", 0.22)
    posts = [
        _EYE.facing((x - 0.025, x + 0.025), (0.22, 1.35), _EDGE)
        for x in (-2.9, -1.8, -0.7, 0.7, 1.8, 2.9)
    ]
    rails = [_EYE.facing((-4, 4), (up, up + 0.05), _EDGE) for up in (0.55, 0.95, 1.32)]
    sheet.polys(posts + rails, metal)
    sheet.polys([_EYE.facing((-4, 4), (1.355, 1.37), _EDGE)], mix(metal, air.hour.beam, 0.5), 0.9)


def _furniture(sheet: Sheet, air: Air) -> None:
    x, y = _EYE.at(-1.72, 0, 4.7)
    colors = {
        "metal": air.local("#4a505c", 0.08),
        "tank": air.local("#a3704c", 0.08),
        "roof": air.capped("#7c5139", 0.08),
    }
    sheet.part("water_tank", x, y, _EYE.scale(4.5) / 128, colors)
    unit, top = air.local("#9aa2aa", 0.06), air.capped("#c3c9cd", 0.06)
    for right, ahead, wide, tall in ((1.55, 4.3, 0.75, 0.8), (2.2, 3.5, 0.7, 0.6)):
        sheet.poly(
            _EYE.side(right, (0, tall), (ahead, ahead + 0.6)), mix(unit, air.local("#3c4258"), 0.45)
        )
        sheet.poly(_EYE.facing((right, right + wide), (0, tall), ahead), unit)
        sheet.poly(_EYE.flat((right, right + wide), tall, (ahead, ahead + 0.6)), top)
        cx, cy = _EYE.at(right + wide / 2, tall * 0.52, ahead)
        size = _EYE.scale(ahead)
        sheet.ellipse(cx, cy, size * 0.23, size * 0.23, air.local("#4c535e", 0.05))
        fan = [
            [(cx, cy - size * 0.2), (cx, cy + size * 0.2)],
            [(cx - size * 0.2, cy), (cx + size * 0.2, cy)],
        ]
        sheet.lines(fan, air.local("#848c95", 0.05), 3)
    mast = _EYE.facing((2.06, 2.1), (0, 3.3), 5.0)
    arms = [_EYE.facing((1.75, 2.4), (up, up + 0.035), 5.0) for up in (2.5, 2.85, 3.15)]
    sheet.polys([mast, *arms], air.local("#3f4652", 0.15))
    if air.dark:
        lamp = _EYE.at(2.08, 3.35, 5.0)
        sheet.glow(*lamp, 46, "#ff5a4a", 0.9)
        sheet.dots([(*lamp, 4)], "#ff8a78")


PLACE = Place(draw=_draw)
