"""Whether a sheet's edges are crisp, blurred, or smeared by a lossy format."""

from __future__ import annotations

from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from tools.imaging.picture import Picture, floats
from tools.imaging.sheets.backdrop import Backdrop

Edges = Literal["crisp", "soft", "lossy"]

_MANY_COLORS = 0.06
_FAINT = 0.7
_PARALLEL = 0.975
_MIXED_SHARE, _SOME_MIXED = 0.45, 0.28
_SLIGHT_HALO = 0.15
_WIDE_HALO = 0.42
_RIM_MOST = 6_000


def edges_of(sheet: Picture, backdrop: Backdrop, miss: NDArray[np.uint8]) -> Edges:
    """What kind of edges a sheet (height x width x 4) has.

    `miss` is each pixel's distance from the backdrop. Soft: most pixels of the rim are mixes of
    the backdrop and a colour beside them. Lossy: they are not, but the backdrop right beside the
    figures is disturbed. Crisp: neither; or the rim is of few colours and the backdrop beside it
    is clean, so that the mixes are only outlines darker than what they enclose.
    """
    faint = 5.0 if backdrop.exact else max(8.0, 4.5 * backdrop.noise)
    apart = (miss > faint).astype(np.uint8)
    inner = cv2.erode(apart, np.ones((3, 3), np.uint8))
    places = np.flatnonzero(cv2.subtract(apart, inner))
    if not places.size:
        return "crisp"
    many = max(1, len(places) // _RIM_MOST)
    rows, columns = np.divmod(places[::many], miss.shape[1])
    rim = sheet[rows, columns, :3].astype(np.int32) @ np.array([65536, 256, 1], dtype=np.int32)
    kinds = len(np.unique(rim)) / len(rim)
    halo = _halo_share(miss, apart, 3.2 * backdrop.noise)
    if kinds < _MANY_COLORS and halo < _SLIGHT_HALO:
        return "crisp"
    mixed = _mixed_share(sheet, backdrop, rows, columns)
    if mixed > _MIXED_SHARE or (mixed > _SOME_MIXED and halo < _SLIGHT_HALO):
        return "soft"
    return "lossy" if kinds > _MANY_COLORS and halo > _WIDE_HALO else "crisp"


def _mixed_share(
    sheet: Picture, backdrop: Backdrop, rows: NDArray[np.intp], columns: NDArray[np.intp]
) -> float:
    """The share of rim pixels that lie between the backdrop and the farthest near colour."""
    height, width = sheet.shape[:2]
    behind = (
        floats(np.broadcast_to(backdrop.color, (len(rows), 3)))
        if backdrop.surface is None
        else floats(backdrop.surface[rows, columns])
    )
    own = floats(sheet[rows, columns, :3]) - behind
    far, far_size = own, np.linalg.norm(own, axis=1)
    for dy in (-2, -1, 0, 1, 2):
        for dx in (-2, -1, 0, 1, 2):
            y, x = np.clip(rows + dy, 0, height - 1), np.clip(columns + dx, 0, width - 1)
            other = floats(sheet[y, x, :3]) - behind
            size = np.linalg.norm(other, axis=1)
            better = size > far_size
            far = np.where(better[:, None], other, far)
            far_size = np.where(better, size, far_size)
    size = np.linalg.norm(own, axis=1)
    along = (own * far).sum(axis=1) / np.maximum(size * far_size, 1e-6)
    return float(((size < _FAINT * far_size) & (along > _PARALLEL)).mean())


def _halo_share(miss: NDArray[np.uint8], apart: NDArray[np.uint8], noise: float) -> float:
    """Of the backdrop right beside figures, how much is not quite backdrop."""
    around = cv2.dilate(apart, np.ones((3, 3), np.uint8))
    beside = miss[(around > 0) & (apart == 0)]
    return float((beside > noise).mean()) if beside.size else 0.0
