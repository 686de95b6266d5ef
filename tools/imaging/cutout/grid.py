"""The grid of a pixel-art picture that was enlarged, and enlarging it without blur."""

from __future__ import annotations

from math import gcd

import numpy as np

from tools.imaging.picture import Picture

_COARSEST = 32


def pixel_grid(picture: Picture) -> tuple[int, int, int]:
    """The side of the picture's own pixels in its pixels, and where the first begins (x, y).

    1 where it was not enlarged by a whole factor with hard edges.
    """
    columns = _changes((picture[:, 1:] != picture[:, :-1]).any(axis=(0, 2)))
    rows = _changes((picture[1:] != picture[:-1]).any(axis=(1, 2)))
    side = gcd(_step(columns), _step(rows))
    if side < 2 or side > _COARSEST:
        return 1, 0, 0
    return side, int(columns[0]) % side, int(rows[0]) % side


def on_grid(picture: Picture, side: int, left: int, top: int) -> Picture:
    """One pixel for each of the grid's, its rim's cut pixels among them."""
    rows = np.arange((top - side) if top else 0, picture.shape[0], side) + side // 2
    columns = np.arange((left - side) if left else 0, picture.shape[1], side) + side // 2
    rows, columns = rows.clip(0, picture.shape[0] - 1), columns.clip(0, picture.shape[1] - 1)
    return np.ascontiguousarray(picture[np.ix_(rows, columns)])


def doubled(picture: Picture) -> Picture:
    """Twice the size with rounded stairs and no new colours.

    Scale2x: Andrea Mazzoleni, "Scale2x" (2001).
    """
    padded = np.pad(picture, ((1, 1), (1, 1), (0, 0)), mode="edge")
    code = padded.view(np.uint32)[:, :, 0] if padded.flags.c_contiguous else None
    codes = np.ascontiguousarray(padded).view(np.uint32)[:, :, 0] if code is None else code
    middle = codes[1:-1, 1:-1]
    above, below = codes[:-2, 1:-1], codes[2:, 1:-1]
    left, right = codes[1:-1, :-2], codes[1:-1, 2:]
    split = (above != below) & (left != right)
    out = np.empty((middle.shape[0] * 2, middle.shape[1] * 2), np.uint32)
    out[0::2, 0::2] = np.where(split & (left == above), left, middle)
    out[0::2, 1::2] = np.where(split & (above == right), right, middle)
    out[1::2, 0::2] = np.where(split & (left == below), left, middle)
    out[1::2, 1::2] = np.where(split & (below == right), right, middle)
    return out.view(np.uint8).reshape(*out.shape, 4)


def _changes(changed: np.ndarray) -> np.ndarray:
    """Where a new column or row begins that differs from the one before."""
    return np.flatnonzero(changed) + 1


def _step(places: np.ndarray) -> int:
    """The greatest step that all the places share; 1 where there are too few to tell."""
    if len(places) < 6:
        return 1
    return int(np.gcd.reduce(np.diff(places)))
