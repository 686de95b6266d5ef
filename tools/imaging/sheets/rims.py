"""The faint rim of soft figures, which no splitting sees."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from tools.imaging.picture import Box, Mask
from tools.imaging.sheets.keying import Cutout
from tools.imaging.sheets.splitting import Found

REACH = 3
"""Pixels that a rim may be wide."""


def with_rims(found: Sequence[Found], cutout: Cutout) -> tuple[Found, ...]:
    """The figures with the visible pixels up to three around them that are no other figure's.

    Crisp sheets have none: their figures come back as they are.
    """
    if cutout.edges == "crisp":
        return tuple(found)
    alpha = cutout.picture[:, :, 3]
    owner = np.zeros(alpha.shape, dtype=np.int16)
    for number, one in enumerate(found, 1):
        left, top, right, bottom = one.box
        owner[top:bottom, left:right][one.mask] = number
    return tuple(_with_rim(one, number, owner, alpha) for number, one in enumerate(found, 1))


def _with_rim(one: Found, number: int, owner: NDArray[np.int16], alpha: NDArray[np.uint8]) -> Found:
    left, top, right, bottom = one.box
    left, top = max(0, left - REACH), max(0, top - REACH)
    around = np.s_[top : bottom + REACH, left : right + REACH]
    own = owner[around] == number
    near = cv2.dilate(own.view(np.uint8), np.ones((2 * REACH + 1,) * 2, np.uint8)) > 0
    mask = own | (near & (owner[around] == 0) & (alpha[around] > 0))
    box, mask = _tight(mask, left, top)
    return replace(one, box=box, mask=mask)


def _tight(mask: Mask, left: int, top: int) -> tuple[Box, Mask]:
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    first, last = int(rows[0]), int(rows[-1]) + 1
    start, end = int(columns[0]), int(columns[-1]) + 1
    box = (left + start, top + first, left + end, top + last)
    return box, np.ascontiguousarray(mask[first:last, start:end])
