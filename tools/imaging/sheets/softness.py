"""Whether a sheet's edges are crisp, blurred, or smeared by a lossy format."""

from __future__ import annotations

from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from tools.imaging.picture import Mask, Picture, floats
from tools.imaging.sheets.backdrop import Backdrop
from tools.imaging.sheets.mixing import explaining

Edges = Literal["crisp", "soft", "lossy"]

_MANY_COLORS = 0.06
_FAINT = 0.7
_PARALLEL = 0.975
_MIXED_SHARE, _SOME_MIXED, _NEARLY_ALL = 0.45, 0.28, 0.9
_MOST_ANTIALIASED = 0.62
_SLIGHT_HALO = 0.15
_WIDE_HALO, _RINGS = 0.35, 0.07
_MANY_DEGREES = 13.5
_RIM_MOST, _MIXED_MOST = 6_000, 2_000


def edges_of(sheet: Picture, backdrop: Backdrop, miss: NDArray[np.uint8]) -> Edges:
    """What kind of edges a sheet (height x width x 4) has.

    `miss` is each pixel's distance from the backdrop. Lossy: the backdrop is disturbed further
    from the figures than any blur reaches. Soft: a good part of the rim are mixes, in many
    degrees, of the backdrop and a colour beside them. Crisp: neither. Where the rim
    is of few colours, outlines darker than what they enclose look like mixes: then it is soft
    only where nearly all of it is mixed, or half of it in all degrees, as antialiasing does.
    """
    faint = 5.0 if backdrop.exact else max(8.0, 4.5 * backdrop.noise)
    apart = (miss > faint).view(np.uint8)
    inner = cv2.erode(apart, np.ones((3, 3), np.uint8))
    places = np.flatnonzero(np.asarray(cv2.subtract(apart, inner)).view(np.bool_))
    if not places.size:
        return "crisp"
    many = max(1, len(places) // _RIM_MOST)
    rows, columns = np.divmod(places[::many], miss.shape[1])
    rim = sheet[rows, columns, :3].astype(np.int32) @ np.array([65536, 256, 1], dtype=np.int32)
    kinds = len(np.unique(rim)) / len(rim)
    halo = _halo_share(miss, apart, 3.2 * backdrop.noise)
    if kinds > _MANY_COLORS and halo > _WIDE_HALO and _ringing(miss, backdrop.noise) > _RINGS:
        return "lossy"
    few = max(1, len(rows) // _MIXED_MOST)
    mixed, degrees = _mixed_share(sheet, backdrop, apart > 0, rows[::few], columns[::few])
    if kinds < _MANY_COLORS:
        antialiased = degrees > _MANY_DEGREES and _SOME_MIXED < mixed < _MOST_ANTIALIASED
        soft = mixed > _NEARLY_ALL if halo > _SLIGHT_HALO else antialiased
    else:
        soft = mixed > _MIXED_SHARE or (mixed > _SOME_MIXED and halo < _SLIGHT_HALO)
    return "soft" if soft else "crisp"


def _mixed_share(
    sheet: Picture,
    backdrop: Backdrop,
    apart: Mask,
    rows: NDArray[np.intp],
    columns: NDArray[np.intp],
) -> tuple[float, float]:
    """The share of rim pixels that are mixes, and among how many of 22 degrees they spread."""
    behind = (
        floats(np.broadcast_to(backdrop.color, (len(rows), 3)))
        if backdrop.surface is None
        else floats(backdrop.surface[rows, columns])
    )
    far, size, own = explaining(
        sheet, rows, columns, behind, apart, reach=2, on_line=max(6.0, 4 * backdrop.noise)
    )
    share = (own * far).sum(axis=1) / np.maximum(size, 1e-6)
    faint = share[share < _FAINT]
    if not faint.size:
        return 0.0, 0.0
    counts = np.bincount((faint * 32).astype(np.intp))
    odds = counts[counts > 0] / faint.size
    return float((share < _FAINT).mean()), float(np.exp(-(odds * np.log(odds)).sum()))


def _ringing(miss: NDArray[np.uint8], noise: float) -> float:
    """Of the backdrop 6 to 9 pixels from figures, where no blur reaches, what is disturbed."""
    apart = (miss > 64).astype(np.uint8)
    near = cv2.dilate(apart, np.ones((11, 11), np.uint8))
    ring = miss[(cv2.dilate(near, np.ones((9, 9), np.uint8)) > 0) & (near == 0)]
    return float((ring > max(1.0, noise)).mean()) if ring.size else 0.0


def _halo_share(miss: NDArray[np.uint8], apart: NDArray[np.uint8], noise: float) -> float:
    """Of the backdrop right beside figures, how much is not quite backdrop."""
    around = cv2.dilate(apart, np.ones((3, 3), np.uint8))
    beside = miss[(around > 0) & (apart == 0)]
    return float((beside > noise).mean()) if beside.size else 0.0
