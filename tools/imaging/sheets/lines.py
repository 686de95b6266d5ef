"""Grid lines and frames around cells: straight, thin, long and of one ink, they are no sprite."""

from __future__ import annotations

from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from tools.imaging.picture import Mask, Picture
from tools.imaging.sheets.parts import Parts

_COVERED = 0.5
_THICKEST_SHARE = 0.014
_ONE_INK = 0.72
_INK_REACH = 48
_LONG_RUN = 0.06


def drawn_lines(mask: Mask, sheet: Picture, *, soft: bool = False) -> Mask | None:
    """The pixels of a mask (height x width) that are grid lines or frames; None without any.

    A row or column counts that is covered to a half at least, seven tenths of that in one ink, in
    a band no thicker than 1.4 % of the sheet's shorter side (at least 3 pixels). The runs of that
    ink that make it, and equally long ones elsewhere (the frames of a last row that is not full),
    are lines where they are thin. In a `soft` sheet their blurred rims, two pixels, go too.
    """
    image = mask.view(np.uint8)
    thick = max(3, round(_THICKEST_SHARE * min(mask.shape)))
    across = [b for b in _bands(image, 1) if b[1] - b[0] <= thick]
    down = [b for b in _bands(image, 0) if b[1] - b[0] <= thick]
    if not across and not down:
        return None
    turned = np.ascontiguousarray(image.T)
    across = [b for b in across if _straight(image[b[0] : b[1]])]
    down = [b for b in down if _straight(turned[b[0] : b[1]])]
    strips = [np.s_[a:b] for a, b in across] + [np.s_[:, a:b] for a, b in down]
    inks = [ink for s in strips if (ink := _ink(sheet[s][mask[s]])) is not None]
    if len(inks) < 2:
        return None
    ink = np.median(np.array(inks), axis=0)
    near = (np.abs(sheet[:, :, :3].astype(np.int16) - ink.astype(np.int16)) <= _INK_REACH).all(2)
    inked = (near & mask).view(np.uint8)
    found = np.zeros_like(inked)
    lengths = [_longest(image[a:b].max(axis=0)) for a, b in across]
    heights = [_longest(turned[a:b].max(axis=0)) for a, b in down]
    if across or len(down) > 1:
        found |= _runs(inked, image, _run_length(down, lengths), thick)
    if down or len(across) > 1:
        upright = np.ascontiguousarray(inked.T)
        found |= _runs(upright, turned, _run_length(across, heights), thick).T
    if soft and found.any():
        found = _with_rims(found, image, thick)
    return found > 0 if found.any() else None


def _with_rims(found: NDArray[np.uint8], image: NDArray[np.uint8], thick: int) -> NDArray[np.uint8]:
    """The lines with what is within two pixels of them and part of nothing solid."""
    solid = np.asarray(
        cv2.morphologyEx(image, cv2.MORPH_OPEN, np.ones((thick + 4, thick + 4), np.uint8))
    )
    near = np.asarray(cv2.dilate(found, np.ones((5, 5), np.uint8)), dtype=np.uint8)
    return (near & image & (solid == 0)).astype(np.uint8)


def line_parts(parts: Parts) -> frozenset[int]:
    """The numbers of the parts that are straight lines: twelve times as long as thick."""
    sizes = parts.boxes[:, 2:] - parts.boxes[:, :2]
    short, long = sizes.min(axis=1), sizes.max(axis=1)
    least = 0.04 * min(parts.labels.shape)
    filled = parts.areas > 0.8 * short * long
    return frozenset(np.flatnonzero(filled & (long > 12 * short) & (long > least)).tolist())


def _straight(band: NDArray[np.uint8]) -> bool:
    """Whether a band (thickness x length) is made of long runs, and not of many sprites."""
    row = band.max(axis=0)
    long = np.ones((1, max(8, round(_LONG_RUN * row.size))), np.uint8)
    kept = np.asarray(cv2.morphologyEx(row[None], cv2.MORPH_OPEN, long))
    return float(kept.mean()) > 0.8 * _COVERED


def _bands(image: NDArray[np.uint8], axis: int) -> list[tuple[int, int]]:
    """Begin and end (outside) of the rows (axis 1) or columns (0) that are covered to a half."""
    sums = np.asarray(cv2.reduce(image, axis, cv2.REDUCE_SUM, dtype=cv2.CV_32S)).ravel()
    covered = np.concatenate([[0], (sums > _COVERED * image.shape[axis]).astype(np.int8), [0]])
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
    gaps = [b - a for a, b in pairwise(middles)]
    gaps = [gap for gap in gaps if gap > 0.3 * max(gaps) and gap > 12]
    return max(12, int(0.6 * min([*gaps, *runs], default=10**6)))


def _runs(
    inked: NDArray[np.uint8], image: NDArray[np.uint8], length: int, thick: int
) -> NDArray[np.uint8]:
    """Horizontal runs of the ink of at least `length`, where `image` is at most `thick` high."""
    flat, upright = np.ones((1, length), np.uint8), np.ones((2 * thick + 2, 1), np.uint8)
    long = np.asarray(cv2.morphologyEx(inked, cv2.MORPH_OPEN, flat))
    solid = np.asarray(cv2.morphologyEx(image, cv2.MORPH_OPEN, upright))
    return ((long > 0) & (solid == 0)).view(np.uint8)
