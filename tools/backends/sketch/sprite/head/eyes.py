"""Eyes on whole pixels: drawn by hand where they are tiny, as curves where they are large."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tools.backends.sketch.sprite.head.space import HeadSpace
from tools.backends.sketch.sprite.shapes import Points, Shape, box, curve, ellipse
from tools.domain.faces import Expression
from tools.domain.look import Look

ORDER = 1.0
PART = "head"
SEAT = (0.205, 0.15, 0.27)
"""Where the character's left eye sits in head space; the right one mirrors it."""
_HEIGHT = {"child": 0.235, "teen": 0.225, "adult": 0.21, "elder": 0.18}
_WIDTH = 0.162
_TINY = 4
"""Eyes up to this width in pixels are put together from single pixels."""
_OPEN: dict[Expression, float] = {
    "neutral": 1.0, "happy": 0.94, "sad": 0.9, "angry": 0.86, "surprised": 1.14, "focused": 0.8,
}  # fmt: skip
_SLANT: dict[Expression, int] = {"angry": 1, "focused": 1, "sad": -1}
_SHUT = 0.75


@dataclass(frozen=True, kw_only=True)
class Eye:
    """One eye as seen: its box in pixels before roll, its ramp, and the way outwards (-1, 1)."""

    left: float
    top: float
    width: int
    height: int
    ramp: str
    outward: int
    slant: int
    cybernetic: bool
    surprised: bool

    @property
    def middle(self) -> tuple[float, float]:
        return self.left + self.width / 2, self.top + self.height / 2


def seen_eyes(look: Look, space: HeadSpace, expression: Expression) -> list[Eye]:
    """The eyes that face the viewer, each box on whole pixels, alike left and right."""
    return [eye for side in (-1, 1) if (eye := _eye(look, space, expression, side)) is not None]


def eye_shapes(look: Look, space: HeadSpace, expression: Expression, blink: float) -> list[Shape]:
    """Whites, irises in their own colours, lights and lashes; `blink` 1 shuts the eyes."""
    shapes: list[Shape] = []
    for eye in seen_eyes(look, space, expression):
        if blink >= _SHUT:
            drawn = _shut(eye)
        else:
            drawn = _tiny(eye) if eye.width <= _TINY else _large(eye, look)
        shapes += [_rolled(shape, eye, space) for shape in drawn]
    return shapes


def _eye(look: Look, space: HeadSpace, expression: Expression, side: int) -> Eye | None:
    a, y, b = SEAT
    x, level, depth = space.turned((side * a, y, b))[0]
    outside = math.degrees(math.atan2(side * a * 0.55, b))
    facing = math.cos(math.radians(space.yaw + outside))
    if depth < 0.02 or facing < 0.16:
        return None
    size = space.size
    width = max(1, round(_WIDTH * size * min(1.0, 0.32 + 0.8 * facing)))
    if facing > 0.4 and size >= 18:
        width = max(width, 3)
    height = max(2, round(_HEIGHT[look.age] * size * _OPEN[expression]))
    place = np.array((x, level)) * size
    if space.roll:
        place = (space.flat((x, level))[0] - np.array(space.middle)).reshape(2)
    left = _snapped(float(place[0]), space.middle[0], width)
    top = math.floor(space.middle[1] + float(place[1]) - height / 2 + 0.5)
    eyes = look.eyes
    outward = side if abs(math.remainder(space.yaw, 360.0)) < 60 else -_sign(space.sine)
    return Eye(
        left=left,
        top=top,
        width=width,
        height=height,
        ramp="eye_left" if side > 0 else "eye_right",
        outward=outward,
        slant=_SLANT.get(expression, 0),
        cybernetic=eyes.cybernetic_left if side > 0 else eyes.cybernetic_right,
        surprised=expression == "surprised",
    )


def _snapped(x: float, middle: float, width: int) -> float:
    """The left edge in whole pixels; x and -x give mirrored places about the middle."""
    shift = (middle + width / 2) % 1.0
    grid = math.floor(abs(x) + 0.5) if shift == 0.0 else math.floor(abs(x)) + 0.5
    return middle + _sign(x) * grid - width / 2


def _sign(value: float) -> int:
    return 1 if value >= 0 else -1


def _tiny(eye: Eye) -> list[Shape]:
    """Rows of pixels from the outer to the inner corner.

    L lash, W white, D dark iris, I iris, B bright iris, H light; a point is skin.
    """
    shapes: list[Shape] = []
    for row, cells in enumerate(_rows(eye)):
        for column, cell in enumerate(cells):
            if cell == ".":
                continue
            ramp, tone = _INKS.get(cell, ("", 0))
            at = column if eye.outward < 0 else eye.width - 1 - column
            shapes.append(
                Shape(
                    outline=box(eye.left + at, eye.top + row),
                    ramp=ramp or eye.ramp,
                    tone=tone if ramp else _IRIS[cell],
                    part=PART,
                    order=ORDER,
                    outlined=False,
                    glowing=eye.cybernetic and not ramp,
                )
            )
    return shapes


_INKS = {"L": ("ink", 0), "W": ("white", 0), "H": ("white", 1)}
_IRIS = {"D": -1, "I": 0, "B": 1}
_DRAWN: dict[tuple[int, int], tuple[str, ...]] = {
    (1, 2): ("L", "I"),
    (1, 3): ("L", "I", "I"),
    (2, 2): ("LL", "II"),
    (2, 3): ("LL", "IH", "II"),
    (2, 4): ("LL", "DH", "II", "II"),
    (3, 2): ("LLL", "WII"),
    (3, 3): ("LLL", "WIH", "WII"),
    (3, 4): ("LLL", "WDH", "WII", ".II"),
    (3, 5): ("LLL", "WDH", "WDI", "WII", ".II"),
    (4, 4): ("LLLL", "WDHD", "WIII", ".II."),
    (4, 5): ("LLLL", "WDHD", "WDID", "WIII", ".II."),
    (4, 6): ("LLLL", "LDHD", "WDHD", "WIII", "WIII", ".II."),
}

_METAL = str.maketrans("WDI.", "DBBD")
"""An eye of metal has no white: it shines all over."""


def _rows(eye: Eye) -> Sequence[str]:
    heights = [height for width, height in _DRAWN if width == eye.width]
    height = min(heights, key=lambda one: abs(one - eye.height))
    rows = list(_DRAWN[eye.width, height])
    if eye.cybernetic:
        rows = [rows[0], *(row.translate(_METAL) for row in rows[1:])]
    if eye.slant > 0 and eye.width > 1:
        rows[0] = "." + rows[0][1:]
        rows[1] = "L" + rows[1][1:-1] + "L"
    if eye.slant < 0 and eye.width > 1:
        rows[0] = rows[0][:-1] + "L"
        rows[1] = "L" + rows[1][1:]
    return rows


def _shut(eye: Eye) -> list[Shape]:
    y = eye.top + eye.height * 0.6
    left, right = eye.left, eye.left + eye.width
    if eye.width <= _TINY:
        return [_line(box(left, y, eye.width))]
    sag = eye.height * 0.16
    arc = curve(((left, y), ((left + right) / 2, y + sag), (right, y)), closed=False)
    return [_line(arc, width=max(1.0, eye.height * 0.13))]


def _line(outline: Points, width: float | None = None) -> Shape:
    return Shape(outline=outline, ramp="ink", part=PART, order=ORDER, outlined=False, width=width)


def _large(eye: Eye, look: Look) -> list[Shape]:
    """A tall eye: white, iris with a dark top and a bright foot, pupil, two lights, lashes."""
    x, y = eye.left, eye.top
    wide, high = float(eye.width), float(eye.height)
    out = eye.outward
    part = f"{PART}.{eye.ramp}"

    def at(u: float, v: float) -> tuple[float, float]:
        """u from the inner (0) to the outer corner (1), v from top to bottom."""
        across = u if out > 0 else 1 - u
        return x + across * wide, y + v * high

    def put(outline: Points, ramp: str, tone: int = 0, clipped: bool = True) -> Shape:
        return Shape(
            outline=outline,
            ramp=ramp,
            tone=tone,
            part=part,
            order=ORDER,
            outlined=False,
            clipped=clipped,
        )

    drop_in, drop_out = max(0, eye.slant) * 0.17, max(0, -eye.slant) * 0.17
    white = curve(
        (at(0.02, 0.3 + drop_in), at(0.25, 0.12 + drop_in), at(0.7, 0.08 + drop_out),
         at(0.97, 0.26 + drop_out), at(0.95, 0.62), at(0.72, 0.96), at(0.3, 0.97), at(0.06, 0.7))
    )  # fmt: skip
    small = 0.78 if eye.surprised else 1.0
    iris_x, iris_y = at(0.44, 0.55)
    rx, ry = wide * 0.39 * small, high * 0.45 * small
    shapes = [
        put(white, "white", clipped=False),
        put(ellipse((iris_x, iris_y), rx, ry), eye.ramp, -1),
        put(ellipse((iris_x, iris_y + ry * 0.42), rx * 0.86, ry * 0.66), eye.ramp, 0),
    ]
    if wide >= 7:
        shapes += [
            put(ellipse((iris_x, iris_y + ry * 0.62), rx * 0.55, ry * 0.26), eye.ramp, 1),
        ]
    shapes.append(put(ellipse((iris_x, iris_y - ry * 0.06), rx * 0.42, ry * 0.42), "ink"))
    if eye.cybernetic:
        ring = ellipse((iris_x, iris_y), rx * 0.72, ry * 0.72)
        shapes.append(
            Shape(
                outline=np.concatenate((ring, ring[:1])),
                ramp=eye.ramp,
                tone=2,
                part=part,
                order=ORDER,
                outlined=False,
                clipped=True,
                glowing=True,
                width=max(1.0, wide * 0.07),
            )
        )
    light = max(1.0, round(wide * 0.26))
    shapes.append(
        put(
            box(iris_x - rx * 0.75, iris_y - ry * 0.75, light, max(light, round(high * 0.2))),
            "white",
            1,
        )
        if wide < 9
        else put(
            ellipse((iris_x - rx * 0.36, iris_y - ry * 0.48), wide * 0.15, high * 0.13), "white", 1
        )
    )
    if wide >= 7:
        dot = max(0.5, wide * 0.055)
        shapes.append(put(ellipse((iris_x + rx * 0.42, iris_y + ry * 0.5), dot), "white", 1))
    return shapes + _lashes(eye, look, at, drop_in, drop_out)


def _lashes(eye: Eye, look: Look, at: object, drop_in: float, drop_out: float) -> list[Shape]:
    assert callable(at)
    thick = 0.15 if look.presentation == "feminine" or look.age == "child" else 0.12
    upper = [
        at(-0.04, 0.3 + drop_in), at(0.25, 0.08 + drop_in), at(0.68, 0.02 + drop_out),
        at(1.0, 0.2 + drop_out), at(1.06, 0.4 + drop_out),
    ]  # fmt: skip
    lower = [
        at(0.93, 0.3 + drop_out), at(0.68, 0.08 + thick + drop_out),
        at(0.28, 0.1 + thick + drop_in), at(0.02, 0.32 + drop_in),
    ]  # fmt: skip
    top = np.concatenate((curve(upper, closed=False), curve(lower, closed=False)))
    shapes = [_line(top)]
    if look.presentation == "feminine" and eye.width >= 6:
        flick = np.array((at(0.9, 0.12 + drop_out), at(1.2, 0.02 + drop_out), at(1.04, 0.36)))
        shapes.append(_line(flick))
    if eye.width >= 8:
        foot = curve((at(0.3, 0.985), at(0.55, 1.0), at(0.8, 0.9)), closed=False)
        shapes.append(_line(foot, width=max(1.0, eye.width * 0.05)))
    return shapes


def _rolled(shape: Shape, eye: Eye, space: HeadSpace) -> Shape:
    """The shape turned with the head about the eye: by quarters where it is single pixels."""
    roll = space.roll if eye.width > _TINY else round(space.roll / 90.0) * 90.0
    if not roll:
        return shape
    from dataclasses import replace

    from tools.backends.sketch.sprite.shapes import turned as turn

    return replace(shape, outline=turn(shape.outline, roll, eye.middle))
