"""The figure below the head: limbs in order of depth, the trunk, and everything worn."""

from __future__ import annotations

from collections.abc import Callable

from tools.backends.sketch.figure.body import SIDES, Side
from tools.backends.sketch.figure.feet import shoe
from tools.backends.sketch.figure.hands import hand
from tools.backends.sketch.figure.hanging import draw_hanging
from tools.backends.sketch.figure.limbs import bend, segment
from tools.backends.sketch.figure.outfit import Figure, Outfit
from tools.backends.sketch.figure.paint import Pieces
from tools.backends.sketch.figure.trunk import draw_cover, draw_skin
from tools.domain.rig import PoseAngles

HEAD_ORDER = 30.0
Held = Callable[[Figure, Side, float, Pieces], None]
"""Draws a prop in a hand, given the order of that hand's piece."""


def draw_body(figure: Figure, outfit: Outfit, pose: PoseAngles) -> Pieces:
    """All pieces of the figure but head and prop."""
    pieces = Pieces()
    draw_skin(figure, pieces)
    for side in SIDES:
        _leg(figure, outfit, side, pieces)
        shape = pose.left_hand if side == "l" else pose.right_hand
        _arm(figure, outfit, side, pieces, hand(figure.body, side, shape, _glove(figure, outfit)))
    for index, cover in enumerate(outfit.trunk):
        draw_cover(figure, cover, pieces, f"top-{index}")
    for index, cloth in enumerate(outfit.hanging):
        draw_hanging(figure, cloth, pieces, f"hanging-{index}")
    for extra in outfit.extras:
        extra(figure, pieces)
    return pieces


def arm_orders(figure: Figure, side: Side) -> tuple[float, float]:
    """Where in the order of pieces an upper arm and a forearm with its hand are laid."""
    body = figure.body
    shoulder, elbow, wrist = (
        body.depth(f"{name}_{side}") for name in ("shoulder", "elbow", "wrist")
    )
    upper, lower = (shoulder + elbow) / 2, (elbow + wrist) / 2
    raised = body.dot(f"elbow_{side}")[1] < body.dot(f"shoulder_{side}")[1] - body.unit(20)
    return _order(upper, shoulder, raised), _order(lower, lower, raised)


def _order(depth: float, root: float, raised: bool) -> float:
    if depth < -14 or (root < -16 and depth < 8):
        return -60.0 + depth * 0.05
    if raised and depth < 22:
        return HEAD_ORDER - 6.0 + depth * 0.05
    return 45.0 + depth * 0.05


def leg_orders(figure: Figure, side: Side) -> tuple[float, float]:
    """Where in the order of pieces a thigh and a shin with its foot are laid."""
    body = figure.body
    hip, knee, ankle = (body.depth(f"{name}_{side}") for name in ("hip", "knee", "ankle"))
    forward = knee - hip > 70
    thigh = (0.8 if forward else -40.0) + (hip + knee) * (0.001 if forward else 0.02)
    shin = thigh + (0.15 if ankle > hip + 12 else -0.15)
    return thigh, shin


def _arm(figure: Figure, outfit: Outfit, side: Side, pieces: Pieces, palm: str) -> None:
    upper, lower = arm_orders(figure, side)
    if abs(upper - lower) < 1.0:
        lower = upper + 0.01
    skin, covers, ink = figure.look.skin, tuple(outfit.arms), figure.ink
    region = "torso" if covers else "skin"
    one = segment(figure.body, "upper_arm", side, skin, covers, ink)
    two = segment(
        figure.body, "forearm", side, skin, covers, ink, f'<g data-region="skin">{palm}</g>'
    )
    elbow = bend(figure.body, "forearm", side, skin, covers)
    pieces.add(min(upper, lower) - 0.02, region, f"elbow-{side}", elbow)
    pieces.add(upper, region, f"upper-arm-{side}", one.svg, contour=one.contour)
    pieces.add(lower, region, f"forearm-{side}", two.svg, contour=two.contour)


def _leg(figure: Figure, outfit: Outfit, side: Side, pieces: Pieces) -> None:
    thigh, shin = leg_orders(figure, side)
    skin, covers, ink = figure.look.skin, tuple(outfit.legs), figure.ink
    foot = ""
    if outfit.shoe:
        foot = f'<g data-region="feet">{shoe(figure.body, side, outfit.shoe, ink)}</g>'
    region = "legs" if covers else "skin"
    one = segment(figure.body, "thigh", side, skin, covers, ink)
    two = segment(figure.body, "shin", side, skin, covers, ink, foot)
    knee = bend(figure.body, "shin", side, skin, covers)
    pieces.add(min(thigh, shin) - 0.02, region, f"knee-{side}", knee)
    pieces.add(thigh, region, f"thigh-{side}", one.svg, contour=one.contour)
    pieces.add(shin, region, f"shin-{side}", two.svg, contour=two.contour)


def _glove(figure: Figure, outfit: Outfit) -> str:
    return outfit.gloves or figure.look.skin
