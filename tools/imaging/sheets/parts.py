"""The connected parts of a cut-out sheet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from tools.imaging.picture import Box, Mask


@dataclass(frozen=True, kw_only=True)
class Parts:
    """Connected parts (8 neighbours), numbered from 1; 0 is nothing.

    `labels` is height x width (int32). `boxes` (n + 1 x 4: left, top, right, bottom, the last
    two outside) and `areas` (n + 1, pixels) have a row for each number; row 0 is empty.
    """

    labels: NDArray[np.int32]
    boxes: NDArray[np.intp]
    areas: NDArray[np.intp]

    @property
    def count(self) -> int:
        return len(self.areas) - 1

    def box(self, number: int) -> Box:
        left, top, right, bottom = (int(v) for v in self.boxes[number])
        return (left, top, right, bottom)

    def bounds(self, numbers: Iterable[int]) -> Box:
        """The box around several parts."""
        boxes = self.boxes[list(numbers)]
        left, top = boxes[:, :2].min(axis=0)
        right, bottom = boxes[:, 2:].max(axis=0)
        return (int(left), int(top), int(right), int(bottom))


def parts_of(mask: Mask) -> Parts:
    """The parts of a mask (height x width)."""
    _, found, stats, _ = cv2.connectedComponentsWithStats(mask.view(np.uint8), connectivity=8)
    return parts_from(np.asarray(found, dtype=np.int32), np.asarray(stats, dtype=np.intp))


def parts_from(labels: NDArray[np.int32], stats: NDArray[np.intp]) -> Parts:
    """Parts from OpenCV's labels and statistics."""
    left, top, wide, high = (stats[:, i] for i in range(4))
    boxes = np.stack([left, top, left + wide, top + high], axis=1)
    areas = stats[:, cv2.CC_STAT_AREA].copy()
    boxes[0], areas[0] = 0, 0
    return Parts(labels=labels, boxes=boxes, areas=areas)


def bodies(parts: Parts, others: frozenset[int] = frozenset()) -> NDArray[np.intp]:
    """The numbers of the parts that are figures: a quarter of the usual size at least.

    The usual size is the median of all parts above 6 % of the largest; what is smaller is a
    detached weapon, an effect, a letter or a speck. Of a part wider than high, which may be
    several figures in a row, a square's share of its area counts. `others` are known to be no
    figures.
    """
    if not parts.count:
        return np.empty(0, dtype=np.intp)
    sizes = parts.boxes[:, 2:] - parts.boxes[:, :2]
    slender = np.minimum(1.0, sizes[:, 1] / np.maximum(sizes[:, 0], 1))
    areas = parts.areas * slender
    areas[list(others)] = 0
    if not areas.any():
        return np.empty(0, dtype=np.intp)
    large = areas[areas >= 0.06 * areas.max()]
    return np.flatnonzero(areas >= max(1.0, 0.25 * float(np.median(large))))
