"""Small sprites of our own, invented from a seed: training pictures unlike the rig's."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import cv2
import numpy as np

from tools.imaging.picture import Picture

CELL = 64
ENLARGED = 4
Facing = Literal["down", "up", "left", "right"]
Act = Literal["stand", "walk", "arms_out", "arms_up", "swing", "crouch"]
FACINGS: tuple[Facing, ...] = ("down", "up", "left", "right")
ACTS: tuple[Act, ...] = ("stand", "walk", "arms_out", "arms_up", "swing", "crouch")

Color = tuple[int, int, int]
_SKINS: tuple[Color, ...] = (
    (248, 216, 184), (236, 188, 150), (214, 160, 112), (168, 112, 72), (112, 72, 48),
    (150, 170, 190), (150, 180, 110),
)  # fmt: skip
_HAIRS: tuple[Color, ...] = (
    (40, 34, 40), (84, 52, 30), (140, 76, 28), (196, 96, 32), (228, 188, 90), (232, 232, 236),
    (150, 150, 158), (180, 40, 40), (60, 90, 200), (40, 140, 70), (150, 70, 190), (230, 120, 170),
)  # fmt: skip
_CLOTHS: tuple[Color, ...] = (
    (200, 48, 44), (230, 150, 50), (236, 216, 110), (70, 150, 70), (40, 150, 160), (60, 90, 190),
    (120, 70, 160), (220, 130, 170), (240, 240, 240), (150, 150, 155), (60, 60, 68), (110, 74, 46),
    (168, 128, 84), (90, 30, 40), (40, 60, 50),
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Chibi:
    """What one sprite character wears; hair and dress shapes are small integers."""

    skin: Color
    hair: Color
    eyes: Color
    cut: int
    top: Color
    trim: Color
    sleeves: bool
    vest: Color | None
    legs: Color
    skirt: bool
    feet: Color
    gloves: Color | None
    belt: Color | None
    hat: Color | None
    beard: bool
    width: float


def invented(rng: np.random.Generator) -> Chibi:
    """Somebody."""

    def some(colors: tuple[Color, ...]) -> Color:
        base = np.array(colors[int(rng.integers(len(colors)))]) + rng.integers(-14, 15, 3)
        red, green, blue = (int(v) for v in np.clip(base, 8, 250))
        return red, green, blue

    def perhaps(chance: float) -> Color | None:
        return some(_CLOTHS) if rng.random() < chance else None

    return Chibi(
        skin=some(_SKINS), hair=some(_HAIRS), eyes=some(_CLOTHS), cut=int(rng.integers(6)),
        top=some(_CLOTHS), trim=some(_CLOTHS), sleeves=bool(rng.random() < 0.6),
        vest=perhaps(0.35), legs=some(_CLOTHS), skirt=bool(rng.random() < 0.35),
        feet=some(_CLOTHS), gloves=perhaps(0.3), belt=perhaps(0.5), hat=perhaps(0.15),
        beard=bool(rng.random() < 0.15), width=float(rng.uniform(0.88, 1.12)),
    )  # fmt: skip


def other_hair(who: Chibi, rng: np.random.Generator) -> Chibi:
    """The same with a hair colour that one can tell apart."""
    return replace(who, hair=_unlike(who.hair, _HAIRS, rng), hat=None)


def other_clothes(who: Chibi, rng: np.random.Generator) -> Chibi:
    """The same head in other clothes; sometimes only one piece of them."""
    piece = int(rng.integers(4))
    top = _unlike(who.top, _CLOTHS, rng)
    legs = _unlike(who.legs, _CLOTHS, rng)
    if piece == 0:
        return replace(who, top=top, vest=None if who.vest else top)
    if piece == 1:
        return replace(who, legs=legs, skirt=not who.skirt)
    return replace(
        who, top=top, legs=legs, vest=None, feet=_unlike(who.feet, _CLOTHS, rng),
        skirt=bool(rng.random() < 0.5),
    )  # fmt: skip


def _unlike(color: Color, choices: tuple[Color, ...], rng: np.random.Generator) -> Color:
    far = [one for one in choices if float(np.linalg.norm(np.subtract(one, color))) > 60]
    return far[int(rng.integers(len(far)))]


def drawn(who: Chibi, facing: Facing, act: Act, rng: np.random.Generator) -> Picture:
    """The sprite on a transparent cell, enlarged: 256 x 256 x 4."""
    cell = np.zeros((CELL, CELL, 4), dtype=np.uint8)
    middle, ground = 32 + int(rng.integers(-2, 3)), 60
    sink = 6 if act == "crouch" else int(rng.integers(0, 2))
    brush = _Brush(cell, rng)
    side = facing in ("left", "right")
    wide = who.width * (0.82 if side else 1.0)
    _legs(brush, who, middle, ground, wide, act, sink)
    if side or facing == "down":
        _torso(brush, who, middle, ground, wide, sink)
        _arms(brush, who, middle, ground, wide, act, sink, facing)
        _head(brush, who, middle, 28 + sink, facing)
    else:
        _arms(brush, who, middle, ground, wide, act, sink, facing)
        _torso(brush, who, middle, ground, wide, sink)
        _head(brush, who, middle, 28 + sink, facing)
    _outlined(cell)
    turned = cell[:, ::-1] if facing == "left" else cell
    return np.ascontiguousarray(turned.repeat(ENLARGED, axis=0).repeat(ENLARGED, axis=1))


class _Brush:
    """Fills shapes with three tones and a little dither, in whole pixels."""

    def __init__(self, cell: Picture, rng: np.random.Generator) -> None:
        self._cell = cell
        self._rng = rng

    def shape(self, points: list[tuple[float, float]], color: Color) -> None:
        mask = np.zeros(self._cell.shape[:2], dtype=np.uint8)
        cv2.fillPoly(mask, [np.round(points).astype(np.int32)], 1)
        self._fill(mask > 0, color)

    def oval(self, x: float, y: float, across: float, down: float, color: Color) -> None:
        mask = np.zeros(self._cell.shape[:2], dtype=np.uint8)
        middle, axes = (round(x), round(y)), (round(across), round(down))
        cv2.ellipse(mask, middle, axes, 0, 0, 360, 1, -1)
        self._fill(mask > 0, color)

    def _fill(self, mask: np.ndarray, color: Color) -> None:
        if not mask.any():
            return
        rows, columns = np.nonzero(mask)
        low, high = columns.min(), max(columns.max(), columns.min() + 1)
        first, last = rows.min(), max(rows.max(), rows.min() + 1)
        x, y = (columns - low) / (high - low), (rows - first) / (last - first)
        light = 1.08 - 0.45 * np.maximum(0, x - 0.45) - 0.35 * np.maximum(0, y - 0.5)
        light = light + self._rng.normal(0, 0.05, len(rows))
        tone = np.select([light < 0.86, light > 1.08], [0.68, 1.18], 1.0)
        self._cell[rows, columns, :3] = np.clip(np.outer(tone, color), 0, 255).astype(np.uint8)
        self._cell[rows, columns, 3] = 255


def _legs(brush: _Brush, who: Chibi, x: int, ground: int, wide: float, act: Act, sink: int) -> None:
    stride = 3 if act in ("walk", "swing") else 0
    top = 47 + sink
    for sign in (-1, 1):
        left = x + sign * 4 * wide
        lift = stride if sign > 0 else 0
        brush.shape(
            [
                (left - 3, top),
                (left + 3, top),
                (left + 3, ground - lift),
                (left - 3, ground - lift),
            ],
            who.legs,
        )
        brush.oval(left + sign * 0.5, ground - lift - 1, 4, 2, who.feet)
    if who.skirt:
        brush.shape(
            [
                (x - 6 * wide, top - 3),
                (x + 6 * wide, top - 3),
                (x + 10 * wide, ground - 4),
                (x - 10 * wide, ground - 4),
            ],
            who.legs,
        )


def _torso(brush: _Brush, who: Chibi, x: int, ground: int, wide: float, sink: int) -> None:
    top, hip = 35 + sink, 49 + sink
    half = 8 * wide
    brush.shape(
        [(x - half, top), (x + half, top), (x + half * 0.9, hip), (x - half * 0.9, hip)], who.top
    )
    if who.vest:
        brush.shape([(x - half, top), (x - 2, top), (x - 2, hip), (x - half, hip)], who.vest)
        brush.shape([(x + 2, top), (x + half, top), (x + half, hip), (x + 2, hip)], who.vest)
    else:
        brush.shape([(x - 3, top), (x + 3, top), (x, top + 4)], who.trim)
    if who.belt:
        brush.shape(
            [(x - half, hip - 3), (x + half, hip - 3), (x + half, hip - 1), (x - half, hip - 1)],
            who.belt,
        )


def _arms(
    brush: _Brush, who: Chibi, x: int, ground: int, wide: float, act: Act, sink: int, facing: Facing
) -> None:
    shoulder = 37 + sink
    reach = {
        "stand": (2, 12), "walk": (3, 11), "arms_out": (11, 2), "arms_up": (5, -12),
        "swing": (10, 6), "crouch": (4, 9),
    }[act]  # fmt: skip
    sleeve = who.top if who.sleeves else who.skin
    for sign in (-1, 1):
        if facing in ("left", "right") and sign < 0 and act in ("stand", "crouch"):
            continue
        across, down = reach if sign > 0 or act != "swing" else (2, 12)
        start_x, end_x = x + sign * 8 * wide, x + sign * (8 * wide + across)
        end_y = shoulder + down
        thick = 2.5
        brush.shape(
            [
                (start_x - thick, shoulder),
                (start_x + thick, shoulder),
                (end_x + thick, end_y),
                (end_x - thick, end_y),
            ],
            sleeve,
        )
        brush.oval(end_x, end_y, 3, 3, who.gloves or who.skin)


def _head(brush: _Brush, who: Chibi, x: int, y: int, facing: Facing) -> None:
    long = who.cut in (1, 3, 5)
    if facing == "up":
        brush.oval(x, y - 3, 13, 12, who.hair)
        if long:
            brush.shape([(x - 11, y), (x + 11, y), (x + 8, y + 18), (x - 8, y + 18)], who.hair)
    else:
        if long:
            brush.shape(
                [(x - 13, y - 2), (x + 13, y - 2), (x + 12, y + 13), (x - 12, y + 13)], who.hair
            )
        brush.oval(x, y, 11, 10, who.skin)
        _face(brush, who, x, y, facing)
        brush.shape(_fringe(x, y, who.cut, facing), who.hair)
    if who.cut == 4:
        brush.oval(x, y - 14, 4, 5, who.hair)
    if who.hat:
        brush.oval(x, y - 8, 13, 6, who.hat)


def _face(brush: _Brush, who: Chibi, x: int, y: int, facing: Facing) -> None:
    places = (x - 4, x + 4) if facing == "down" else (x + 6,)
    for place in places:
        brush.shape(
            [(place - 1, y + 1), (place, y + 1), (place, y + 4), (place - 1, y + 4)], who.eyes
        )
    if who.beard:
        brush.shape([(x - 7, y + 5), (x + 8, y + 5), (x + 3, y + 10), (x - 3, y + 10)], who.hair)


def _fringe(x: int, y: int, cut: int, facing: Facing) -> list[tuple[float, float]]:
    back = 13 if facing == "down" else 14
    drop = (0, 2, -3, 3, -1, 1)[cut]
    front = 0 if facing == "down" else -4
    crown = [(x - back + 3, y - 11), (x, y - 15), (x + back - 3, y - 11), (x + back, y - 3)]
    right = [(x + back - 1, y + 4 + drop + front), (x + 7, y - 4), (x + 2, y - 2 + drop)]
    left = [
        (x - 3, y - 5),
        (x - 7, y + (8 if facing != "down" else -2)),
        (x - back + 1, y + 6 + drop),
    ]
    return [*crown, *right, *left, (x - back, y - 3)]


def _outlined(cell: Picture) -> None:
    """Darken the figure's rim to a deep tone of its own colour."""
    solid = (cell[:, :, 3] > 0).astype(np.uint8)
    rim = (solid - cv2.erode(solid, np.ones((3, 3), np.uint8))) > 0
    cell[rim, :3] = (cell[rim, :3] * 0.35).astype(np.uint8)
