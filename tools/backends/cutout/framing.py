"""Frames kept within their cell by taking travel and leaps back before anything is made smaller."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from tools.backends.cutout.puppet import Moved, Puppet
from tools.imaging.cutout.seeds import PartName


@dataclass(frozen=True, kw_only=True)
class Shot:
    """One frame: what is drawn, far to near, and where, in the cutting's pixels with the pelvis
    shifted by `shift`. A name may come twice: an arm's cap lies under the trunk, the arm over it.
    """

    pieces: Mapping[PartName, Moved]
    order: tuple[tuple[PartName, bool], ...]
    """Names with whether the whole layer is drawn, or only what the picture shows of it."""
    shift: tuple[float, float]


def extent(shots: Sequence[Shot]) -> tuple[float, float, float, float]:
    """Left, top, right and lower bound of everything in all frames."""
    clouds = [
        piece.outline + np.array(shot.shift) for shot in shots for piece in shot.pieces.values()
    ]
    points = np.concatenate([cloud for cloud in clouds if len(cloud)])
    (left, top), (right, low) = points.min(axis=0), points.max(axis=0)
    return float(left), float(top), float(right) + 1, float(low) + 1


def kept_within(shots: Sequence[Shot], room: float, puppet: Puppet) -> list[Shot]:
    """The frames shifted so that they share a window of `room` pixels, where each alone fits one.

    The window lies about the middle of the figure at rest, or where most of the frames need it.
    """
    bounds = [extent([shot]) for shot in shots]
    left = _window([(b[0], b[2]) for b in bounds], room, puppet.middle - room / 2)
    top = _window([(b[1], b[3]) for b in bounds], room, puppet.bottom - room)
    result: list[Shot] = []
    for shot, (x0, y0, x1, y1) in zip(shots, bounds, strict=True):
        by = (_back(x0, x1, left, room), max(0.0, top - y0) if y1 - y0 <= room else 0.0)
        by = (_whole(by[0]), _whole(by[1])) if puppet.pixel_art else by
        result.append(replace(shot, shift=(shot.shift[0] + by[0], shot.shift[1] + by[1])))
    return result


def _window(spans: Sequence[tuple[float, float]], room: float, wanted: float) -> float:
    """Where a window of `room` begins: as wanted, or as far off as all need if all fit one."""
    low, high = min(first for first, _ in spans), max(last for _, last in spans)
    if high - low <= room:
        return min(max(wanted, high - room), low)
    return min(max(wanted, low), high - room)


def _back(first: float, last: float, start: float, room: float) -> float:
    """The shift that takes a stretch into the window; none for one that is longer."""
    if last - first > room:
        return 0.0
    return max(0.0, start - first) - max(0.0, last - start - room)


def _whole(shift: float) -> float:
    """At least as far, in whole pixels."""
    return math.copysign(math.ceil(abs(shift)), shift)
