"""What differs between two figures, region by region, with the colours and the places."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from tools.domain.consistency import DRIFT_LIMITS, NAMED_EASE, Region, RegionDifference
from tools.imaging.anatomy import Zone
from tools.imaging.description import Description
from tools.imaging.eyes import eyes_in
from tools.imaging.matching import light_between, match
from tools.imaging.measured import Measured
from tools.imaging.oklab import to_hex
from tools.imaging.picture import Floats, floats
from tools.imaging.places import pixels_place, zone_place
from tools.imaging.tint import relit, squared_distances

ZONES: Mapping[Region, Zone] = {
    Region.HAIR: Zone.CROWN,
    Region.SKIN: Zone.FACE,
    Region.OUTFIT: Zone.TORSO,
    Region.LEGS: Zone.LEGS,
    Region.FEET: Zone.FEET,
    Region.ACCESSORIES: Zone.EXTRA,
}
_SAME_COLOR = 0.08
"""OKLab distance within which a lost colour is the one that a named region lost."""
_IRIS_TOLERANCE = 0.1
_LEAST_EXTRA = 0.012
"""Share of the figure from which something worn or held counts as there."""
_UPRIGHT = 0.62
_HEAD_TOLERANCE = 0.35


@dataclass(frozen=True, kw_only=True)
class _Unmatched:
    """Of each cluster the share without a counterpart, by zone: k x 6 of both figures."""

    lost: Floats
    gained: Floats


def region_differences(
    reference: Measured, candidate: Measured, named: frozenset[Region] = frozenset()
) -> tuple[RegionDifference, ...]:
    """Every region of two pictures held against each other.

    A colour that a `named` region lost or gained counts there only, wherever else it shows: a
    coat hangs over the legs, and hair over the shoulders.
    """
    matching = match(reference.description, candidate.description)
    unmatched = _Unmatched(lost=matching.lost_here, gained=matching.gained_here)
    excused = _excused(reference.description, candidate.description, unmatched, named)
    found = {
        region: _zone_difference(
            region,
            reference,
            candidate,
            unmatched if region in named else excused,
            _limit(region, named),
        )
        for region in ZONES
    }
    found[Region.EYES] = _eyes_difference(reference, candidate, _limit(Region.EYES, named))
    found[Region.SILHOUETTE] = _silhouette_difference(reference, candidate)
    return tuple(found[region] for region in Region)


def _limit(region: Region, named: frozenset[Region]) -> float:
    return DRIFT_LIMITS[region] * (NAMED_EASE if region in named else 1.0)


def _zone_difference(
    region: Region, reference: Measured, candidate: Measured, unmatched: _Unmatched, limit: float
) -> RegionDifference:
    zone = ZONES[region]
    first, second = reference.description, candidate.description
    mine, theirs = first.zones[:, zone], second.zones[:, zone]
    if zone is Zone.EXTRA:
        return _extra_difference(reference, candidate, unmatched, limit)
    if not mine.any() or not theirs.any():
        return RegionDifference(region=region, difference=None, drifted=False)
    difference = max(
        float(mine @ unmatched.lost[:, zone]), float(theirs @ unmatched.gained[:, zone])
    )
    drifted = difference >= limit
    return RegionDifference(
        region=region,
        difference=min(1.0, difference),
        drifted=drifted,
        reference_color=_most(first, zone, unmatched.lost) if drifted else None,
        candidate_color=_most(second, zone, unmatched.gained) if drifted else None,
        reference_place=zone_place(reference, zone),
        candidate_place=zone_place(candidate, zone),
    )


def _extra_difference(
    reference: Measured, candidate: Measured, unmatched: _Unmatched, limit: float
) -> RegionDifference:
    """What is worn on the head or held: something may be there in one picture alone.

    What one picture shows and the other does not has drifted only where its colour is nowhere
    in the other: a prop may hang behind the body.
    """
    zone, region = Zone.EXTRA, Region.ACCESSORIES
    if reference.figure.parts is None or candidate.figure.parts is None:
        return RegionDifference(region=region, difference=None, drifted=False)
    first, second = reference.description, candidate.description
    lost = float(first.zones[:, zone] @ unmatched.lost.min(axis=1))
    gained = float(second.zones[:, zone] @ unmatched.gained.min(axis=1))
    there = [d.sizes[zone] >= _LEAST_EXTRA for d in (first, second)]
    difference = max(lost if there[0] else 0.0, gained if there[1] else 0.0)
    drifted = difference >= limit
    return RegionDifference(
        region=region,
        difference=min(1.0, difference),
        drifted=drifted,
        reference_color=_most(first, zone, unmatched.lost) if drifted and there[0] else None,
        candidate_color=_most(second, zone, unmatched.gained) if drifted and there[1] else None,
        reference_place=zone_place(reference, zone) if there[0] else None,
        candidate_place=zone_place(candidate, zone) if there[1] else None,
    )


def _eyes_difference(reference: Measured, candidate: Measured, limit: float) -> RegionDifference:
    """The worst iris of the picture that shows fewer eyes, against the nearest of the other."""
    first, second = eyes_in(reference), eyes_in(candidate)
    if not first or not second:
        return RegionDifference(region=Region.EYES, difference=None, drifted=False)
    change = light_between(reference.description, candidate.description)
    mine = floats([eye.color for eye in first])
    theirs = floats([eye.color for eye in second])
    distance = squared_distances(relit(change, mine), theirs)
    costs = 1 - np.exp(-distance / (2 * _IRIS_TOLERANCE**2))
    over_mine, over_theirs = costs.min(axis=1), costs.min(axis=0)
    if len(first) == len(second):
        difference = max(float(over_mine.max()), float(over_theirs.max()))
    else:
        difference = float(over_mine.max() if len(first) < len(second) else over_theirs.max())
    drifted = difference >= limit
    one, other = np.unravel_index(int(np.argmax(costs)), costs.shape)
    return RegionDifference(
        region=Region.EYES,
        difference=difference,
        drifted=drifted,
        reference_color=to_hex(mine[one]) if drifted else None,
        candidate_color=to_hex(theirs[other]) if drifted else None,
        reference_place=pixels_place([eye.box for eye in first]),
        candidate_place=pixels_place([eye.box for eye in second]),
    )


def _silhouette_difference(reference: Measured, candidate: Measured) -> RegionDifference:
    """The head's share of the body's height, where both stand upright and whole in the picture."""
    upright = all(
        not one.description.plan.cropped and one.description.aspect < _UPRIGHT
        for one in (reference, candidate)
    )
    if not upright:
        return RegionDifference(region=Region.SILHOUETTE, difference=None, drifted=False)
    first, second = reference.description, candidate.description
    apart = abs(float(np.log(first.head_share / second.head_share)))
    difference = float(1 - np.exp(-((apart / _HEAD_TOLERANCE) ** 2) / 2))
    return RegionDifference(
        region=Region.SILHOUETTE,
        difference=difference,
        drifted=difference >= DRIFT_LIMITS[Region.SILHOUETTE],
        reference_place=zone_place(reference, None),
        candidate_place=zone_place(candidate, None),
    )


def _excused(
    first: Description, second: Description, unmatched: _Unmatched, named: frozenset[Region]
) -> _Unmatched:
    zones = [ZONES[region] for region in named if region in ZONES]
    return _Unmatched(
        lost=unmatched.lost * (1 - _explained(first, unmatched.lost, zones))[:, None],
        gained=unmatched.gained * (1 - _explained(second, unmatched.gained, zones))[:, None],
    )


def _explained(described: Description, unmatched: Floats, zones: list[Zone]) -> Floats:
    """1 for each cluster (k) of a colour that one of the zones lost a good part of itself of."""
    result = np.zeros(len(described.colors), dtype=np.float32)
    for zone in zones:
        amounts = described.zones[:, zone] * unmatched[:, zone]
        gone = described.colors[amounts > 0.04]
        if len(gone):
            near = squared_distances(described.colors, gone).min(axis=1) < _SAME_COLOR**2
            result[near] = 1.0
    return result


def _most(described: Description, zone: Zone, unmatched: Floats) -> str | None:
    """The colour that makes up most of what is unmatched in the zone."""
    amounts = described.zones[:, zone] * unmatched[:, zone]
    return to_hex(described.colors[int(np.argmax(amounts))]) if amounts.any() else None
