"""Grid lines and frames around cells: straight, thin, long and of one ink, they are no sprite."""

from __future__ import annotations

from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from tools.imaging.picture import Mask, Picture

_COVERED = 0.5
_THICKEST_SHARE = 0.014
_ONE_INK = 0.72
_INK_REACH = 48


def drawn_lines(mask: Mask, sheet: Picture) -> Mask | None:
    """The pixels of a mask (height x width) that are grid lines or frames; None without any.

    A row or column counts that is covered to a half at least, seven tenths of that in one ink, in
    a band no thicker than 1.4 % of the sheet's shorter side (at least 3 pixels). The runs of that
    ink that make it, and equally long ones elsewhere (the frames of a last row that is not full),
    are lines where they are thin.
    """
    image = mask.view(np.uint8)
    height, width = mask.shape
    thick = max(3, round(_THICKEST_SHARE * min(height, width)))
    across = [b for b in _bands(image, 1) if b[1] - b[0] <= thick]
    down = [b for b in _bands(image, 0) if b[1] - b[0] <= thick]
    if not across and not down:
        return None
    strips = [np.s_[a:b] for a, b in across] + [np.s_[:, a:b] for a, b in down]
    inks = [ink for s in strips if (ink := _ink(sheet[s][mask[s]])) is not None]
    if len(inks) < 2:
        return None
    ink = np.median(np.array(inks), axis=0)
    near = (np.abs(sheet[:, :, :3].astype(np.int16) - ink.astype(np.int16)) <= _INK_REACH).all(2)
    inked = (near & mask).view(np.uint8)
    across = [b for b in _bands(inked, 1, 0.8 * _COVERED) if b[1] - b[0] <= thick]
    down = [b for b in _bands(inked, 0, 0.8 * _COVERED) if b[1] - b[0] <= thick]
    found = np.zeros_like(inked)
    if across:
        runs = [_longest(inked[a:b].max(axis=0)) for a, b in across]
        found |= _runs(inked, _run_length(down, runs), thick)
    if down:
        runs = [_longest(inked[:, a:b].max(axis=1)) for a, b in down]
        turned = np.ascontiguousarray(inked.T)
        found |= _runs(turned, _run_length(across, runs), thick).T
    return found > 0 if found.any() else None


def _bands(image: NDArray[np.uint8], axis: int, share: float = _COVERED) -> list[tuple[int, int]]:
    """Begin and end (outside) of the rows (axis 1) or columns (0) that are covered to a share."""
    sums = np.asarray(cv2.reduce(image, axis, cv2.REDUCE_SUM, dtype=cv2.CV_32S)).ravel()
    covered = np.concatenate([[0], (sums > share * image.shape[axis]).astype(np.int8), [0]])
    turns = np.flatnonzero(np.diff(covered))
    return [(int(a), int(b)) for a, b in zip(turns[::2], turns[1::2], strict=True)]


def _ink(pixels: NDArray[np.uint8]) -> NDArray[np.float64] | None:
    """The colour that seven tenths of the pixels (n x 4) have; None without one."""
    middle = np.median(pixels[:, :3], axis=0)
    near = (np.abs(pixels[:, :3].astype(np.int16) - middle) <= _INK_REACH).all(axis=1)
    return np.asarray(middle, dtype=np.float64) if float(near.mean()) >= _ONE_INK else None


def _longest(row: NDArray[np.uint8]) -> int:
    edges = np.flatnonzero(np.diff(np.concatenate([[0], row.astype(np.int8), [0]])))
    return int((edges[1::2] - edges[::2]).max(initial=0))


def _run_length(crossing: list[tuple[int, int]], runs: list[int]) -> int:
    """How long a run must be: a good part of the spacing of the lines that cross it."""
    middles = [(a + b) / 2 for a, b in crossing]
    gaps = [b - a for a, b in pairwise(middles) if b - a > 12]
    return max(12, int(0.6 * min([*gaps, *runs])))


def _runs(image: NDArray[np.uint8], length: int, thick: int) -> NDArray[np.uint8]:
    """Horizontal runs of at least `length` in structures at most `thick` high."""
    long = np.asarray(cv2.morphologyEx(image, cv2.MORPH_OPEN, np.ones((1, length), np.uint8)))
    upright = np.ones((2 * thick + 2, 1), np.uint8)
    solid = np.asarray(cv2.morphologyEx(image, cv2.MORPH_OPEN, upright))
    return ((long > 0) & (solid == 0)).view(np.uint8)
