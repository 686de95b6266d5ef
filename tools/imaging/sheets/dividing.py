"""Figures that touch: telling them, and cutting them apart."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from tools.imaging.picture import Box, Mask, Picture
from tools.imaging.sheets.counting import counts_of
from tools.imaging.sheets.order import in_rows
from tools.imaging.sheets.parts import Parts
from tools.imaging.sheets.seams import Usual, crossings, cut_at, pieces, places_of

_MORE = 1.4
_SINGLE = 1.15
_LOW = 18
"""Percentile that is the usual: some of the narrow ones may be two figures, too."""


@dataclass(frozen=True, kw_only=True)
class _Piece:
    left: int
    top: int
    mask: Mask

    @property
    def box(self) -> Box:
        height, width = self.mask.shape
        return (self.left, self.top, self.left + width, self.top + height)


def divided(
    parts: Parts,
    anchors: NDArray[np.intp],
    sheet: Picture,
    *,
    rows: int | None = None,
    columns: int | None = None,
    frame_count: int | None = None,
) -> tuple[Parts, NDArray[np.intp], int]:
    """The parts with touching figures cut apart, the figures' numbers, and how many were cut.

    Blobs much higher than the usual figure are cut into rows first; then each is cut from left
    to right into as many figures as `counts_of` finds.
    """
    if not len(anchors):
        return parts, anchors, 0
    usual = _usual(parts, anchors, rows, columns)
    blobs: list[_Piece] = []
    owners: list[int] = []
    for anchor in anchors.tolist():
        left, top, right, bottom = parts.box(anchor)
        own = parts.labels[top:bottom, left:right] == anchor
        whole = _Piece(left=left, top=top, mask=own)
        bands = _bands(whole, usual)
        blobs += bands if len(bands) == 1 else [_tight(band) for band in bands]
        owners += [anchor] * len(bands)
    boxes = [blob.box for blob in blobs]
    places = [place[0] for place in in_rows(boxes)]
    counts = counts_of(
        [blob.mask for blob in blobs], places, columns=columns, frame_count=frame_count
    )
    numbers: list[int] = []
    fresh: list[_Piece] = []
    for blob, owner, count in zip(blobs, owners, counts, strict=True):
        if count == 1 and owners.count(owner) == 1:
            numbers.append(owner)
        else:
            fresh += _cut(blob, count, sheet)
    if not fresh:
        return parts, anchors, 0
    return *_renumbered(parts, numbers, fresh), len(fresh)


def _cut(blob: _Piece, count: int, sheet: Picture) -> list[_Piece]:
    """The blob from left to right in so many figures; whole where there is no room for them."""
    costs, slack = crossings(blob.mask, blob.mask.shape[1] / count)
    places = places_of(blob.mask, costs, count) if count > 1 else None
    if places is None:
        return [blob]
    left, top, right, bottom = blob.box
    luma = np.asarray(cv2.cvtColor(sheet[top:bottom, left:right], cv2.COLOR_RGBA2GRAY))
    masks = cut_at(blob.mask, luma.astype(np.uint8), places, slack)
    return [_Piece(left=left, top=top, mask=mask) for mask in masks if mask.any()]


def _tight(piece: _Piece) -> _Piece:
    rows, columns = np.flatnonzero(piece.mask.any(axis=1)), np.flatnonzero(piece.mask.any(axis=0))
    own = piece.mask[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    return _Piece(left=piece.left + int(columns[0]), top=piece.top + int(rows[0]), mask=own)


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
