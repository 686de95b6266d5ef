"""The view through panes: the hour, far towers or hills, and the weather, cut to each pane.

Shapes are cut by arithmetic: a clip path would cost the rasteriser a layer and a mask.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Literal

from tools.backends.sketch.setting.air import Air
from tools.backends.sketch.setting.sheet import Point, Sheet
from tools.backends.sketch.tones import mix

View = Literal["town", "hills"]
_HORIZON = 600.0


def draw_panes(
    sheet: Sheet, air: Air, holes: Sequence[Sequence[Point]], rng: Random, view: View, sun: Point
) -> None:
    """Fill convex panes with what is outside; `sun` is where the sun or moon stands."""
    outdoors = Air(air.scene, "outdoors")
    top, middle, low = outdoors.sky()
    highest = min(y for hole in holes for _, y in hole)
    paint = sheet.vertical(((0, top), (0.5, middle), (1, low)), highest, _HORIZON)
    sheet.polys(holes, paint)
    _draw_light(sheet, outdoors, holes, rng, sun)
    _draw_far(sheet, outdoors, holes, rng, view)
    _draw_falling(sheet, outdoors, holes, rng)


def cut(shape: Sequence[Point], hole: Sequence[Point]) -> list[Point]:
    """The part of a polygon inside a convex one (Sutherland and Hodgman, 1974)."""
    turn = 1.0 if _area(hole) > 0 else -1.0
    kept = list(shape)
    for start, end in zip(hole, [*hole[1:], hole[0]], strict=True):
        kept = _cut_by(kept, start, end, turn)
        if not kept:
            break
    return kept


def inside(point: Point, hole: Sequence[Point]) -> bool:
    """Whether a point lies in a convex polygon."""
    turn = 1.0 if _area(hole) > 0 else -1.0
    return all(
        _side(point, start, end) * turn >= 0
        for start, end in zip(hole, [*hole[1:], hole[0]], strict=True)
    )


def _draw_light(
    sheet: Sheet, air: Air, holes: Sequence[Sequence[Point]], rng: Random, sun: Point
) -> None:
    if air.gloom > 0.4:
        return
    if air.scene.time_of_day == "night":
        stars = [
            (rng.uniform(0, 1024), rng.uniform(0, _HORIZON), rng.uniform(0.7, 1.9))
            for _ in range(260)
        ]
        sheet.dots(
            [s for s in stars if any(inside((s[0], s[1]), hole) for hole in holes)], "#dfe8ff", 0.8
        )
    if air.scene.time_of_day == "day":
        return
    radius = 26.0 if air.scene.time_of_day == "night" else 40.0
    disc = [
        (sun[0] + radius * c, sun[1] + radius * s)
        for c, s in (
            (1, 0),
            (0.92, 0.38),
            (0.7, 0.7),
            (0.38, 0.92),
            (0, 1),
            (-0.38, 0.92),
            (-0.7, 0.7),
            (-0.92, 0.38),
            (-1, 0),
            (-0.92, -0.38),
            (-0.7, -0.7),
            (-0.38, -0.92),
            (0, -1),
            (0.38, -0.92),
            (0.7, -0.7),
            (0.92, -0.38),
        )
    ]
    sheet.polys([shape for hole in holes if len(shape := cut(disc, hole)) > 2], air.hour.sun)


def _draw_far(
    sheet: Sheet, air: Air, holes: Sequence[Sequence[Point]], rng: Random, view: View
) -> None:
    towers: list[list[Point]] = []
    lights: list[list[Point]] = []
    x = 0.0
    while x < 1024:
        wide = rng.uniform(34, 74) if view == "town" else rng.uniform(120, 210)
        tall = rng.uniform(40, 150) if view == "town" else rng.uniform(60, 130)
        top = _HORIZON - tall
        if view == "town":
            towers.append([(x, _HORIZON), (x, top), (x + wide, top), (x + wide, _HORIZON)])
            for row in range(int(tall / 18)):
                for column in range(int(wide / 14)):
                    if rng.random() < 0.35:
                        left, low = x + 6 + column * 14, top + 8 + row * 18
                        lights.append(
                            [(left, low), (left + 5, low), (left + 5, low + 8), (left, low + 8)]
                        )
        else:
            towers.append(
                [(x - wide, _HORIZON), (x, top), (x + wide * 0.3, top + 8), (x + wide, _HORIZON)]
            )
        x += wide * 0.9
    ground = [[(-10.0, _HORIZON - 2), (1034.0, _HORIZON - 2), (1034.0, 1034.0), (-10.0, 1034.0)]]
    far = air.local("#5b6478" if view == "town" else "#5f8a72", 0.55)
    sheet.polys(_cut_all(towers, holes), far)
    sheet.polys(
        _cut_all(ground, holes), air.ground("#6f8f62" if view == "hills" else "#6a7078", 0.4)
    )
    if air.dusky:
        sheet.polys(_cut_all(lights, holes), mix(air.lamp(), air.haze(), 0.25), 0.9)


def _draw_falling(sheet: Sheet, air: Air, holes: Sequence[Sequence[Point]], rng: Random) -> None:
    weather = air.scene.weather
    spots = [(rng.uniform(0, 1024), rng.uniform(0, 1024)) for _ in range(900)]
    seen = [spot for spot in spots if any(inside(spot, hole) for hole in holes)]
    if weather in ("rain", "storm"):
        ends = [((x, y), (x - 4, y + 20)) for x, y in seen]
        drops = [line for line in ends if any(inside(line[1], hole) for hole in holes)]
        sheet.lines(drops, "#e6f1ff", 1.3, 0.5)
    elif weather == "snow":
        sheet.dots([(x, y, 1.4 + (i % 3) * 0.7) for i, (x, y) in enumerate(seen)], "#ffffff", 0.9)
    elif weather == "petals":
        sheet.dots([(x, y, 2.4 + i % 2) for i, (x, y) in enumerate(seen[::3])], "#f9c9da", 0.95)
    elif weather == "fog":
        sheet.polys(holes, mix(air.haze(), "#ffffff", 0.2), 0.5)


def _cut_all(
    shapes: Sequence[Sequence[Point]], holes: Sequence[Sequence[Point]]
) -> list[list[Point]]:
    cuts = (cut(shape, hole) for hole in holes for shape in shapes if _near(shape, hole))
    return [piece for piece in cuts if len(piece) > 2]


def _near(shape: Sequence[Point], hole: Sequence[Point]) -> bool:
    left, right = min(x for x, _ in shape), max(x for x, _ in shape)
    return left <= max(x for x, _ in hole) and right >= min(x for x, _ in hole)


def _cut_by(shape: list[Point], start: Point, end: Point, turn: float) -> list[Point]:
    kept: list[Point] = []
    for before, after in zip([shape[-1], *shape[:-1]], shape, strict=True):
        first, second = _side(before, start, end) * turn, _side(after, start, end) * turn
        if (first >= 0) != (second >= 0):
            share = first / (first - second)
            kept.append(
                (
                    before[0] + (after[0] - before[0]) * share,
                    before[1] + (after[1] - before[1]) * share,
                )
            )
        if second >= 0:
            kept.append(after)
    return kept


def _side(point: Point, start: Point, end: Point) -> float:
    return (end[0] - start[0]) * (point[1] - start[1]) - (end[1] - start[1]) * (point[0] - start[0])


def _area(shape: Sequence[Point]) -> float:
    return sum(
        a[0] * b[1] - b[0] * a[1] for a, b in zip(shape, [*shape[1:], shape[0]], strict=True)
    )
