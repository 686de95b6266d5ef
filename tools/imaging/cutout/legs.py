"""Where the legs are: feet first, then the joints above them."""

from __future__ import annotations

import numpy as np

from tools.imaging.cutout.bodymap import BodyMap
from tools.imaging.cutout.skeleton import JointName, Place, named_joint
from tools.imaging.parser import Part
from tools.imaging.picture import Mask

Span = tuple[float, float]


def leg_places(
    body: BodyMap, pelvis: Place
) -> tuple[dict[JointName, Place], dict[JointName, float]]:
    """Hips, knees, ankles and toes of both legs.

    A figure that looks to the right has its own right leg nearer the viewer.
    """
    below = _legs_mask(body, pelvis[1])
    side = body.facing.view == "side"
    spans, sure = _profile_feet(body, below) if side else _feet(body, below, pelvis[0])
    result: dict[JointName, Place] = {}
    for name, span in zip(("l", "r"), spans, strict=True):
        result |= _leg(body, below, pelvis, name, span, side=side)
    return result, dict.fromkeys(result, sure)


def leg_radius(body: BodyMap) -> float:
    """Half the usual thickness of a leg."""
    return (0.034 + (0.068 - 0.034) * body.chibi) * body.height


def _legs_mask(body: BodyMap, row: float) -> Mask:
    """The body below a row, capes and weapons left out where the parts are known."""
    mask = body.body.copy()
    mask[: round(row)] = False
    if body.parts is not None:
        p = body.parts
        legs = p[:, :, Part.LEGS] + p[:, :, Part.FEET] + p[:, :, Part.SKIN]
        seen = mask & (legs > 0.4)
        if seen.sum() > 0.3 * mask.sum():
            return seen
    return mask


def _leg(
    body: BodyMap, below: Mask, pelvis: Place, name: str, span: Span, *, side: bool
) -> dict[JointName, Place]:
    t, height = body.chibi, body.bottom - body.chin
    foot = span[1] - span[0]
    ankle_y = body.bottom - (0.047 + (0.13 - 0.047) * t) * height
    hip_y = pelvis[1] + 0.03 * height
    if side:
        heel = 0.3 + 0.05 * t
        ankle = (span[0] + heel * foot, ankle_y)
        toes = (span[1] - 0.12 * foot, body.bottom - 0.012 * height)
        hip = (pelvis[0], hip_y)
    else:
        middle = 0.5 * (span[0] + span[1])
        half = _half_width(below, round(hip_y + 0.04 * height), pelvis[0])
        reach = min(0.5 * half, 1.3 * leg_radius(body))
        out = 1 if name == "l" else -1
        hip = (pelvis[0] + out * max(reach, 0.6 * leg_radius(body)), hip_y)
        turn = 0.25 * foot if body.facing.view == "three_quarter" else 0.0
        ankle = (middle - turn, ankle_y)
        toes = (middle + turn, body.bottom - 0.012 * height)
    share = 0.54 if t < 0.5 else 0.5
    knee = (hip[0] + share * (ankle[0] - hip[0]), hip[1] + share * (ankle[1] - hip[1]))
    if not side:
        knee = (_snapped(below, knee, 0.8 * leg_radius(body)), knee[1])
    places = (hip, knee, ankle, toes)
    stems = ("hip", "knee", "ankle", "toes")
    return {named_joint(stem, name): place for stem, place in zip(stems, places, strict=True)}


def _feet(body: BodyMap, below: Mask, middle: float) -> tuple[tuple[Span, Span], float]:
    """The columns of the left (the picture's right) and of the right foot."""
    runs = _runs(below[body.bottom - max(2, round(0.08 * body.height)) : body.bottom])
    runs = sorted(sorted(runs, key=lambda run: run[0] - run[1])[:2])
    if len(runs) == 2 and (runs[1][1] - runs[1][0]) > 0.3 * (runs[0][1] - runs[0][0]):
        return (runs[1], runs[0]), 0.85
    if not runs:
        r = leg_radius(body)
        return ((middle, middle + 2 * r), (middle - 2 * r, middle)), 0.2
    low, high = runs[0][0], runs[-1][1]
    centre = float(np.clip(middle, low + 0.3 * (high - low), high - 0.3 * (high - low)))
    return ((centre, high), (low, centre)), 0.6


def _profile_feet(body: BodyMap, below: Mask) -> tuple[tuple[Span, Span], float]:
    """The far (left) and the near (right) foot of a figure that looks to the right."""
    zone = below[body.bottom - max(2, round(0.09 * body.height)) : body.bottom]
    runs = _runs(zone)
    if not runs:
        r = leg_radius(body)
        both = (body.axis - r, body.axis + 2 * r)
        return (both, both), 0.2
    low, high = runs[0][0], runs[-1][1]
    length = (0.088 + (0.2 - 0.088) * body.chibi) * body.height
    if high - low < 1.25 * length:
        return ((low, high), (low, high)), 0.5
    rear, front = (low, low + length), (high - length, high)
    depth = [_lowest(below, *span) for span in (rear, front)]
    near, far = (rear, front) if depth[0] >= depth[1] else (front, rear)
    return (far, near), 0.6


def _runs(zone: Mask) -> list[Span]:
    columns = np.flatnonzero(zone.any(axis=0))
    if not columns.size:
        return []
    runs = np.split(columns, np.flatnonzero(np.diff(columns) > 1) + 1)
    return [(float(run[0]), float(run[-1] + 1)) for run in runs]


def _lowest(mask: Mask, first: float, last: float) -> int:
    rows = np.flatnonzero(mask[:, round(first) : max(round(first) + 1, round(last))].any(axis=1))
    return int(rows[-1]) if rows.size else 0


def _half_width(mask: Mask, row: int, middle: float) -> float:
    columns = np.flatnonzero(mask[min(row, mask.shape[0] - 1)])
    if not columns.size:
        return 0.0
    return max(float(columns[-1]) + 1 - middle, middle - float(columns[0]), 0.0)


def _snapped(mask: Mask, place: Place, reach: float) -> float:
    """The middle of the run at this place, where that is one leg's."""
    row = mask[min(round(place[1]), mask.shape[0] - 1)]
    columns = np.flatnonzero(row)
    if not columns.size:
        return place[0]
    runs = np.split(columns, np.flatnonzero(np.diff(columns) > 1) + 1)
    near = min(runs, key=lambda run: max(run[0] - place[0], place[0] - run[-1], 0.0))
    middle = float(near[0] + near[-1] + 1) / 2
    return middle if len(runs) > 1 and abs(middle - place[0]) < 2 * reach else place[0]
