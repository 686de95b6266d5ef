"""A dojo: tatami, paper screens, a scroll in the alcove, swords on their rack."""

from __future__ import annotations

from random import Random

from tools.backends.sketch.setting.air import Air
from tools.backends.sketch.setting.camera import Camera
from tools.backends.sketch.setting.panes import draw_panes
from tools.backends.sketch.setting.places.place import Place
from tools.backends.sketch.setting.rooms import Room, draw_room, floor_light
from tools.backends.sketch.setting.sheet import Point, Sheet
from tools.backends.sketch.tones import mix

_EYE = Camera(horizon=565)
_WRITING = (
    ((-0.18, 1.72), (0.18, 1.74)),
    ((0, 1.8), (-0.02, 1.42)),
    ((-0.16, 1.5), (0.0, 1.46), (0.18, 1.36)),
    ((-0.17, 1.2), (0.17, 1.22)),
    ((-0.1, 1.1), (-0.12, 0.94), (-0.2, 0.8)),
    ((0.02, 1.2), (0.02, 0.82), (0.18, 0.86)),
)
"""Brush strokes on the scroll: metres right of its middle and above the floor."""
_ROOM = Room(half=3.0, tall=3.0, back=7.4)


def _draw(sheet: Sheet, air: Air, rng: Random) -> None:
    draw_room(
        sheet, air, _EYE, _ROOM, wall="#d9c7a0", floor="#b9b472", ceiling="#7a5a3c", side="#d2c09a"
    )
    _tatami(sheet, air)
    _screens(sheet, air, rng)
    _alcove(sheet, air)
    _beams(sheet, air)
    _rack(sheet, air)
    floor_light(sheet, air, _EYE, ((-2.8, 2.7, 0.9), (-2.8, 4.1, 1.0)))
    _lanterns(sheet, air)


def _tatami(sheet: Sheet, air: Air) -> None:
    mats = [
        _EYE.flat((x, x + 1.0), 0.002, (z, z + d))
        for z, d in ((1.6, 0.8), (3.4, 0.95), (5.4, 1.0))
        for x in (-2.0, 0.0, 2.0)
    ]
    mats += [
        _EYE.flat((x, x + 1.0), 0.002, (z, z + d))
        for z, d in ((2.4, 1.0), (4.35, 1.05), (6.4, 1.0))
        for x in (-3.0, -1.0, 1.0)
    ]
    sheet.polys(mats, air.local("#cbc686", 0.04), 0.75)
    edges = [_EYE.flat((x - 0.014, x + 0.014), 0.004, (1.3, 7.4)) for x in (-2, -1, 0, 1, 2)]
    edges += [_EYE.flat((-3, 3), 0.004, (z, z + 0.035)) for z in (2.4, 3.4, 4.38, 5.4, 6.4)]
    sheet.polys(edges, air.local("#4f5a3a", 0.04), 0.85)


def _screens(sheet: Sheet, air: Air, rng: Random) -> None:
    """Paper screens on both sides; on the left one stands open on the garden."""
    paper = "#fff0c8" if air.dark else air.local("#f8f1de", 0.02)
    hole = _EYE.side(-_ROOM.half + 0.01, (0.05, 2.05), (4.9, 6.1))
    for side in (-1, 1):
        x = side * (_ROOM.half - 0.02)
        panels = [_EYE.side(x, (0.45, 2.05), span) for span in ((3.6, 4.85), (6.15, 7.3))]
        if side > 0:
            panels.append(_EYE.side(x, (0.45, 2.05), (4.9, 6.1)))
        near = mix(paper, air.hour.beam, 0.25) if side < 0 and not air.dark else paper
        sheet.polys(panels, near)
        sheet.polys(
            [_EYE.side(x, (0.05, 0.45), span) for span in ((3.6, 4.85), (6.15, 7.3), (4.9, 6.1))],
            air.local("#8a6440", 0.05),
        )
    draw_panes(sheet, air, [hole], rng, "hills", (60, 420))
    lines = []
    for side in (-1, 1):
        x = side * (_ROOM.half - 0.03)
        for near, far in ((3.6, 4.85), (4.9, 6.1), (6.15, 7.3)):
            if side < 0 and near == 4.9:
                continue
            steps = [near + (far - near) * i / 4 for i in range(5)]
            lines += [(_EYE.at(x, 0.05, z), _EYE.at(x, 2.05, z)) for z in steps]
            lines += [
                (_EYE.at(x, up, near), _EYE.at(x, up, far)) for up in (0.45, 0.85, 1.25, 1.65, 2.05)
            ]
    sheet.lines(lines, air.local("#5a3d26", 0.05), 2.6)
    sheet.polys(
        [_EYE.side(side * (_ROOM.half - 0.04), (2.05, 2.2), (1.0, 7.4)) for side in (-1, 1)],
        air.local("#6a4a2e", 0.04),
    )


def _alcove(sheet: Sheet, air: Air) -> None:
    back = _ROOM.back - 0.02
    wood, dark = air.local("#7a5230", 0.14), air.local("#3f3026", 0.14)
    sheet.poly(_EYE.facing((-3, 3), (2.05, 2.2), back), wood)
    sheet.polys([_EYE.facing((x - 0.07, x + 0.07), (0, 3.0), back) for x in (-1.15, 1.15)], wood)
    sheet.poly(_EYE.facing((-1.08, 1.08), (0.2, 2.05), back), air.local("#b9a67c", 0.2))
    sheet.poly(_EYE.facing((-1.15, 1.15), (0, 0.2), back - 0.1), dark)
    sheet.poly(_EYE.facing((-0.36, 0.36), (0.55, 2.0), back - 0.05), air.local("#8a3434", 0.14))
    sheet.poly(_EYE.facing((-0.3, 0.3), (0.65, 1.9), back - 0.06), air.local("#f6f0dc", 0.12))
    ink = air.local("#26222a", 0.1)
    sheet.lines([[_brush(*point) for point in stroke] for stroke in _WRITING], ink, 7)
    panels = [
        _EYE.facing(span, (0.05, 2.0), back - 0.01)
        for span in ((-2.95, -2.1), (-2.05, -1.25), (1.25, 2.05), (2.1, 2.95))
    ]
    sheet.polys(panels, "#fbe6b8" if air.dark else air.local("#efe5cc", 0.12))
    lines = []
    for left, right in ((-2.95, -2.1), (-2.05, -1.25), (1.25, 2.05), (2.1, 2.95)):
        lines += [
            (
                _EYE.at(left + (right - left) * i / 3, 0.05, back),
                _EYE.at(left + (right - left) * i / 3, 2.0, back),
            )
            for i in range(4)
        ]
        lines += [
            (_EYE.at(left, up, back), _EYE.at(right, up, back))
            for up in (0.05, 0.55, 1.05, 1.55, 2.0)
        ]
    sheet.lines(lines, air.local("#6a4a2e", 0.14), 2)


def _brush(right: float, up: float) -> Point:
    """A point of the writing on the scroll."""
    return _EYE.at(right, up, _ROOM.back - 0.09)


def _beams(sheet: Sheet, air: Air) -> None:
    dark = air.local("#4f3622", 0.06)
    beams = [
        _EYE.shape(((-3, 2.85, z), (3, 2.85, z), (3, 2.85, z + 0.22), (-3, 2.85, z + 0.22)))
        for z in (3.6, 4.8, 6.2)
    ]
    fronts = [_EYE.facing((-3, 3), (2.78, 2.98), z) for z in (3.6, 4.8, 6.2)]
    sheet.polys(beams, air.local("#3a281c", 0.06))
    sheet.polys(fronts, dark)
    sheet.polys(
        [_EYE.side(side * 2.95, (0, 3), (z, z + 0.16)) for side in (-1, 1) for z in (4.85, 6.1)],
        dark,
    )


def _rack(sheet: Sheet, air: Air) -> None:
    wood = air.local("#5a3a24", 0.08)
    left, right, ahead = 1.45, 2.6, 6.9
    sheet.polys([_EYE.facing((x - 0.03, x + 0.03), (0, 1.15), ahead) for x in (left, right)], wood)
    sheet.poly(_EYE.facing((left - 0.1, right + 0.1), (0, 0.07), ahead), wood)
    for up, color in ((0.42, "#2b2a33"), (0.68, "#7c2430"), (0.94, "#25344f")):
        a, b = (
            _EYE.at(left - 0.16, up, ahead - 0.05),
            _EYE.at(right + 0.12, up + 0.03, ahead - 0.05),
        )
        middle = ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2 + 9)
        sheet.stroke(
            f"M{a[0]:.0f} {a[1]:.0f}Q{middle[0]:.0f} {middle[1]:.0f} {b[0]:.0f} {b[1]:.0f}",
            air.local(color, 0.06),
            6,
        )
        hilt = _EYE.at(right - 0.22, up + 0.025, ahead - 0.06)
        sheet.dots([(hilt[0], hilt[1] + 2, 5)], air.local("#d8b04c", 0.06))


def _lanterns(sheet: Sheet, air: Air) -> None:
    for right in (-1.75, 1.75):
        x, y = _EYE.at(right, 2.8, 4.8)
        paper = "#ffdf9c" if air.dusky else air.local("#f4ead0", 0.03)
        if air.dusky:
            sheet.glow(x, y + 80, 190, air.lamp(), 0.6)
        sheet.part("paper_lantern", x, y, 1.6, {"paper": paper, "dark": air.local("#33261f")})


PLACE = Place(draw=_draw, inside="indoors")
