"""A head as flat shapes, from any side."""

from __future__ import annotations

import math

from tools.backends.sketch.sprite.head.details import detail_shapes
from tools.backends.sketch.sprite.head.eyes import eye_shapes
from tools.backends.sketch.sprite.head.face import expression_shapes, skin_shapes
from tools.backends.sketch.sprite.head.hair import fringe_shadow, hair_shapes
from tools.backends.sketch.sprite.head.headwear import FLATTENS, HIDES, headwear_shapes
from tools.backends.sketch.sprite.head.space import HeadSpace
from tools.backends.sketch.sprite.shapes import Shape
from tools.domain.faces import Expression
from tools.domain.look import Look

_PITCH_MOST = 19.0


def head_shapes(
    look: Look,
    *,
    yaw: float,
    pitch: float,
    roll: float,
    size_px: float,
    center: tuple[float, float],
    expression: Expression,
    sway: tuple[float, float],
    blink: float = 0.0,
) -> list[Shape]:
    """The head in pixels of the cell, chin to crown `size_px` high about `center`.

    Angles in degrees: `yaw` 0 faces the viewer, 90 the picture's right, 180 away; `pitch` more
    than zero looks down (a camera from above); `roll` turns clockwise. `sway` is how far the
    ends of loose hair lag, in head heights to the right and down. `blink` 1 shuts the eyes.
    Orders lie from -4 to 8 about the skull at 0; shapes at `BEHIND_BODY` and below belong
    behind the whole body.
    """
    space = head_space(yaw=yaw, pitch=pitch, roll=roll, size_px=size_px, center=center)
    kinds = {garment.kind for garment in look.garments}
    return [
        *skin_shapes(look, space),
        *fringe_shadow(look.hair, space),
        *eye_shapes(look, space, expression, blink),
        *expression_shapes(look, space, expression),
        *detail_shapes(look, space),
        *hair_shapes(
            look.hair, space, sway, covered=bool(kinds & FLATTENS), hidden=bool(kinds & HIDES)
        ),
        *headwear_shapes(look, space, expression, sway),
    ]


def head_space(
    *, yaw: float, pitch: float, roll: float, size_px: float, center: tuple[float, float]
) -> HeadSpace:
    """Where points of a head land that is seen so; arguments as of `head_shapes`."""
    return HeadSpace(yaw=yaw, pitch=_shown_pitch(pitch), roll=roll, size=size_px, center=center)


def _shown_pitch(pitch: float) -> float:
    """Sprites cheat: from however far above, at most so much of the crown hides the face."""
    return _PITCH_MOST * math.tanh(pitch / 32.0)
