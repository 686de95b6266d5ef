"""The grid of a pixel-art picture that was enlarged, and enlarging it without blur."""

from __future__ import annotations

from math import gcd

import numpy as np

from tools.imaging.picture import Picture

_COARSEST = 32
_SAMPLES = 48
"""So many rows and columns tell most pictures from enlarged ones at once."""


def pixel_grid(picture: Picture) -> tuple[int, int, int]:
    """The side of the picture's own pixels in its pixels, and where the first begins (x, y).

    1 where it was not enlarged by a whole factor with hard edges.
    """
    codes = np.ascontiguousarray(picture).view(np.uint32)[:, :, 0]
    some = (slice(None, None, 1 + codes.shape[0] // _SAMPLES), slice(None))
    if _grid_of(codes[some], codes[:, :: 1 + codes.shape[1] // _SAMPLES])[0] == 1:
        return 1, 0, 0
    side, columns, rows = _grid_of(codes, codes)
    if side < 2 or side > _COARSEST:
        return 1, 0, 0
    return side, int(columns[0]) % side, int(rows[0]) % side


def on_grid(picture: Picture, side: int, left: int, top: int) -> Picture:
    """One pixel for each of the grid's, its rim's cut pixels among them."""
    rows = np.arange((top - side) if top else 0, picture.shape[0], side) + side // 2
    columns = np.arange((left - side) if left else 0, picture.shape[1], side) + side // 2
    rows, columns = rows.clip(0, picture.shape[0] - 1), columns.clip(0, picture.shape[1] - 1)
    return np.ascontiguousarray(picture[np.ix_(rows, columns)])


def tripled(picture: Picture) -> Picture:
    """Three times the size with rounded stairs and no new colours; middles keep their colour.

    Scale3x: Andrea Mazzoleni, "Scale2x" (2001).
    """
    padded = np.ascontiguousarray(np.pad(picture, ((1, 1), (1, 1), (0, 0)), mode="edge"))
    codes = padded.view(np.uint32)[:, :, 0]
    a, b, c = codes[:-2, :-2], codes[:-2, 1:-1], codes[:-2, 2:]
    d, e, f = codes[1:-1, :-2], codes[1:-1, 1:-1], codes[1:-1, 2:]
    g, h, i = codes[2:, :-2], codes[2:, 1:-1], codes[2:, 2:]
    split = (b != h) & (d != f)
    db, bf, dh, hf = (split & same for same in (d == b, b == f, d == h, h == f))
    out = np.empty((e.shape[0] * 3, e.shape[1] * 3), np.uint32)
    out[0::3, 0::3] = np.where(db, d, e)
    out[0::3, 1::3] = np.where((db & (e != c)) | (bf & (e != a)), b, e)
    out[0::3, 2::3] = np.where(bf, f, e)
    out[1::3, 0::3] = np.where((db & (e != g)) | (dh & (e != a)), d, e)
    out[1::3, 1::3] = e
    out[1::3, 2::3] = np.where((bf & (e != i)) | (hf & (e != c)), f, e)
    out[2::3, 0::3] = np.where(dh, d, e)
    out[2::3, 1::3] = np.where((dh & (e != i)) | (hf & (e != g)), h, e)
    out[2::3, 2::3] = np.where(hf, f, e)
    return out.view(np.uint8).reshape(*out.shape, 4)


def _grid_of(across: np.ndarray, down: np.ndarray) -> tuple[int, np.ndarray, np.ndarray]:
    """The step of the changes along the rows of one picture and the columns of the other."""
    columns = _changes((across[:, 1:] != across[:, :-1]).any(axis=0))
    rows = _changes((down[1:] != down[:-1]).any(axis=1))
    return gcd(_step(columns), _step(rows)), columns, rows


def _changes(changed: np.ndarray) -> np.ndarray:
    """Where a new column or row begins that differs from the one before."""
    return np.flatnonzero(changed) + 1


def _step(places: np.ndarray) -> int:
    """The greatest step that all the places share; 1 where there are too few to tell."""
    if len(places) < 6:
        return 1
    return int(np.gcd.reduce(np.diff(places)))
