"""Where each eye sits in the picture, on whole pixels, and how it is held."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from tools.backends.sketch.sprite.head.space import HeadSpace
from tools.domain.faces import Expression
from tools.domain.look import Look

ORDER = 1.0
PART = "head"
SEAT = (0.205, 0.15, 0.27)
"""Where the character's left eye sits in head space; the right one mirrors it."""
_HEIGHT = {"child": 0.235, "teen": 0.225, "adult": 0.21, "elder": 0.18}
_WIDTH = 0.162
TINY = 4
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
