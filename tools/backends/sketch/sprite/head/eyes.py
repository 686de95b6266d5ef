"""Both eyes in their own colours: by hand where they are tiny, as curves where they are large."""

from __future__ import annotations

from dataclasses import replace

from tools.backends.sketch.sprite.head.eye import TINY, Eye, seen_eyes
from tools.backends.sketch.sprite.head.eye_curves import curved_eye, shut_eye
from tools.backends.sketch.sprite.head.eye_pixels import pixel_eye
from tools.backends.sketch.sprite.head.space import HeadSpace
from tools.backends.sketch.sprite.shapes import Shape, turned
from tools.domain.faces import Expression
from tools.domain.look import Look

_SHUT = 0.75


def eye_shapes(look: Look, space: HeadSpace, expression: Expression, blink: float) -> list[Shape]:
    """Whites, irises in their own colours, lights and lashes; `blink` 1 shuts the eyes."""
    shapes: list[Shape] = []
    for eye in seen_eyes(look, space, expression):
        tiny = eye.width <= TINY
        if blink >= _SHUT:
            drawn = shut_eye(eye, tiny=tiny)
        else:
            drawn = pixel_eye(eye) if tiny else curved_eye(eye, look)
        shapes += [_rolled(shape, eye, space) for shape in drawn]
    return shapes


def _rolled(shape: Shape, eye: Eye, space: HeadSpace) -> Shape:
    """The shape turned with the head about the eye: by quarters where it is single pixels."""
    if eye.width > TINY:
        return replace(shape, outline=turned(shape.outline, space.roll, eye.middle))
    quarters = round(space.roll / 90.0)
    if not quarters % 4:
        return shape
    outline = turned(shape.outline, quarters * 90.0, eye.middle)
    half = 0.5 if quarters % 2 and (eye.width + eye.height) % 2 else 0.0
    return replace(shape, outline=outline + half)
