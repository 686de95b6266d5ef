"""What the body's motion leaves behind, from frame to frame: hair, cloth and weapon."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from tools.backends.sketch.sprite.carried import held
from tools.backends.sketch.sprite.puppet import Puppet, Sway, Vector
from tools.backends.sketch.sprite.springs import followed
from tools.domain.animation.script import AnimationFrame
from tools.domain.rig import PoseAngles


def loops_of(poses: Sequence[PoseAngles]) -> bool:
    """Whether the last pose leads back to the first as one frame leads to the next."""
    if len(poses) < 3:
        return False
    steps = [_apart(one, two) for one, two in pairwise(poses)]
    return _apart(poses[-1], poses[0]) <= 1.6 * max(*steps, 1e-6)


def _apart(one: PoseAngles, two: PoseAngles) -> float:
    total = 0.0
    for joint in one.joints.keys() | two.joints.keys():
        a, b = one.angles(joint), two.angles(joint)
        total += abs(a.flex - b.flex) + abs(a.abduct - b.abduct) + abs(a.twist - b.twist)
    return total


def swayed(puppets: list[Puppet], frames: Sequence[AnimationFrame], *, loops: bool) -> list[Puppet]:
    """The puppets with what hangs left behind by the body's motion."""
    durations = [frame.duration_ms for frame in frames]
    targets = np.stack([_anchors(puppet) for puppet in puppets])
    travel = np.array([(0.0, 0.0, 100.0 * frame.travel.forward) for frame in frames])
    targets[:, :9] += np.tile(travel, (1, 3))
    loops = loops and not travel.any()
    hertz = np.repeat(np.array((2.6, 1.9, 2.4, 4.2)), 3)
    lag = followed(targets, durations, hertz, 0.62, loops=loops) - targets
    return [
        replace(
            puppet,
            sway=Sway(
                hair=_limited(row[0:3], 38.0),
                back=_limited(row[3:6], 62.0),
                hips=_limited(row[6:9], 26.0),
                prop=_limited(row[9:12], 34.0),
            ),
        )
        for puppet, row in zip(puppets, lag, strict=True)
    ]


def _anchors(puppet: Puppet) -> NDArray[np.float64]:
    """What hair, cape, skirt and weapon hang from, at the length of what hangs; shape (12,)."""
    place = puppet.skeleton.place
    thing = held(puppet)
    tip = thing.tip if thing else puppet.point("wrist_r")
    hair = place("head", 0.0, 10.0, -50.0)
    back = place("chest", 0.0, 40.0, -40.0)
    hips = place("pelvis", 0.0, 40.0, 0.0)
    return np.concatenate((hair + puppet.at, back + puppet.at, hips + puppet.at, tip + puppet.at))


def _limited(shift: Vector, most: float) -> Vector:
    length = math.sqrt(float(shift @ shift))
    return shift if length <= most else shift * (most / length)
