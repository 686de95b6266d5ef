"""Which garments sit on the head, how they are drawn, and what they do to the hair."""

from __future__ import annotations

from tools.backends.sketch.sprite.head.bands import (
    cat_ear_shapes,
    earring_shapes,
    goggles_shapes,
    headband_shapes,
    headphones_shapes,
    horn_shapes,
)
from tools.backends.sketch.sprite.head.covers import helmet_shapes, hood_shapes
from tools.backends.sketch.sprite.head.facewear import (
    eyepatch_shapes,
    glasses_shapes,
    mask_shapes,
)
from tools.backends.sketch.sprite.head.hats import (
    cap_shapes,
    crown_shapes,
    hat_shapes,
    witch_hat_shapes,
)
from tools.backends.sketch.sprite.head.space import HeadSpace
from tools.backends.sketch.sprite.shapes import Shape
from tools.domain.faces import Expression
from tools.domain.look import Garment, GarmentKind, Look

FLATTENS: frozenset[GarmentKind] = frozenset({"hat", "witch_hat", "cap", "helmet", "hood"})
"""Under these, hair lies flat."""
HIDES: frozenset[GarmentKind] = frozenset({"hood"})
"""These also hide what hangs down the back."""
_SOLID = {
    "hat": hat_shapes,
    "witch_hat": witch_hat_shapes,
    "cap": cap_shapes,
    "crown": crown_shapes,
    "helmet": helmet_shapes,
    "hood": hood_shapes,
    "headphones": headphones_shapes,
    "goggles": goggles_shapes,
    "cat_ears": cat_ear_shapes,
    "horns": horn_shapes,
    "earrings": earring_shapes,
    "mask": mask_shapes,
}
_BEFORE_EYES = {"glasses": glasses_shapes, "eyepatch": eyepatch_shapes}
WORN_ON_HEAD: frozenset[GarmentKind] = frozenset(
    {
        "hat", "witch_hat", "cap", "helmet", "crown", "hood", "headband", "headphones",
        "glasses", "goggles", "eyepatch", "mask", "cat_ears", "horns", "earrings",
    }
)  # fmt: skip


def headwear_shapes(
    look: Look, space: HeadSpace, expression: Expression, sway: tuple[float, float]
) -> list[Shape]:
    """Everything worn on the head, from the skin outwards."""
    shapes: list[Shape] = []
    for garment in look.garments:
        shapes += _garment(garment, look, space, expression, sway)
    return shapes


def _garment(
    garment: Garment,
    look: Look,
    space: HeadSpace,
    expression: Expression,
    sway: tuple[float, float],
) -> list[Shape]:
    if draw := _SOLID.get(garment.kind):
        return draw(garment, space)
    if draw_before := _BEFORE_EYES.get(garment.kind):
        return draw_before(garment, look, space, expression)
    return headband_shapes(garment, space, sway) if garment.kind == "headband" else []
