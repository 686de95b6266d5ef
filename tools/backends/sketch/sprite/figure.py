"""The whole figure of one frame as shapes, whatever the painter."""

from __future__ import annotations

from dataclasses import replace

from tools.backends.sketch.sprite.arms import arm_shapes
from tools.backends.sketch.sprite.carried import carried_shapes
from tools.backends.sketch.sprite.hanging import hanging_shapes
from tools.backends.sketch.sprite.head import BEHIND_BODY, head_shapes
from tools.backends.sketch.sprite.legs import leg_shapes
from tools.backends.sketch.sprite.limbs import leg_of
from tools.backends.sketch.sprite.puppet import SIDES, Puppet, face_angles
from tools.backends.sketch.sprite.shapes import Shape
from tools.backends.sketch.sprite.trinkets import trinket_shapes
from tools.backends.sketch.sprite.trunk import head_middle, head_order, trunk_order, trunk_shapes
from tools.domain.faces import Expression

HAIR_BEHIND = -44.0
"""Hair down the back hangs between the body and a cape."""


def figure_shapes(puppet: Puppet, expression: Expression) -> list[Shape]:
    """Every shape of the figure: body, clothes, head and what it carries."""
    near = max(SIDES, key=lambda side: leg_of(puppet, side).orders[0])
    hips_order = leg_of(puppet, near).orders[0]
    out = trunk_shapes(puppet, f"leg_{near}", hips_order)
    for side in SIDES:
        out += leg_shapes(puppet, side)
        out += arm_shapes(puppet, side)
    out += hanging_shapes(puppet)
    out += trinket_shapes(puppet)
    out += carried_shapes(puppet)
    return out + _head(puppet, expression)


def _head(puppet: Puppet, expression: Expression) -> list[Shape]:
    yaw, pitch, roll = face_angles(puppet)
    x, y, _ = puppet.spot(head_middle(puppet))
    sway = puppet.camera.matrix() @ puppet.sway.hair / 100.0
    order = head_order(puppet)
    shapes = head_shapes(
        puppet.look, yaw=yaw, pitch=pitch, roll=roll, size_px=puppet.px(100.0), center=(x, y),
        expression=expression, sway=(float(sway[0]), float(sway[1])),
    )  # fmt: skip
    behind = trunk_order(puppet) + HAIR_BEHIND - BEHIND_BODY
    return [
        replace(shape, order=shape.order + (behind if shape.order <= BEHIND_BODY else order))
        for shape in shapes
    ]
