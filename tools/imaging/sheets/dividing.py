"""Figures that touch: telling them, and cutting them apart."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tools.imaging.picture import Mask
from tools.imaging.sheets.parts import Parts
from tools.imaging.sheets.seams import Usual, pieces

_MORE = 1.4
_ROUNDS = 3
"""Figures cut apart in one round show the usual size to the next."""
_SINGLE = 1.15
_LOW = 18
"""Percentile that is the usual: some of the narrow ones may be two figures, too."""


@dataclass(frozen=True, kw_only=True)
class _Piece:
    left: int
    top: int
    mask: Mask


def divided(
    parts: Parts,
    anchors: NDArray[np.intp],
    *,
    rows: int | None = None,
    columns: int | None = None,
) -> tuple[Parts, NDArray[np.intp], int]:
    """The parts with touching figures cut apart, the figures' numbers, and how many were cut.

    Suspect is a figure of 1.4 times the usual area that is as much wider or higher too. The usual
    size is the median of the figures that are not much wider than high; where there are none
    (every row is one blob) it is unknown, and the shape of the blob must tell.
    """
    cut = 0
    for _ in range(_ROUNDS):
        if not len(anchors):
            break
        parts, anchors, fresh = _divided_once(parts, anchors, _usual(parts, anchors, rows, columns))
        cut += fresh
        if not fresh:
            break
    return parts, anchors, cut


def _divided_once(
    parts: Parts, anchors: NDArray[np.intp], usual: Usual
) -> tuple[Parts, NDArray[np.intp], int]:
    numbers: list[int] = []
    fresh: list[_Piece] = []
    for anchor in anchors.tolist():
        left, top, right, bottom = parts.box(anchor)
        own = parts.labels[top:bottom, left:right] == anchor
        found = [
            piece
            for band in _bands(_Piece(left=left, top=top, mask=own), usual)
            for piece in _figures(band, usual)
        ]
        if len(found) < 2:
            numbers.append(anchor)
        else:
            fresh += found
    if not fresh:
        return parts, anchors, 0
    return *_renumbered(parts, numbers, fresh), len(fresh)


def _usual(parts: Parts, anchors: NDArray[np.intp], rows: int | None, columns: int | None) -> Usual:
    boxes, areas = parts.boxes[anchors], parts.areas[anchors]
    wide, high = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
    sheet_high, sheet_wide = parts.labels.shape
    single = wide < _SINGLE * high
    if int(single.sum()) >= max(2, 0.25 * len(anchors)):
        return Usual(
            width=float(np.percentile(wide[single], _LOW)),
            height=float(np.median(high[single])),
            area=float(np.percentile(areas[single], _LOW)),
        )
    return Usual(
        width=sheet_wide / columns if columns else None,
        height=sheet_high / rows if rows else None,
    )


def _bands(piece: _Piece, usual: Usual) -> list[_Piece]:
    """A blob cut from top to bottom where it is several figures high."""
    height = piece.mask.shape[0]
    if usual.height is None or height < _MORE * usual.height or _slight(piece, usual):
        return [piece]
    turned = Usual(width=usual.height, height=usual.width, area=usual.area)
    found = pieces(np.ascontiguousarray(piece.mask.T), turned)
    return [_Piece(left=piece.left, top=piece.top, mask=mask.T) for mask in found]


def _figures(band: _Piece, usual: Usual) -> list[_Piece]:
    """A band cut from left to right."""
    rows, columns = np.flatnonzero(band.mask.any(axis=1)), np.flatnonzero(band.mask.any(axis=0))
    if not rows.size:
        return []
    own = band.mask[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    left, top = band.left + int(columns[0]), band.top + int(rows[0])
    height, width = own.shape
    if width < (_SINGLE * height if usual.width is None else _MORE * usual.width):
        return [_Piece(left=left, top=top, mask=own)]
    if _slight(band, usual):
        return [_Piece(left=left, top=top, mask=own)]
    return [_Piece(left=left, top=top, mask=mask) for mask in pieces(own, usual)]


def _slight(piece: _Piece, usual: Usual) -> bool:
    """Whether there is no more of it than of one figure."""
    return usual.area is not None and float(piece.mask.sum()) < _MORE * usual.area


def _renumbered(
    parts: Parts, whole: list[int], fresh: list[_Piece]
) -> tuple[Parts, NDArray[np.intp]]:
    """The parts with the pieces as new numbers after the old ones."""
    labels = parts.labels.copy()
    boxes, areas = list(parts.boxes), [int(area) for area in parts.areas]
    numbers = list(whole)
    for piece in fresh:
        height, width = piece.mask.shape
        before = labels[piece.top : piece.top + height, piece.left : piece.left + width]
        for gone in np.unique(before[piece.mask]).tolist():
            areas[gone] = 0
        before[piece.mask] = len(areas)
        rows = np.flatnonzero(piece.mask.any(axis=1))
        columns = np.flatnonzero(piece.mask.any(axis=0))
        ends = np.array([columns[0], rows[0], columns[-1] + 1, rows[-1] + 1])
        boxes.append(ends + np.array([piece.left, piece.top] * 2))
        numbers.append(len(areas))
        areas.append(int(piece.mask.sum()))
    fresh_parts = Parts(
        labels=labels, boxes=np.array(boxes, dtype=np.intp), areas=np.array(areas, dtype=np.intp)
    )
    return fresh_parts, np.array(numbers, dtype=np.intp)
