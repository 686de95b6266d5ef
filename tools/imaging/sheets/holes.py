"""Backdrop-coloured areas inside a figure: seen through it, or worn by it."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from tools.imaging.picture import Mask

_OUTLINED = 0.8
_LARGE = 0.004


def without_kept_holes(apart: Mask, miss: NDArray[np.uint8], *, strong: float, noisy: bool) -> Mask:
    """`apart` (height x width, what is no backdrop) with the enclosed areas filled that are worn.

    An enclosed area is see-through when at least four fifths of the pixels around it differ
    from the backdrop by `strong` levels or more: an outline surrounds it. Else shades near the
    backdrop's colour lead up to it, and it is a white shirt or an eye. Areas above 0.4 % of the
    sheet (cells inside frames) are backdrop. In a noisy sheet specks are filled.
    """
    count, found, stats, _ = cv2.connectedComponentsWithStats(
        (~apart).astype(np.uint8), connectivity=4
    )
    if count <= 2:
        return apart
    labels, boxes = np.asarray(found), np.asarray(stats)
    height, width = apart.shape
    filled = apart.copy()
    outside = set(
        np.unique(np.concatenate([labels[0], labels[-1], labels[:, 0], labels[:, -1]])).tolist()
    )
    for index in range(1, count):
        x, y, w, h, area = (int(v) for v in boxes[index])
        if index in outside or area > _LARGE * height * width:
            continue
        top, left = max(0, y - 1), max(0, x - 1)
        around = np.s_[top : min(height, y + h + 1), left : min(width, x + w + 1)]
        own = labels[around] == index
        ring = cv2.dilate(own.astype(np.uint8), np.ones((3, 3), np.uint8)).view(np.bool_) & ~own
        outlined = float((miss[around][ring] >= strong).mean()) >= _OUTLINED
        if not outlined or (noisy and area < 6):
            filled[around] |= own
    return filled
