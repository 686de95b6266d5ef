"""The backdrop's tint on the rims of figures, as blur and lossy formats leave it, taken out."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from tools.imaging.picture import Floats, Mask, Picture, floats
from tools.imaging.sheets.cutting import CutSheet

_REACH_SHARE, _REACH_LEAST = 0.018, 4
"""How far tint reaches into a figure: a share of the canvas's height, and pixels at the least."""
_SEEN_THROUGH = 0.6
"""The share of the backdrop's own tint from which a pixel is backdrop, seen through a small gap."""
_GREY = 40.0
"""A backdrop whose channels differ by less than this (of 255) tints nothing."""


def without_spill(sheet: CutSheet) -> CutSheet:
    """The frames with no rim more backdrop-coloured than the figure just inside of it.

    Alpha stays. Transparent and grey backdrops leave none.
    """
    if not sheet.background:
        return sheet
    key = floats(list(bytes.fromhex(sheet.background.removeprefix("#"))))
    strong = np.asarray(key > key.mean(), dtype=np.bool_)
    if float(np.ptp(key)) < _GREY:
        return sheet
    most = _SEEN_THROUGH * float(key[strong].min() - key[~strong].max())
    reach = max(_REACH_LEAST, round(_REACH_SHARE * sheet.canvas[1]))
    frames = tuple(
        replace(frame, pixels=_freed(frame.pixels, strong, most, reach)) for frame in sheet.frames
    )
    return replace(sheet, frames=frames)


def _freed(pixels: Picture, strong: Mask, most: float, reach: int) -> Picture:
    """`strong` are the backdrop's channels; tint is how far all of them exceed all others, and
    what has more than `most` is no figure."""
    shown = pixels[:, :, 3] > 0
    side = 2 * reach + 1
    solid = (pixels[:, :, 3] > 127).astype(np.uint8)
    deep = np.asarray(cv2.erode(solid, np.ones((side, side), np.uint8), borderValue=0)) > 0
    colors = floats(pixels[:, :, :3])
    tint = floats(colors[:, :, strong].min(axis=2) - colors[:, :, ~strong].max(axis=2))
    deep &= tint <= most
    rim = shown & ~deep
    if not rim.any():
        return pixels
    own = np.maximum(0.0, _of_nearest(tint, deep, reach))
    extra = np.where(rim, np.maximum(0.0, tint - own), 0.0)
    colors[:, :, strong] -= extra[:, :, None]
    out = pixels.copy()
    out[:, :, :3] = np.clip(colors + 0.5, 0, 255).astype(np.uint8)
    out[~shown] = 0
    return out


def _of_nearest(tint: Floats, deep: Mask, reach: int) -> Floats:
    """At each pixel the tint of the nearest one deep inside; none where that is far."""
    if not deep.any():
        return np.zeros_like(tint)
    distance, found = cv2.distanceTransformWithLabels(
        (~deep).astype(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )
    labels = np.asarray(found, dtype=np.intp)
    at = np.zeros(int(labels.max()) + 1, dtype=np.intp)
    places = np.flatnonzero(deep)
    at[labels.reshape(-1)[places]] = places
    nearest = tint.reshape(-1)[at[labels]]
    return floats(np.where(floats(distance) <= 2.5 * reach, nearest, 0.0))
