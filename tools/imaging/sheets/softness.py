"""Whether a sheet's edges are crisp, blurred, or smeared by a lossy format."""

from __future__ import annotations

from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from tools.imaging.picture import Picture, floats
from tools.imaging.sheets.backdrop import Backdrop

Edges = Literal["crisp", "soft", "lossy"]

_FEW_COLORS = 0.08
_FAINT = 0.7
_PARALLEL = 0.975
_MIXED_SHARE = 0.4
_HALO_SHARE = 0.25
_RIM_MOST = 20_000


def edges_of(sheet: Picture, backdrop: Backdrop, miss: NDArray[np.uint8]) -> Edges:
    """What kind of edges a sheet (height x width x 4) has.

    `miss` is each pixel's distance from the backdrop. Crisp: the rim holds few different
    colours, or few of its pixels are mixes of the backdrop and a colour beside them. Lossy: the
    mixes are many, and around the figures the backdrop itself is disturbed (ringing).
    """
    faint = 5.0 if backdrop.exact else max(8.0, 4.5 * backdrop.noise)
    apart = (miss > faint).astype(np.uint8)
    inner = cv2.erode(apart, np.ones((3, 3), np.uint8))
    places = np.flatnonzero(cv2.subtract(apart, inner))
    if not places.size:
        return "crisp"
    places = places[:: max(1, len(places) // _RIM_MOST)]
    rows, columns = np.divmod(places, miss.shape[1])
    rim = sheet[rows, columns, :3]
    kinds = len(np.unique(rim, axis=0)) / len(rim)
    if backdrop.exact and kinds < _FEW_COLORS:
        return "crisp"
    mixed = _mixed_share(sheet, backdrop, rows, columns)
    if not backdrop.exact and _disturbed(miss, apart, backdrop.noise):
        return "lossy"
    if _halo_share(miss, apart) > _HALO_SHARE and backdrop.noise < 1.2:
        return "lossy" if kinds > 0.5 and _ringing(miss, apart) else "soft"
    return "soft" if mixed > _MIXED_SHARE else "crisp"


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


def _ring(apart: NDArray[np.uint8], inside: int, outside: int) -> NDArray[np.bool_]:
    """Backdrop pixels between `inside` and `outside` pixels away from what stands out."""
    near = cv2.dilate(apart, np.ones((2 * inside + 1,) * 2, np.uint8))
    wide = cv2.dilate(apart, np.ones((2 * outside + 1,) * 2, np.uint8))
    return (near == 0) & (wide > 0)


def _halo_share(miss: NDArray[np.uint8], apart: NDArray[np.uint8]) -> float:
    """Of the backdrop right beside figures, how much is not quite backdrop."""
    beside = miss[_ring(apart, 0, 1)]
    return float((beside > 0).mean()) if beside.size else 0.0


def _ringing(miss: NDArray[np.uint8], apart: NDArray[np.uint8]) -> bool:
    """Whether the backdrop is disturbed 4 to 6 pixels off the figures as well."""
    ring = miss[_ring(apart, 3, 6)]
    return bool(ring.size) and float((ring > 1).mean()) > 0.2


def _disturbed(miss: NDArray[np.uint8], apart: NDArray[np.uint8], noise: float) -> bool:
    """Whether the backdrop near figures is clearly noisier than far away from them."""
    near, far = miss[_ring(apart, 1, 5)], miss[_ring(apart, 10, 30)]
    if near.size < 50 or far.size < 50:
        return False
    spread = float(far.astype(np.float32).std()) + float(far.mean())
    return float(near.astype(np.float32).std()) + float(near.mean()) > 1.6 * spread + 0.8
