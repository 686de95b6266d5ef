"""Which way a picture's figure is made to move: its own view, turned as far as that can be."""

from __future__ import annotations

import math
from dataclasses import dataclass

from tools.domain.animation.kinds import Perspective
from tools.imaging.cutout.facing import FigureView

_WORDS: dict[FigureView, str] = {
    "front": "from the front",
    "three_quarter": "turned a quarter",
    "side": "from the side",
    "back": "from behind",
}
_RANGES: dict[FigureView, tuple[float, float]] = {
    "front": (0.0, 50.0),
    "three_quarter": (25.0, 65.0),
    "side": (90.0, 90.0),
    "back": (130.0, 180.0),
}
"""The yaws from which each view's motion may be seen: limbs swing aside in a picture that looks
to the viewer, so that a strike reaches the one who stands beside it."""
_CLOSE_ENOUGH = 35.0


@dataclass(frozen=True, kw_only=True)
class Motion:
    """`yaw` is the motion's, 0 to 180; `flipped` says that the result looks the other way."""

    yaw: float
    flipped: bool
    undrawn: tuple[str, ...]


def motion_of(view: FigureView, own: float, perspective: Perspective, facing: float) -> Motion:
    """How a figure that looks `own` (0 to 180) moves where it shall look `facing` degrees."""
    wanted = math.fmod(math.fmod(facing, 360.0) + 360.0, 360.0)
    flipped = wanted > 180.0
    wanted = 360.0 - wanted if flipped else wanted
    least, most = _RANGES[view]
    undrawn: list[str] = []
    if abs(wanted - own) > _CLOSE_ENOUGH:
        undrawn.append(f"the view {_asked(wanted)}: the picture shows the figure {_WORDS[view]}")
    if perspective in ("top_down", "isometric"):
        undrawn.append("the view from above: the picture is seen from its own height")
    return Motion(yaw=min(max(wanted, least), most), flipped=flipped, undrawn=tuple(undrawn))


def _asked(wanted: float) -> str:
    if wanted < 30:
        return "from the front"
    if wanted > 150:
        return "from behind"
    return "from the side" if 60 <= wanted <= 120 else "turned a quarter"
