"""Grid lines and frames around cells: straight, thin and long, they are no sprite."""

from __future__ import annotations

from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from tools.imaging.picture import Mask

_COVERED = 0.5
_THICKEST_SHARE = 0.014


def drawn_lines(mask: Mask) -> Mask | None:
    """The pixels of a mask (height x width) that are grid lines or frames; None without any.

    A row or column counts that is covered to a half at least, in a band no thicker than 1.4 % of
    the sheet's shorter side (at least 3 pixels). The runs that make it, and equally long ones
    elsewhere (the frames of a last row that is not full), are lines where they are thin.
    """
    image = mask.view(np.uint8)
    height, width = mask.shape
    thick = max(3, round(_THICKEST_SHARE * min(height, width)))
    across = _bands(np.asarray(cv2.reduce(image, 1, cv2.REDUCE_SUM, dtype=cv2.CV_32S)), width)
    down = _bands(np.asarray(cv2.reduce(image, 0, cv2.REDUCE_SUM, dtype=cv2.CV_32S)), height)
    across = [band for band in across if band[1] - band[0] <= thick]
    down = [band for band in down if band[1] - band[0] <= thick]
    if len(across) + len(down) < 2:
        return None
    found = np.zeros_like(image)
    if across:
        length = _run_length(down, [int(_longest(image[a:b].max(axis=0))) for a, b in across])
        found |= _runs(image, length, thick)
    if down:
        length = _run_length(across, [int(_longest(image[:, a:b].max(axis=1))) for a, b in down])
        found |= _runs(np.ascontiguousarray(image.T), length, thick).T
    return found > 0 if found.any() else None


def _bands(sums: NDArray[np.int32], full: int) -> list[tuple[int, int]]:
    """Begin and end (outside) of the stretches that are covered to a half."""
    covered = np.concatenate([[0], (sums.ravel() > _COVERED * full).astype(np.int8), [0]])
    turns = np.flatnonzero(np.diff(covered))
    return [(int(a), int(b)) for a, b in zip(turns[::2], turns[1::2], strict=True)]


def _longest(row: NDArray[np.uint8]) -> int:
    edges = np.flatnonzero(np.diff(np.concatenate([[0], row, [0]])))
    return int((edges[1::2] - edges[::2]).max(initial=0))


def _run_length(crossing: list[tuple[int, int]], runs: list[int]) -> int:
    """How long a run must be: a good part of the spacing of the lines that cross it."""
    middles = [(a + b) / 2 for a, b in crossing]
    gaps = [b - a for a, b in pairwise(middles) if b - a > 12]
    return max(12, int(0.6 * min([*gaps, *runs])))


def _runs(image: NDArray[np.uint8], length: int, thick: int) -> NDArray[np.uint8]:
    """Horizontal runs of at least `length` in structures at most `thick` high."""
    long = cv2.morphologyEx(image, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
    solid = cv2.morphologyEx(image, cv2.MORPH_OPEN, np.ones((2 * thick + 2, 1), np.uint8))
    return np.asarray(long & ~solid & 1, dtype=np.uint8)
