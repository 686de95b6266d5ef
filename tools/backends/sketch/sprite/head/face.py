"""The face on the skull: skin, ears, brows, mouth, cheeks, and the shadow of the fringe."""

from __future__ import annotations

import math

import numpy as np

from tools.backends.sketch.sprite.head.eye import Eye, seen_eyes
from tools.backends.sketch.sprite.head.form import overlay
from tools.backends.sketch.sprite.head.hair_styles import STYLES
from tools.backends.sketch.sprite.head.skull import ear_rings, skull_outline
from tools.backends.sketch.sprite.head.space import HeadSpace
from tools.backends.sketch.sprite.shapes import Points, Shape, box, curve, ellipse
from tools.domain.faces import Expression
from tools.domain.look import Look

PART = "head"
EAR_ORDER, SKULL_ORDER, FACE_ORDER, MARK_ORDER, BROW_ORDER = -0.5, 0.0, 0.1, 0.9, 5.0
_SMALL = 30.0
"""Below this head height in pixels mouths and brows are single pixels."""


def skin_shapes(look: Look, space: HeadSpace) -> list[Shape]:
    """Skull and ears. The inside of the face is unlined, so that hair lies on it softly."""
    outline = skull_outline(look, space)
    middle = outline.mean(axis=0)
    inner = middle + (outline - middle) * (1 - 2.4 / max(12.0, space.size))
    lit = outline - np.array((0.05, 0.035)) * space.size
    shapes = [
        Shape(outline=outline, ramp="skin", part=PART, order=SKULL_ORDER),
        Shape(outline=inner, ramp="skin", part=PART, order=FACE_ORDER, outlined=False),
        _mark(outline, "skin", -1, FACE_ORDER, clipped=True),
        _mark(lit, "skin", 0, FACE_ORDER, clipped=True),
    ]
    for depth, ring in [] if _ears_covered(look) else ear_rings(space):
        order = MARK_ORDER if depth > 0.15 else EAR_ORDER
        shapes.append(Shape(outline=ring, ramp="skin", part="ear", order=order, tone=-1))
        if depth > 0.15:
            center = ring.mean(axis=0)
            for share, tone, shift in ((0.78, 0, -0.02), (0.42, -2, 0.0)):
                inside = center + (ring - center) * share + shift * space.size
                shapes.append(overlay(inside, "skin", tone, "ear", order))
    return shapes


def _ears_covered(look: Look) -> bool:
    shell = STYLES[look.hair.style].shell
    return shell is not None and float(shell.hem_at([93.0])[0]) > 0.25


def expression_shapes(look: Look, space: HeadSpace, expression: Expression) -> list[Shape]:
    """Brows, mouth and cheeks; nothing of them from behind."""
    eyes = seen_eyes(look, space, expression)
    shapes = _mouth(look, space, expression) + _cheeks(look, space, expression)
    for eye in eyes:
        shapes += _brow(eye, look, space, expression)
    return shapes


def _mark(
    outline: Points,
    ramp: str,
    tone: int,
    order: float,
    *,
    clipped: bool = False,
    width: float | None = None,
) -> Shape:
    return Shape(
        outline=outline, ramp=ramp, tone=tone, part=PART, order=order, outlined=False,
        clipped=clipped, width=width,
    )  # fmt: skip


def _mouth(look: Look, space: HeadSpace, expression: Expression) -> list[Shape]:
    x, y, z = space.turned((0.0, 0.335, 0.4))[0]
    if z < -0.06:
        return []
    size = space.size
    face = max(0.35, space.cosine)
    x -= 0.06 * space.sine * abs(space.sine)
    if size < _SMALL:
        return _tiny_mouth(space, expression, (x, y), face)
    half = 0.062 * face * (1.5 if expression == "happy" else 1.0)
    bend = {"happy": 0.05, "sad": -0.035, "angry": -0.03, "neutral": 0.012}.get(expression, 0.0)
    line = max(1.0, size * 0.022)
    if expression == "surprised":
        return [
            _mark(space.flat(ellipse((x, y + 0.01), 0.045 * face, 0.055)), "mouth", -1, MARK_ORDER)
        ]
    if expression == "happy":
        arc = curve(((x - half, y - 0.02), (x, y - 0.005), (x + half, y - 0.02)), closed=False)
        low = curve(
            ((x + half, y - 0.02), (x + half * 0.5, y + 0.06), (x - half * 0.5, y + 0.06),
             (x - half, y - 0.02)), closed=False,
        )  # fmt: skip
        shapes = [_mark(space.flat(np.concatenate((arc, low))), "mouth", -1, MARK_ORDER)]
        if size >= 48:
            teeth = np.array(
                (
                    (x - half * 0.7, y - 0.012),
                    (x + half * 0.7, y - 0.012),
                    (x + half * 0.55, y + 0.01),
                    (x - half * 0.55, y + 0.01),
                )
            )
            shapes.append(_mark(space.flat(teeth), "white", 0, MARK_ORDER))
        return shapes
    arc = curve(((x - half, y), (x, y + bend), (x + half, y)), closed=False)
    shapes = [_mark(space.flat(arc), "mouth", -1, MARK_ORDER, width=line)]
    if size >= 60 and look.presentation == "feminine":
        shapes.append(
            _mark(space.flat(ellipse((x, y + 0.035), half * 0.4, 0.012)), "blush", 0, MARK_ORDER)
        )
    return shapes


def _tiny_mouth(
    space: HeadSpace, expression: Expression, at: tuple[float, float], face: float
) -> list[Shape]:
    """Single pixels; columns count from the middle of the mouth, alike left and right."""
    wide = 2 if face > 0.55 else 1
    place = space.flat(at)[0]
    shift = (space.middle[0] + wide / 2) % 1.0
    offset = float(place[0]) - space.middle[0]
    grid = math.floor(abs(offset) + 0.5) if shift == 0.0 else math.floor(abs(offset)) + 0.5
    left = space.middle[0] + math.copysign(grid, offset) - wide / 2
    top = math.floor(float(place[1]))
    dots: list[tuple[float, float, float, float]] = [(left, top, wide, 1)]
    if expression == "happy":
        dots = [(left, top, wide, 1), (left, top + 1, wide, 1)] if wide == 1 else [
            (left - 1, top, 4, 1), (left, top + 1, 2, 1)
        ]  # fmt: skip
    elif expression == "surprised":
        dots = [(left, top, wide, 2)]
    elif expression == "sad" and wide == 2:
        dots = [(left, top, wide, 1), (left - 1, top + 1, 1, 1), (left + 2, top + 1, 1, 1)]
    elif expression == "angry" and wide == 2:
        dots = [(left - 1, top + 1, 4, 1), (left, top, 2, 1)]
    return [_mark(box(*dot), "mouth", -1, MARK_ORDER) for dot in dots]


def _cheeks(look: Look, space: HeadSpace, expression: Expression) -> list[Shape]:
    rosy = look.presentation == "feminine" or look.age == "child" or expression == "happy"
    shapes: list[Shape] = []
    for side in (-1, 1) if rosy else ():
        x, y, z = space.turned((side * 0.29, 0.29, 0.29))[0]
        if z < 0.12:
            continue
        size = space.size
        if size < _SMALL:
            place = space.flat((x, y))[0]
            left = space.middle[0] + math.copysign(
                math.floor(abs(place[0] - space.middle[0])), place[0] - space.middle[0]
            )
            shapes.append(_mark(box(left - 1, place[1], 2), "blush", 0, MARK_ORDER, clipped=True))
        else:
            oval = ellipse((float(x), float(y)), 0.06 * min(1.0, z * 3), 0.03)
            shapes.append(_mark(space.flat(oval), "blush", 0, MARK_ORDER, clipped=True))
    return shapes


_BROWS: dict[Expression, tuple[float, float]] = {
    "neutral": (0.0, 0.0), "happy": (-0.02, -0.015), "sad": (-0.05, 0.03),
    "angry": (0.055, -0.045), "surprised": (-0.07, -0.06), "focused": (0.035, -0.01),
}  # fmt: skip
"""How far the inner and the outer end of a brow are lowered, in head heights."""


def _brow(eye: Eye, look: Look, space: HeadSpace, expression: Expression) -> list[Shape]:
    size = space.size
    inner, outer = _BROWS[expression]
    if size < _SMALL:
        if expression not in ("angry", "sad", "surprised"):
            return []
        return _tiny_brow(eye, look, expression)
    x0 = eye.left if eye.outward > 0 else eye.left + eye.width
    x1 = x0 + eye.outward * eye.width * 1.1
    base = eye.top - size * 0.035
    dots = np.array(
        (
            (x0, base + inner * size),
            ((x0 + x1) / 2, base - size * 0.018 + (inner + outer) / 2 * size),
            (x1, base + size * 0.012 + outer * size),
        )
    )
    thick = 0.042 if look.presentation == "masculine" else 0.03
    return [
        Shape(
            outline=curve(dots, closed=False), ramp=_brow_ramp(look), tone=-2, part="brow",
            order=BROW_ORDER, outlined=False, width=max(1.0, size * thick),
        )
    ]  # fmt: skip


def _brow_ramp(look: Look) -> str:
    return "skin" if look.hair.style == "bald" else "hair"


def _tiny_brow(eye: Eye, look: Look, expression: Expression) -> list[Shape]:
    inner = eye.left if eye.outward > 0 else eye.left + eye.width - 1
    step = eye.outward
    rows = {"angry": (-1, -2, -2), "sad": (-2, -2, -1), "surprised": (-2, -2, -2)}[expression]
    return [
        Shape(
            outline=box(inner + step * at, eye.top + row), ramp="ink", part="brow",
            order=BROW_ORDER, outlined=False,
        )
        for at, row in enumerate(rows[: eye.width])
    ]  # fmt: skip
