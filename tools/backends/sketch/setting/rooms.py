"""Rooms: walls, floor and ceiling in perspective, windows with the hour behind them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Literal

from tools.backends.sketch.setting.air import Air
from tools.backends.sketch.setting.camera import Camera
from tools.backends.sketch.setting.panes import View, draw_panes
from tools.backends.sketch.setting.sheet import SIZE, Point, Sheet
from tools.backends.sketch.tones import mix


@dataclass(frozen=True, kw_only=True)
class Room:
    """A box seen from one end; metres."""

    half: float
    tall: float
    back: float


def draw_room(
    sheet: Sheet,
    air: Air,
    eye: Camera,
    room: Room,
    *,
    wall: str,
    floor: str,
    ceiling: str,
    boards: Literal["along", "across", "none"] = "none",
    side: str | None = None,
) -> None:
    """Four planes and the far wall; light pools on the back wall."""
    near_wall, far_wall = air.local(side or wall), air.local(side or wall, 0.35)
    shadow = mix(near_wall, air.local("#4a4668"), 0.32)
    for turn in (-1, 1):
        near = mix(near_wall, shadow, 0.75 if turn < 0 else 0.45)
        paint = sheet.linear(
            ((0, near), (1, far_wall)),
            (512 + turn * 512, 0),
            (512 + turn * room.half / room.back * eye.focal, 0),
        )
        sheet.poly(eye.side(turn * room.half, (0, room.tall), (0.9, room.back)), paint)
    top, top_far = air.local(ceiling), air.local(ceiling, 0.3)
    line = eye.at(0, room.tall, room.back)[1]
    sheet.poly(
        eye.flat((-room.half, room.half), room.tall, (0.9, room.back)),
        sheet.vertical(((0, mix(top, shadow, 0.45)), (1, top_far)), 0, max(line, 1)),
    )
    low = eye.at(0, 0, room.back)[1]
    near_floor = air.local(floor)
    sheet.poly(
        eye.flat((-room.half, room.half), 0, (0.9, room.back)),
        sheet.vertical(
            ((0, air.local(floor, 0.4)), (0.5, near_floor), (1, mix(near_floor, shadow, 0.35))),
            low,
            SIZE,
        ),
    )
    _boards(sheet, air, eye, room, floor, boards)
    back_wall = air.local(wall, 0.3)
    sheet.poly(
        eye.facing((-room.half, room.half), (0, room.tall), room.back),
        sheet.vertical(
            (
                (0, mix(back_wall, shadow, 0.22)),
                (0.6, back_wall),
                (1, mix(back_wall, shadow, 0.12)),
            ),
            line,
            low,
        ),
    )
    sheet.polys(
        [eye.side(turn * (room.half - 0.01), (0, 0.12), (0.9, room.back)) for turn in (-1, 1)],
        mix(near_floor, shadow, 0.6),
        0.8,
    )
    sheet.poly(
        eye.facing((-room.half, room.half), (0, 0.12), room.back),
        air.local(mix(floor, "#3c3448", 0.35), 0.25),
        0.8,
    )


def draw_windows(
    sheet: Sheet,
    air: Air,
    eye: Camera,
    room: Room,
    rng: Random,
    *,
    side: int,
    spans: Sequence[tuple[float, float]],
    sill: float,
    top: float,
    view: View = "town",
    frame: str = "#e9e4d8",
) -> None:
    """Windows in a side wall, the hour and the weather behind them."""
    x = side * (room.half - 0.01)
    holes = [eye.side(x, (sill, top), span) for span in spans]
    near, far = holes[0][0][0], holes[-1][-1][0]
    draw_panes(sheet, air, holes, rng, view, (near + (far - near) * 0.55, 330))
    bars = [[*hole, hole[0]] for hole in holes]
    sheet.lines(bars, air.local(frame, 0.08), 6)
    crosses: list[Sequence[Point]] = []
    for near, far in spans:
        middle, high = (near + far) / 2, sill + (top - sill) * 0.66
        crosses += [
            (eye.at(x, sill, middle), eye.at(x, top, middle)),
            (eye.at(x, high, near), eye.at(x, high, far)),
        ]
    sheet.lines(crosses, air.local(frame, 0.08), 3.5)
    ledge = [
        eye.shape(
            ((x, sill, a), (x, sill, b), (x - side * 0.14, sill, b), (x - side * 0.14, sill, a))
        )
        for a, b in spans
    ]
    sheet.polys(ledge, air.local("#f6f2e8", 0.04))
    if not air.dark:
        for near, far in spans[:2]:
            sheet.glow(
                *eye.at(x, (sill + top) / 2, (near + far) / 2),
                250,
                air.hour.beam,
                0.3 * (1 - air.gloom),
            )


def back_windows(
    sheet: Sheet,
    air: Air,
    eye: Camera,
    rng: Random,
    *,
    ahead: float,
    spans: Sequence[tuple[float, float]],
    sill: float,
    top: float,
    view: View = "town",
    frame: str = "#e9e4d8",
    bars: int = 1,
) -> None:
    """Windows in the far wall."""
    holes = [eye.facing(span, (sill, top), ahead) for span in spans]
    left, right = holes[0][0][0], holes[-1][-1][0]
    draw_panes(sheet, air, holes, rng, view, (left + (right - left) * 0.25, 400))
    sheet.lines([[*hole, hole[0]] for hole in holes], air.local(frame, 0.12), 5)
    lines: list[Sequence[Point]] = []
    for left, right in spans:
        for bar in range(1, bars + 1):
            x = left + (right - left) * bar / (bars + 1)
            lines.append((eye.at(x, sill, ahead), eye.at(x, top, ahead)))
        lines.append(
            (eye.at(left, (sill + top) / 2, ahead), eye.at(right, (sill + top) / 2, ahead))
        )
    sheet.lines(lines, air.local(frame, 0.12), 3)


def floor_light(
    sheet: Sheet,
    air: Air,
    eye: Camera,
    pools: Sequence[tuple[float, float, float]],
    *,
    side: int = -1,
) -> None:
    """Slanted pools of window light on the floor: (right, ahead, length)."""
    if air.gloom > 0.3:
        return
    strength = {"day": 0.42, "dawn": 0.4, "sunset": 0.55, "night": 0.2}[air.scene.time_of_day]
    shapes = [
        eye.shape(
            (
                (right, 0, ahead),
                (right, 0, ahead + length),
                (right - side * 1.9, 0, ahead + length - 0.5),
                (right - side * 1.9, 0, ahead - 0.5),
            )
        )
        for right, ahead, length in pools
    ]
    sheet.polys(shapes, air.hour.beam, strength)


def _boards(
    sheet: Sheet,
    air: Air,
    eye: Camera,
    room: Room,
    floor: str,
    boards: Literal["along", "across", "none"],
) -> None:
    line = mix(air.local(floor, 0.1), air.local("#2f2438"), 0.35)
    if boards == "along":
        count = 9
        xs = [-room.half + 2 * room.half * i / count for i in range(1, count)]
        sheet.lines([(eye.at(x, 0, 1.2), eye.at(x, 0, room.back)) for x in xs], line, 1.6, 0.5)
    elif boards == "across":
        zs = [1.7, 2.05, 2.5, 3.05, 3.7, 4.5, 5.5, 6.7]
        sheet.lines(
            [(eye.at(-room.half, 0, z), eye.at(room.half, 0, z)) for z in zs if z < room.back],
            line,
            1.6,
            0.5,
        )
