"""Poses between keys: where a movement stands at a share of one of its sections."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from tools.domain.choreography.channels import CHANNELS, Row, row_of
from tools.domain.choreography.movement import Ease, Key, Movement, Section, Shelf, movement

_TRAVEL, _LIFT, _CHANNELS = CHANNELS, CHANNELS + 1, CHANNELS + 2
_AIRBORNE = 0.01


@dataclass(frozen=True, kw_only=True)
class Sample:
    """A moment of a movement: its row of angles, and the key it is nearest to."""

    row: Row
    travel: float
    lift: float
    key: Key


def sampled(shelf: Shelf, name: str, section: int, share: float) -> Sample:
    """The moment at this share (0 to 1) of a section; a loop's share 1 is its share 0."""
    return _sampled(shelf, name, section, round(share, 4))


@lru_cache(maxsize=4096)
def _sampled(shelf: Shelf, name: str, section: int, share: float) -> Sample:
    whole = movement(shelf, name)
    part = whole.sections[section]
    times, rows = _track(shelf, name, section)
    row = _around(times, rows, share) if whole.loop else _along(part, times, rows, share)
    return Sample(
        row=row[:CHANNELS],
        travel=float(row[_TRAVEL]),
        lift=max(0.0, float(row[_LIFT])),
        key=_nearest(whole, part, share),
    )


@lru_cache(maxsize=256)
def base_row(shelf: Shelf, name: str) -> Row | None:
    """The row from which the movement's amplitude is measured."""
    whole = movement(shelf, name)
    return row_of(whole.poses[whole.base].joints) if whole.base else None


@lru_cache(maxsize=512)
def _track(
    shelf: Shelf, name: str, section: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    whole = movement(shelf, name)
    keys = whole.sections[section].keys
    rows = np.zeros((len(keys), _CHANNELS))
    for index, key in enumerate(keys):
        rows[index, :CHANNELS] = row_of(whole.poses[key.pose].joints)
        rows[index, 0] += 360.0 * key.spin
        rows[index, _TRAVEL], rows[index, _LIFT] = key.travel, key.lift
    return np.array([key.at for key in keys]), rows


def _along(
    part: Section, times: NDArray[np.float64], rows: NDArray[np.float64], share: float
) -> NDArray[np.float64]:
    after = int(np.searchsorted(times, share, side="right"))
    if after == 0 or after == len(times):
        return rows[min(after, len(times) - 1)] if after == 0 else rows[-1]
    start, end = times[after - 1], times[after]
    way = eased(part.keys[after - 1].ease, float((share - start) / (end - start)))
    return rows[after - 1] + (rows[after] - rows[after - 1]) * way


def _around(
    times: NDArray[np.float64], rows: NDArray[np.float64], share: float
) -> NDArray[np.float64]:
    """A closed cubic Hermite curve with Catmull-Rom slopes, so that the seam shows no corner."""
    count = len(times)
    place = share % 1.0
    after = int(np.searchsorted(times, place, side="right"))
    one, two = (after - 1) % count, after % count
    before, beyond = (one - 1) % count, (two + 1) % count
    span = (times[two] - times[one]) % 1.0 or 1.0
    way = ((place - times[one]) % 1.0) / span
    lean_one = (rows[two] - rows[before]) * 0.5
    lean_two = (rows[beyond] - rows[one]) * 0.5
    square, cube = way * way, way * way * way
    return (
        (2 * cube - 3 * square + 1) * rows[one]
        + (cube - 2 * square + way) * lean_one
        + (3 * square - 2 * cube) * rows[two]
        + (cube - square) * lean_two
    )


def eased(ease: Ease, way: float) -> float:
    """How far along a move is after this share of its time: quadratic, as animators space it."""
    match ease:
        case "linear":
            return way
        case "in":
            return way * way
        case "out":
            return way * (2.0 - way)
        case "in_out":
            return way * way * (3.0 - 2.0 * way)


def _nearest(whole: Movement, part: Section, share: float) -> Key:
    def far(key: Key) -> float:
        gap = abs(key.at - share % 1.0 if whole.loop else key.at - share)
        return min(gap, 1.0 - gap) if whole.loop else gap

    return min(part.keys, key=far)
