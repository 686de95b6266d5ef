"""Small turns of pixel art taken away: a face that is turned by three degrees is a ruined face."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from tools.backends.cutout.retargeting import Moves, PictureBones, waist_of
from tools.imaging.cutout.mesh import BoneMove

_HEAD_STEP = math.radians(22.5)
_TRUNK_STEP = math.radians(11.25)


def on_pixels(moves: Moves, bones: PictureBones) -> Moves:
    """The moves with head and trunk turned in steps and carried by whole pixels.

    Limbs keep their turns; their starts go along with the trunk.
    """
    neck = np.array(bones.joints["neck"])
    waist = np.array(waist_of(bones.joints))
    lower, upper = (_stepped(move, _TRUNK_STEP) for move in moves.trunk)
    lower = replace(lower, stretch=1.0)
    upper = replace(upper, stretch=1.0)
    head = replace(_stepped(moves.head, _HEAD_STEP), stretch=1.0)
    return replace(
        moves,
        trunk=(_snapped(lower, np.array(bones.joints["pelvis"])), _snapped(upper, waist)),
        head=_snapped(head, neck),
    )


def _stepped(move: BoneMove, step: float) -> BoneMove:
    return replace(move, turn=round(move.turn / step) * step)


def _snapped(move: BoneMove, rest: np.ndarray) -> BoneMove:
    x, y = np.round(np.array(move.start) - rest) + rest
    return replace(move, start=(float(x), float(y)))
