"""The ways to cut a blob into figures that stand side by side, small."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from tools.imaging.picture import Floats, Mask, floats
from tools.imaging.sheets.seams import MOST_PIECES, crossings, places_of

HEIGHT = 48
"""Rows of a shrunk blob of usual height."""
_CANVAS_HEIGHT, _CANVAS_WIDTH = 72, 96
_VALLEY, _SUMMIT = 0.12, 0.8
LEAST_AREA, _LEAST_HEIGHT = 0.4, 0.45
_SHORT = 0.6


def heads(blob: Mask) -> int:
    """Summits of the blob's upper outline that a valley of an eighth of its height parts."""
    step = max(1, blob.shape[0] // HEIGHT)
    small = blob[::step, ::step]
    height = small.shape[0]
    tops = np.where(small.any(axis=0), height - small.argmax(axis=0), 0)
    count, low, high, falling = 0, 0, 0, False
    for top in tops.tolist():
        high, low = (max(high, top), low) if not falling else (high, min(low, top))
        if not falling and top < high - _VALLEY * height:
            count += high > _SUMMIT * height
            falling, low = True, top
        elif falling and top > low + _VALLEY * height:
            falling, high = False, top
    return count + (not falling and high > _SUMMIT * height)


def shrunk(blob: Mask, scale: float) -> Mask:
    size = (max(4, round(blob.shape[1] * scale)), max(4, round(blob.shape[0] * scale)))
    small = cv2.resize(blob.view(np.uint8) * np.uint8(255), size, interpolation=cv2.INTER_AREA)
    return np.asarray(small) >= 100


@dataclass(frozen=True, kw_only=True)
class Cutting:
    """A blob in pieces: each laid on one canvas, what the cuts cross, and if they are figures.

    `doubled` is the share of pieces with two heads.
    """

    laid: Floats
    crossed: float
    aspect: float
    doubled: float
    sound: bool
    areas: NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Options:
    """The ways to cut a blob, computed when they are asked for."""

    small: Mask
    scale: float
    known: dict[int, Cutting | None] = field(default_factory=dict[int, "Cutting | None"])
    costs: list[Floats] = field(default_factory=list[Floats])

    def cut(self, count: int) -> Cutting | None:
        """None where there is no room for so many."""
        if count not in self.known:
            self.known[count] = self._cut(count)
        return self.known[count]

    def places(self, count: int) -> list[int] | None:
        if not self.costs:
            self.costs.append(crossings(self.small, None)[0])
        return places_of(self.small, self.costs[0], count)

    def _cut(self, count: int) -> Cutting | None:
        places = [] if count == 1 else self.places(count)
        if places is None or count > MOST_PIECES:
            return None
        edges = [0, *places, self.small.shape[1]]
        pieces = [self.small[:, a:b] for a, b in pairwise(edges)]
        if any(not piece.any() for piece in pieces):
            return None
        crossed = [float(self.costs[0][place]) for place in places] if places else [0.0]
        areas = np.array([float(piece.sum()) for piece in pieces])
        heights = [int(piece.any(axis=1).sum()) for piece in pieces]
        sound = areas.min() > LEAST_AREA * float(np.median(areas))
        sound = sound and min(heights) > _LEAST_HEIGHT * max(heights)
        wide = float(np.mean([piece.any(axis=0).sum() for piece in pieces]))
        return Cutting(
            laid=floats([_laid(piece) for piece in pieces]),
            crossed=sum(crossed) / max(1, len(places)),
            aspect=wide / max(heights),
            doubled=float(np.mean([heads(piece) > 1 for piece in pieces])),
            sound=bool(sound) and max(crossed) < _SHORT,
            areas=areas,
        )


def _laid(piece: Mask) -> Floats:
    """A piece on the common canvas: its feet at the bottom, its middle of mass in the middle."""
    rows = np.flatnonzero(piece.any(axis=1))
    across = piece.sum(axis=0)
    middle = int(np.searchsorted(np.cumsum(across), across.sum() / 2))
    canvas = np.zeros((_CANVAS_HEIGHT, _CANVAS_WIDTH), dtype=np.float32)
    own = piece[max(0, int(rows[-1]) + 1 - _CANVAS_HEIGHT) : int(rows[-1]) + 1]
    left = max(0, middle - _CANVAS_WIDTH // 2)
    own = own[:, left : left + _CANVAS_WIDTH]
    start = max(0, _CANVAS_WIDTH // 2 - middle)
    own = own[:, : _CANVAS_WIDTH - start]
    canvas[_CANVAS_HEIGHT - own.shape[0] :, start : start + own.shape[1]] = own
    return canvas


EMPTY = Cutting(
    laid=np.zeros((1, _CANVAS_HEIGHT, _CANVAS_WIDTH), dtype=np.float32),
    crossed=0.0,
    aspect=1.0,
    doubled=0.0,
    sound=True,
    areas=np.ones(1),
)
