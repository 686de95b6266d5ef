"""One figure, 0 to 1, for how alike two figures are, from what each body zone lost."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from tools.imaging.anatomy import Zone
from tools.imaging.description import Description
from tools.imaging.matching import Matching, ZoneMatch, flow, zone_match

FEATURES = (
    *(f"{zone.name.lower()}_{kind}" for zone in Zone for kind in ("here", "anywhere", "flow")),
    "worst_here",
    "worst_anywhere",
    "worst_flow",
    "figure_flow",
    "head_share",
)
_TELLING = (Zone.CROWN, Zone.TORSO, Zone.LEGS)
"""Zones seen from every side; the face is not, and feet are small."""


class Weights(BaseModel):
    """A logistic model over `FEATURES`, fitted on pictures of our own; what they cost.

    Every weight is at or above zero: a larger difference never makes two pictures more alike.
    """

    model_config = ConfigDict(frozen=True)

    space: str
    bias: float
    weights: Mapping[str, Annotated[float, Field(ge=0)]]
    data_set: str
    n: int
    command: str


def similarity(first: Description, second: Description, matching: Matching, by: Weights) -> float:
    """How alike two figures are, 0 to 1: the model's value, which is no calibrated probability."""
    found = differences(first, second, matching)
    odds = by.bias - sum(by.weights.get(name, 0.0) * value for name, value in found.items())
    return float(1 / (1 + np.exp(-np.clip(odds, -20, 20))))


def differences(first: Description, second: Description, matching: Matching) -> dict[str, float]:
    """The value of each of `FEATURES`, 0 where a zone is not in both pictures."""
    zones = {zone: zone_match(first, second, matching, zone) for zone in Zone}
    found: dict[str, float] = {}
    for zone, one in zones.items():
        name = zone.name.lower()
        found[f"{name}_here"] = one.here
        found[f"{name}_anywhere"] = one.anywhere
        found[f"{name}_flow"] = one.flow
    telling = [zones[zone] for zone in _TELLING]
    found["worst_here"] = max(one.here for one in telling)
    found["worst_anywhere"] = max(one.anywhere for one in telling)
    found["worst_flow"] = max(one.flow for one in telling)
    found["figure_flow"] = flow(first.weights, second.weights, matching.costs)
    found["head_share"] = _head_difference(first, second, zones)
    return found


def _head_difference(
    first: Description, second: Description, zones: Mapping[Zone, ZoneMatch]
) -> float:
    """Difference of the heads' shares of the figures' heights, where both show their feet."""
    if not zones[Zone.LEGS].seen or first.plan.cropped or second.plan.cropped:
        return 0.0
    return abs(float(np.log(first.head_share / second.head_share)))
