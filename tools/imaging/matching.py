"""How much of each body zone has a counterpart of its colour in another picture."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tools.imaging.anatomy import Zone
from tools.imaging.description import Description
from tools.imaging.picture import Floats, floats
from tools.imaging.tint import Change, light_change, relit, squared_distances

_TOLERANCE = 0.05
"""OKLab distance at which 39 % of a colour counts as lost."""
_ELSEWHERE = 0.6
"""What a colour costs that the other picture has in another zone only."""
_ENTROPY = 0.04
_SINKHORN_ROUNDS = 30


@dataclass(frozen=True, kw_only=True)
class Matching:
    """Two descriptions held against each other, light evened out.

    `lost` (k) is the share, 0 to 1, of each of the first's clusters without a counterpart
    anywhere in the second; `lost_here` (k x 6) the same where the counterpart has to be in the
    same zone; `gained` and `gained_here` are those of the second's clusters.
    """

    lost: Floats
    lost_here: Floats
    gained: Floats
    gained_here: Floats
    costs: Floats
    """Share lost (0 to 1) where the first's cluster (k) became the second's (m)."""


@dataclass(frozen=True, kw_only=True)
class ZoneMatch:
    """One zone of two pictures: unmatched shares, 0 to 1, of the worse side; or not seen."""

    seen: bool
    here: float
    """Without a counterpart in the same zone."""
    anywhere: float
    """Without a counterpart in the whole figure."""
    flow: float
    """Share of the zone that has to change colour to become the other's."""


def match(first: Description, second: Description) -> Matching:
    """Hold two figures against each other, under the light of the second and of the first."""
    forth = _costs(first, second)
    back = _costs(second, first)
    return Matching(
        lost=floats(forth.min(axis=1)),
        lost_here=_within_zones(forth, second.zones),
        gained=floats(back.min(axis=1)),
        gained_here=_within_zones(back, first.zones),
        costs=forth,
    )


def zone_match(
    first: Description, second: Description, matching: Matching, zone: Zone
) -> ZoneMatch:
    """The unmatched shares of one zone."""
    mine, theirs = first.zones[:, zone], second.zones[:, zone]
    if mine.sum() == 0 or theirs.sum() == 0:
        return ZoneMatch(seen=False, here=0.0, anywhere=0.0, flow=0.0)
    return ZoneMatch(
        seen=True,
        here=max(
            float(mine @ matching.lost_here[:, zone]), float(theirs @ matching.gained_here[:, zone])
        ),
        anywhere=max(float(mine @ matching.lost), float(theirs @ matching.gained)),
        flow=flow(mine, theirs, matching.costs),
    )


def flow(mine: Floats, theirs: Floats, costs: Floats) -> float:
    """The cost of carrying the first shares (k) over to the second (m): optimal transport.

    Sinkhorn's iteration with an entropy of 0.04; the result is 0 to 1.
    """
    kernel = np.exp(-costs / _ENTROPY)
    start, goal = mine / mine.sum() + 1e-9, theirs / theirs.sum() + 1e-9
    down = np.ones_like(goal)
    across = np.ones_like(start)
    for _ in range(_SINKHORN_ROUNDS):
        across = start / (kernel @ down + 1e-30)
        down = goal / (kernel.T @ across + 1e-30)
    return float((across[:, None] * kernel * down[None] * costs).sum())


def light_between(first: Description, second: Description) -> Change:
    """What brings the first's colours under the second's light."""
    return light_change(
        first.colors, first.weights, first.zones, (second.colors, second.weights, second.zones)
    )


def _costs(first: Description, second: Description) -> Floats:
    distance = squared_distances(relit(light_between(first, second), first.colors), second.colors)
    return floats(1 - np.exp(-distance / (2 * _TOLERANCE * _TOLERANCE)))


def _within_zones(costs: Floats, zones: Floats) -> Floats:
    """The least cost of each cluster in each zone; elsewhere-only counterparts cost more."""
    present = np.minimum(1, 6 * zones / np.maximum(zones.max(axis=0, keepdims=True), 1e-6))
    extra = _ELSEWHERE * (1 - present)
    return floats(np.minimum(1, costs[:, :, None] + extra[None]).min(axis=1))
