"""Where head, torso and legs are in a silhouette, for tall figures, chibi sprites and portraits."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import cv2
import numpy as np

from tools.imaging.parser import Part
from tools.imaging.picture import Floats, Mask, floats


class Zone(IntEnum):
    """A stretch of the body from top to bottom; a pixel belongs to each by a share."""

    CROWN = 0
    FACE = 1
    TORSO = 2
    LEGS = 3
    FEET = 4
    EXTRA = 5
    """What is worn on the head or held: known only where a figure's parts were told apart."""


@dataclass(frozen=True, kw_only=True)
class BodyPlan:
    """Rows of a mask at which the parts of the body begin, and the head's middle column.

    `head` is the height of the head; `cropped` says that the frame cuts the figure below.
    """

    top: float
    head: float
    hip: float
    ankle: float
    bottom: float
    axis: float
    cropped: bool


def body_plan(mask: Mask, *, cropped: bool = False) -> BodyPlan:
    """The plan of the one figure in the mask, which the frame cuts below where `cropped`."""
    height = mask.shape[0]
    rows = np.flatnonzero(mask.any(axis=1))
    top, bottom = (int(rows[0]), int(rows[-1]) + 1) if rows.size else (0, height)
    widths, axis = _core_widths(mask, top, bottom)
    begin = top + int(np.flatnonzero(widths > 0)[0]) if widths.any() else top
    head = _head_height(widths[begin - top :])
    rest = bottom - begin - head
    hip = begin + head + 0.5 * rest
    ankle = begin + head + 0.86 * rest
    if cropped:
        hip, ankle = max(hip, begin + 3.6 * head), begin + 5.9 * head
    return BodyPlan(
        top=begin, head=head, hip=hip, ankle=ankle, bottom=bottom, axis=axis, cropped=cropped
    )


def zone_shares(plan: BodyPlan, rows: Floats) -> Floats:
    """For each row (n) its share in each zone, n x 6, with soft borders; a row's sum is 1."""
    edges = (
        (plan.top + 0.5 * plan.head, 0.05 * plan.head),
        (plan.top + plan.head, 0.05 * plan.head),
        (plan.hip, max(0.07 * (plan.bottom - plan.top - plan.head), 0.5)),
        (plan.ankle, max(0.03 * (plan.bottom - plan.top - plan.head), 0.5)),
    )
    below = [_step((rows - row) / max(soft, 0.3)) for row, soft in edges]
    shares: list[Floats] = []
    inside = np.ones_like(rows)
    for step in below:
        shares.append(floats(inside * (1 - step)))
        inside = inside * step
    return floats(np.stack([*shares, inside, np.zeros_like(rows)], axis=1))


def part_zones(parts: Floats) -> Floats:
    """For each pixel's part shares (n x 8) its share in each zone, n x 6; a row's sum is 1."""
    zones = np.stack(
        [
            parts[:, Part.HAIR],
            parts[:, Part.SKIN] + parts[:, Part.EYES],
            parts[:, Part.TORSO],
            parts[:, Part.LEGS],
            parts[:, Part.FEET],
            parts[:, Part.EXTRA],
        ],
        axis=1,
    )
    return floats(zones / np.maximum(zones.sum(axis=1, keepdims=True), 1e-6))


def _step(values: Floats) -> Floats:
    return floats(1 / (1 + np.exp(-np.clip(values, -30, 30))))


def _core_widths(mask: Mask, top: int, bottom: int) -> tuple[Floats, float]:
    """Row by row, the width of the run around the body's axis, thin props taken off."""
    reach = max(1, round((bottom - top) / 60))
    kernel = np.ones((2 * reach + 1, 2 * reach + 1), np.uint8)
    thick = cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_OPEN, kernel)
    widths = np.zeros(bottom - top, dtype=np.float32)
    axis: float | None = None
    for row in range(top, bottom):
        columns = np.flatnonzero(thick[row])
        if not columns.size:
            continue
        runs = np.split(columns, np.flatnonzero(np.diff(columns) > 1) + 1)
        run = max(runs, key=len) if axis is None else _nearest(runs, axis)
        widths[row - top] = len(run)
        middle = float(run.mean())
        axis = middle if axis is None else 0.8 * axis + 0.2 * middle
    return floats(widths), axis if axis is not None else mask.shape[1] / 2


def _nearest(runs: list[np.ndarray], axis: float) -> np.ndarray:
    return min(runs, key=lambda run: max(float(run[0]) - axis, axis - float(run[-1]), 0.0))


def _head_height(widths: Floats) -> float:
    """The least height at which the top of the figure is as high as wide: the head's lobe."""
    height = len(widths)
    for rows in range(max(4, height // 12), height):
        if float(np.median(widths[int(0.3 * rows) : int(0.9 * rows) + 1])) <= rows:
            return float(rows)
    return max(height * 0.5, 1.0)
