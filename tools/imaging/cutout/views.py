"""From which side a figure is seen where somebody has put its shoulders and hips."""

from __future__ import annotations

import math
from collections.abc import Mapping

from tools.imaging.cutout.facing import Facing, FigureView
from tools.imaging.cutout.skeleton import JointName, Place

_NEEDED: tuple[JointName, ...] = ("shoulder_l", "shoulder_r", "hip_l", "hip_r")
_YAWS: dict[FigureView, float] = {
    "front": 0.0, "three_quarter": 40.0, "side": 90.0, "back": 180.0,
}  # fmt: skip
_FRONT, _FRONT_SPRITE = 0.96, 1.2
"""How far shoulders and hips together lie apart from the front, by the distance of their
middles, for an adult, and what a sprite's short trunk adds."""
_PROFILE, _QUARTER, _FULL = 0.35, 0.75, 1.05
"""Shares of that: up to which it is a profile, up to which turned, from which not turned."""


def implied_view(
    given: Mapping[JointName, Place], estimated: Facing, chibi: float
) -> Facing | None:
    """The view that corrected joints imply: the less shoulders and hips spread, the more it is a
    profile; with the character's left on the picture's left it is seen from behind.

    None, for the estimated one, unless all four joints are given and gainsay it. `chibi` is 0 for
    an adult's proportions, 1 for a sprite's.
    """
    if any(name not in given for name in _NEEDED):
        return None
    left, right, hip_l, hip_r = (given[name] for name in _NEEDED)
    tall = math.dist(_middle(left, right), _middle(hip_l, hip_r))
    spread = (left[0] - right[0]) + (hip_l[0] - hip_r[0])
    share = spread / max((_FRONT + _FRONT_SPRITE * chibi) * tall, 1e-6)
    view = _view(share, estimated.view, chibi)
    if view == estimated.view:
        return None
    return Facing(view=view, yaw=_YAWS[view], confidence=1.0)


def _view(share: float, estimated: FigureView, chibi: float) -> FigureView:
    if abs(share) <= _PROFILE:
        return "side"
    if share < 0:
        return "back"
    if chibi > 0.5 or share >= _FULL:
        return "front"
    if share < _QUARTER:
        return "three_quarter"
    return estimated if estimated in ("front", "three_quarter") else "front"


def _middle(one: Place, other: Place) -> Place:
    return ((one[0] + other[0]) / 2, (one[1] + other[1]) / 2)
