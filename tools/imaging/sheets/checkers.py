"""The two-coloured squares that some draw where transparency was meant."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tools.imaging.picture import Floats, Picture

_LEAST_SHARE = 0.12
_AGREEMENT = 0.97
_NEAR = 12


def checkers_in(sheet: Picture, first: Floats) -> NDArray[np.uint8] | None:
    """The squares over the whole sheet (height x width x 3); None where there are none.

    `first` is about the commonest colour. The other must alternate with it in squares of one
    size, at least 4 pixels, over nearly all pixels of either colour.
    """
    step = max(1, min(sheet.shape[:2]) // 256)
    sample = sheet[::step, ::step, :3].reshape(-1, 3).astype(np.int16)
    one = _refined(sample, np.asarray(first, dtype=np.float64))
    rest = sample[np.abs(sample - one).max(axis=1) > _NEAR]
    if len(rest) < _LEAST_SHARE * len(sample):
        return None
    values, counts = np.unique(rest >> 2, axis=0, return_counts=True)
    two = _refined(sample, values[int(np.argmax(counts))] * 4.0 + 2)
    if (np.abs(sample - two).max(axis=1) <= _NEAR).mean() < _LEAST_SHARE:
        return None
    pixels = sheet[:, :, :3].astype(np.int16)
    is_one = np.abs(pixels - one).max(axis=2) <= _NEAR
    is_two = np.abs(pixels - two).max(axis=2) <= _NEAR
    across = _bounds(is_one, is_two)
    down = _bounds(is_one.T, is_two.T)
    if across is None or down is None:
        return None
    odd = (across[None] + down[:, None]) % 2 == 1
    if (odd & is_one).sum() + (~odd & is_two).sum() > (odd & is_two).sum() + (~odd & is_one).sum():
        odd = ~odd
    agreeing = int((odd & is_two).sum() + (~odd & is_one).sum())
    if agreeing < _AGREEMENT * int(is_one.sum() + is_two.sum()):
        return None
    return np.where(odd[:, :, None], two, one).astype(np.uint8)


def _refined(sample: NDArray[np.int16], start: NDArray[np.float64]) -> NDArray[np.int16]:
    near = sample[np.abs(sample - start).max(axis=1) <= _NEAR]
    return np.median(near if len(near) else start[None], axis=0).astype(np.int16)


def _bounds(one: NDArray[np.bool_], two: NDArray[np.bool_]) -> NDArray[np.intp] | None:
    """The number of the square that each column lies in; None without an even rhythm."""
    turns = (one[:, :-1] & two[:, 1:]) | (two[:, :-1] & one[:, 1:])
    counts = turns.sum(axis=0)
    if counts.max(initial=0) < 4:
        return None
    places = np.flatnonzero(counts > 0.3 * counts.max()) + 1
    if len(places) < 2:
        return None
    size = float(np.median(np.diff(places)))
    if size < 4:
        return None
    steps = np.round((places - places[0]) / size)
    slope, start = np.polyfit(steps, places, 1)
    if np.abs(start + slope * steps - places).max() > 1.0:
        return None
    columns = np.arange(one.shape[1])
    return np.floor((columns - np.round(start)) / slope + 1e-6).astype(np.intp) + 10_000
