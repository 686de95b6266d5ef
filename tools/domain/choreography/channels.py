"""Poses as rows of numbers: every joint's flex, abduct and twist in the rig's order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from tools.domain.rig import JOINTS, LIMITS, Angles, Joint

Row = NDArray[np.float64]
"""Shape (63,): three degrees a joint, in the order of `JOINTS`."""

MOTIONS = ("flex", "abduct", "twist")
CHANNELS = len(JOINTS) * len(MOTIONS)

_LEAST: Row = np.array([getattr(LIMITS[joint], m)[0] for joint in JOINTS for m in MOTIONS])
_MOST: Row = np.array([getattr(LIMITS[joint], m)[1] for joint in JOINTS for m in MOTIONS])
_ROOT = len(MOTIONS)
"""The pelvis is the first joint; it alone turns all the way round."""


def row_of(joints: Mapping[Joint, Sequence[float]]) -> Row:
    """The row of joints given as up to three degrees each; joints not named are at rest."""
    row = np.zeros(CHANNELS)
    for joint, angles in joints.items():
        start = JOINTS.index(joint) * len(MOTIONS)
        row[start : start + len(angles)] = angles
    return row


def within_ranges(row: Row) -> Row:
    """The row with the pelvis's turns brought to ±180 and every other joint held to its range."""
    held = np.clip(row, _LEAST, _MOST)
    held[:_ROOT] = (row[:_ROOT] + 180.0) % 360.0 - 180.0
    return held


def angles_of(row: Row) -> dict[Joint, Angles]:
    """The joints that are turned, to a tenth of a degree."""
    values: list[float] = np.round(row, 1).tolist()
    turned: dict[Joint, Angles] = {}
    for index, joint in enumerate(JOINTS):
        flex, abduct, twist = values[3 * index : 3 * index + 3]
        if flex or abduct or twist:
            turned[joint] = Angles(flex=flex, abduct=abduct, twist=twist)
    return turned


def mask(joints: Sequence[str], motions: Sequence[str] = MOTIONS) -> NDArray[np.bool_]:
    """Which channels belong to joints whose names begin so, in these motions; shape (63,)."""
    return np.array(
        [joint.partition("_")[0] in joints and m in motions for joint in JOINTS for m in MOTIONS]
    )
