"""What differs between two figures, region by region, with the colours and the places."""

from __future__ import annotations

import numpy as np

from tools.domain.consistency import DRIFT_LIMIT, Place, Region, RegionDifference
from tools.imaging.anatomy import Zone
from tools.imaging.description import Description
from tools.imaging.matching import Matching, match, zone_match
from tools.imaging.measured import Measured
from tools.imaging.oklab import to_hex
from tools.imaging.picture import Floats

ZONES = {
    Region.HAIR: Zone.CROWN,
    Region.SKIN: Zone.FACE,
    Region.OUTFIT: Zone.TORSO,
    Region.LEGS: Zone.LEGS,
    Region.FEET: Zone.FEET,
}


def region_differences(reference: Measured, candidate: Measured) -> tuple[RegionDifference, ...]:
    """Every region of two pictures held against each other."""
    matching = match(reference.description, candidate.description)
    return tuple(
        _zone_difference(region, zone, reference, candidate, matching)
        for region, zone in ZONES.items()
    )


def _zone_difference(
    region: Region, zone: Zone, reference: Measured, candidate: Measured, matching: Matching
) -> RegionDifference:
    first, second = reference.description, candidate.description
    found = zone_match(first, second, matching, zone)
    difference = found.here if found.seen else None
    drifted = difference is not None and difference >= DRIFT_LIMIT
    return RegionDifference(
        region=region,
        difference=difference,
        drifted=drifted,
        reference_color=_most(first, zone, matching.lost_here[:, zone]) if drifted else None,
        candidate_color=_most(second, zone, matching.gained_here[:, zone]) if drifted else None,
        reference_place=zone_place(reference, zone) if found.seen else None,
        candidate_place=zone_place(candidate, zone) if found.seen else None,
    )


def _most(described: Description, zone: Zone, unmatched: Floats) -> str | None:
    """The colour that makes up most of what is unmatched in the zone."""
    amounts = described.zones[:, zone] * unmatched
    return to_hex(described.colors[int(np.argmax(amounts))]) if amounts.any() else None


def zone_place(measured: Measured, zone: Zone) -> Place:
    """The bounds of a zone in the picture's own pixels."""
    figure, plan = measured.figure, measured.description.plan
    left, top, right, bottom = figure.box
    edges = [0.0, plan.top + 0.5 * plan.head, plan.top + plan.head, plan.hip, plan.ankle]
    begin = top + int(edges[zone])
    end = min(bottom, top + int(np.ceil([*edges[1:], float(bottom - top)][zone])))
    begin = min(begin, bottom - 1)
    end = max(end, begin + 1)
    columns = np.flatnonzero(figure.mask[begin:end, left:right].any(axis=0))
    if columns.size:
        left, right = left + int(columns[0]), left + int(columns[-1]) + 1
    height, width = measured.picture.shape[:2]
    return Place(
        left=max(0, int(left * figure.scale)),
        top=max(0, int(begin * figure.scale)),
        right=min(width, int(np.ceil(right * figure.scale))),
        bottom=min(height, int(np.ceil(end * figure.scale))),
    )
