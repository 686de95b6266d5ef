"""Figures that touch: telling them, and cutting them apart."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tools.imaging.picture import Mask
from tools.imaging.sheets.parts import Parts
from tools.imaging.sheets.seams import pieces

_WIDE = 1.45
_SQUARE = 1.15


def divided(
    parts: Parts,
    anchors: NDArray[np.intp],
    *,
    rows: int | None = None,
    columns: int | None = None,
    frame_count: int | None = None,
) -> tuple[Parts, NDArray[np.intp], int]:
    """The parts with touching figures cut apart, the figures' numbers, and how many were cut.

    Suspect is a figure 1.45 times as wide (or high) as half of the others, and, where all may be
    blobs, one wider than 1.15 times its height. A known grid tells how many figures are in it.
    """
    if not len(anchors):
        return parts, anchors, 0
    labels = parts.labels
    numbers: list[int] = []
    masks: list[tuple[int, int, Mask]] = []
    cut = 0
    usual_wide, usual_high = _usual(parts, anchors, rows, columns)
    for anchor in anchors.tolist():
        left, top, right, bottom = parts.box(anchor)
        own = labels[top:bottom, left:right] == anchor
        bands = _bands(own, usual_high)
        found: list[tuple[int, int, Mask]] = []
        for band in bands:
            found += _columns_of(band, usual_wide, left, top)
        if len(found) < 2:
            numbers.append(anchor)
            continue
        cut += len(found)
        masks += found
    if not masks:
        return parts, anchors, 0
    return *_renumbered(parts, numbers, masks), cut


def _usual(
    parts: Parts, anchors: NDArray[np.intp], rows: int | None, columns: int | None
) -> tuple[float | None, float | None]:
    """The usual width and height of one figure, where enough of them stand alone."""
    boxes = parts.boxes[anchors]
    wide, high = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
    sheet_high, sheet_wide = parts.labels.shape
    usual_high = sheet_high / rows if rows else None
    usual_wide = sheet_wide / columns if columns else None
    single = wide < _SQUARE * high
    if int(single.sum()) >= max(2, 0.3 * len(anchors)):
        usual_wide = usual_wide or float(np.median(wide[single]))
    if len(anchors) > 2:
        usual_high = usual_high or float(np.median(high))
    return usual_wide, usual_high


def _bands(own: Mask, usual: float | None) -> list[tuple[int, Mask]]:
    """A blob cut from top to bottom: the first row of each piece, and the piece."""
    height, width = own.shape
    if usual is None:
        if height < 1.9 * width:
            return [(0, own)]
        return [(0, own)]
    if height < _WIDE * usual:
        return [(0, own)]
    turned = pieces(np.ascontiguousarray(own.T), usual)
    return [(0, piece.T) for piece in turned]


def _columns_of(
    band: tuple[int, Mask], usual: float | None, left: int, top: int
) -> list[tuple[int, int, Mask]]:
    """Left, top and mask of each figure of a band."""
    shift, own = band
    rows = np.flatnonzero(own.any(axis=1))
    tall = int(rows[-1] - rows[0]) + 1 if rows.size else 0
    columns = np.flatnonzero(own.any(axis=0))
    wide = int(columns[-1] - columns[0]) + 1 if columns.size else 0
    suspect = wide > (_WIDE * usual if usual else _SQUARE * tall)
    if not suspect:
        return [(left, top + shift, own)]
    box = np.s_[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    found = pieces(own[box], usual)
    x, y = left + int(columns[0]), top + shift + int(rows[0])
    return [(x, y, piece) for piece in found]


def _renumbered(
    parts: Parts, whole: list[int], masks: list[tuple[int, int, Mask]]
) -> tuple[Parts, NDArray[np.intp]]:
    """The parts with the pieces as new numbers after the old ones."""
    labels = parts.labels.copy()
    boxes, areas = [*parts.boxes], [*parts.areas]
    numbers = list(whole)
    for left, top, mask in masks:
        number = len(areas)
        height, width = mask.shape
        before = labels[top : top + height, left : left + width]
        old = np.unique(before[mask])
        before[mask] = number
        rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
        boxes.append(
            np.array(
                [
                    left + columns[0],
                    top + rows[0],
                    left + columns[-1] + 1,
                    top + rows[-1] + 1,
                ]
            )
        )
        areas.append(np.intp(mask.sum()))
        for gone in old.tolist():
            areas[gone] = np.intp(0)
        numbers.append(number)
    fresh = Parts(labels=labels, boxes=np.array(boxes, dtype=np.intp), areas=np.array(areas))
    return fresh, np.array(numbers, dtype=np.intp)
