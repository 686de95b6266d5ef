"""What lies behind the sprites of a sheet: transparency, one colour, a gradient, squares."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from tools.imaging.picture import Floats, Picture, floats
from tools.imaging.sheets.checkers import checkers_in

BackdropKind = Literal["transparent", "flat", "gradient", "checkers"]

_SAMPLES = 260_000
_TRANSPARENT_SHARE = 0.05
_REACH = 34.0
_GRADIENT_LEAST = 3.0
_EXACT_SHARE = 0.5
_SATURATED = 90
_MOST_OF_CHECKERS = 0.6
_DRIFTING = 0.01
"""Share of the sheet that may be broadly off a flat backdrop's colour before it is a gradient."""


@dataclass(frozen=True, kw_only=True)
class Backdrop:
    """The backdrop of a sheet.

    `color` is its sRGB colour (3, 0 to 255), the mean one where it varies; `surface` (height x
    width x 3, uint8) is its colour at every pixel where it is not flat. `noise` is the standard
    deviation about it in levels (of 255), `exact` whether most of it is the colour to the last
    bit, as in a lossless file.
    """

    kind: BackdropKind
    color: Floats
    surface: NDArray[np.uint8] | None = None
    noise: float = 0.0
    exact: bool = True

    @property
    def saturated(self) -> bool:
        """Whether it is a key colour: no white, grey or black, which figures wear too."""
        return float(self.color.max() - self.color.min()) >= _SATURATED


def backdrop_of(sheet: Picture, key: tuple[int, int, int] | None = None) -> Backdrop:
    """The backdrop of a sheet (height x width x 4).

    `key` is the colour that was asked for, where there is one: the backdrop is looked for near
    it first and, when little of the sheet is near, wherever it is.
    """
    height, width = sheet.shape[:2]
    if _transparent(sheet[:, :, 3]):
        return Backdrop(kind="transparent", color=floats([0, 0, 0]))
    step = max(1, int((height * width / _SAMPLES) ** 0.5))
    sample = sheet[step // 2 :: step, step // 2 :: step, :3]
    first = _commonest(sample, key)
    if float(_within(sample, first, _REACH).mean()) < _MOST_OF_CHECKERS:
        squares = checkers_in(sheet, first)
        if squares is not None:
            return Backdrop(kind="checkers", color=first, surface=squares)
    flat = _flat(sample, first)
    if flat is not None:
        return flat
    terms = _terms(*sample.shape[:2])
    fit, near = _fitted(sample, terms, first)
    fitted = floats(terms @ fit)
    color = floats(np.median(sample[near], axis=0))
    if float(np.ptp(fitted.reshape(-1, 3), axis=0).max()) < _GRADIENT_LEAST:
        miss = floats(sample[near].astype(np.float32) - color)
        return Backdrop(kind="flat", color=color, noise=_deviation(miss), exact=False)
    miss = floats(sample[near].astype(np.float32) - fitted[near])
    smooth = _smoothed(sample, near, fitted)
    surface = np.clip(cv2.resize(smooth, (width, height)), 0, 255)
    return Backdrop(
        kind="gradient",
        color=color,
        surface=np.asarray(surface + 0.5, dtype=np.uint8),
        noise=max(_deviation(miss), 1.0),
        exact=False,
    )


def _flat(sample: NDArray[np.uint8], first: Floats) -> Backdrop | None:
    """The backdrop where most of it is one colour to the last bit; None where it is not."""
    coarse = sample[::3, ::3]
    near = _within(coarse, first, _REACH)
    color = floats(np.median(coarse[near], axis=0))
    near = _within(sample, first, _REACH)
    if not near.any() or float(_within(sample, color, 0.5).sum()) <= _EXACT_SHARE * near.sum():
        return None
    off = _within(sample, color, _REACH) & ~_within(sample, color, 2.5)
    broad = np.asarray(cv2.erode(off.view(np.uint8), np.ones((9, 9), np.uint8)))
    return None if float(broad.mean()) > _DRIFTING else Backdrop(kind="flat", color=color)


def _within(sample: NDArray[np.uint8], color: Floats, reach: float) -> NDArray[np.bool_]:
    """Which pixels (height x width x 3) differ from a colour by less in every channel."""
    low, high = np.ceil(color - reach), np.floor(color + reach)
    found = cv2.inRange(sample, np.asarray(low, np.float64), np.asarray(high, np.float64))
    return np.asarray(found) > 0


def _transparent(alpha: NDArray[np.uint8]) -> bool:
    """Whether a good part of the sheet, and most of its rim, is see-through."""
    if int(alpha[0].min()) == 255 and int(alpha[:, 0].min()) == 255 and int(alpha.min()) == 255:
        return False
    return float((alpha < 16).mean()) > _TRANSPARENT_SHARE


def _commonest(sample: NDArray[np.uint8], key: tuple[int, int, int] | None) -> Floats:
    """The middle of the densest place in the colour cube, cells of 16 levels and neighbours.

    Pixels at the sheet's rim count five times.
    """
    coarse = (sample >> 3).astype(np.int32)
    codes = (coarse[:, :, 0] << 10) | (coarse[:, :, 1] << 5) | coarse[:, :, 2]
    counts = np.bincount(codes.ravel(), minlength=32768).astype(np.float32)
    rim = np.concatenate([codes[0], codes[-1], codes[:, 0], codes[:, -1]])
    counts += 4 * np.bincount(rim, minlength=32768)
    cube = counts.reshape(32, 32, 32)
    for axis in range(3):
        padded = np.pad(cube, [(1, 1) if axis == a else (0, 0) for a in range(3)])
        slices = [np.take(padded, range(i, i + 32), axis=axis) for i in range(3)]
        cube = slices[0] + slices[1] + slices[2]
    if key is not None:
        near = _near_key(cube, key)
        if near is not None:
            return near
    peak = np.unravel_index(int(np.argmax(cube)), cube.shape)
    return floats([int(i) * 8 + 4 for i in peak])


def _near_key(cube: Floats, key: tuple[int, int, int]) -> Floats | None:
    """The densest place within 72 levels of the key, if it is at least a third as dense."""
    places = np.indices((32, 32, 32)).reshape(3, -1).T * 8 + 4
    close = np.abs(places - np.array(key)).max(axis=1) <= 72
    weights = cube.ravel() * close
    best = int(np.argmax(weights))
    return floats(places[best]) if weights[best] * 3 > float(cube.max()) else None


def _terms(height: int, width: int) -> Floats:
    """The terms of a quadratic surface: height x width x 6, places from -1 to 1."""
    y, x = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
    return floats(np.stack([np.ones_like(x), x, y, x * x, y * y, x * y], axis=-1))


def _fitted(
    sample: NDArray[np.uint8], terms: Floats, start: Floats
) -> tuple[Floats, NDArray[np.bool_]]:
    """A surface (6 x 3) through the pixels near it, and which these are (height x width).

    It begins flat at `start`; a gradient draws in more pixels with every round.
    """
    colors, places = floats(sample).reshape(-1, 3), terms.reshape(-1, 6)
    fit = np.zeros((6, 3), dtype=np.float32)
    fit[0] = start
    near = np.abs(colors - start).max(axis=1) < _REACH
    for degree in (1, 3, 3, 6, 6, 6):
        if int(near.sum()) < 50:
            break
        used = places[near][:, :degree]
        pull = np.eye(degree, dtype=np.float32) * 1e-3 * float(near.sum())
        pull[0, 0] = 0
        solved = np.linalg.solve(used.T @ used + pull, used.T @ colors[near])
        fit = np.zeros((6, 3), dtype=np.float32)
        fit[:degree] = solved
        miss = np.abs(colors - places @ fit).max(axis=1)
        reach = max(14.0, min(_REACH, 5 * _deviation(miss[near]))) if degree == 6 else _REACH
        near = miss < reach
    return fit, near.reshape(sample.shape[:2])


def _smoothed(sample: NDArray[np.uint8], near: NDArray[np.bool_], fitted: Floats) -> Floats:
    """The fitted surface, corrected by the mean of what the backdrop near each place is off it."""
    off = (sample.astype(np.float32) - fitted) * near[:, :, None]
    reach = max(5, min(sample.shape[:2]) // 12) | 1
    weight = floats(cv2.blur(floats(near), (reach, reach)))[:, :, None]
    mean = floats(cv2.blur(floats(off), (reach, reach))) / np.maximum(weight, 0.02)
    return floats(fitted + mean * (weight > 0.1))


def _deviation(miss: Floats) -> float:
    """A standard deviation from the 90th percentile of absolute differences.

    Where the colour lies at the end of the range half of the noise is clipped away.
    """
    return float(np.percentile(np.abs(miss), 90)) / 1.645 if miss.size else 0.0
