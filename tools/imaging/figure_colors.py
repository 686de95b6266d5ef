"""The colours of a figure by frequency: a palette to lock sprites to, and the few one names."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from tools.domain.animation.measures import ColorShare
from tools.imaging.oklab import from_hex, oklab, to_hex
from tools.imaging.palette import clusters
from tools.imaging.picture import Floats, Mask, Picture, floats

PALETTE_MOST, DOMINANT_MOST = 16, 8
_SAMPLE_SIDE = 320
"""Larger figures are sampled (not averaged: that invents colours) down to this many pixels."""
_GROUPS = 28
_ALIKE, _PLAINLY_APART = 0.03, 0.085
"""OKLab distances: below the first nobody tells two colours of a sprite apart (about one step
of a ramp); from the second on people give them other names."""
_LEAST_SHARE, _LEAST_DOMINANT = 0.002, 0.015
_HELD_BY_ONE = 0.25
"""From this share of a group on its commonest exact colour stands for it, else its mean."""


def figure_colors(
    picture: Picture, mask: Mask
) -> tuple[tuple[ColorShare, ...], tuple[ColorShare, ...]]:
    """Dominant colours (at most 8) and the palette (at most 16), most frequent first.

    K-means in OKLab on the pixels in the mask, begun by median cut, so equal pixels give equal
    colours. `mask` has the picture's height and width.
    """
    pixels = _sampled(picture, mask)
    if not len(pixels):
        return (), ()
    lab = oklab(pixels[None])[0]
    centres, member = clusters(lab, _GROUPS)
    counts = np.bincount(member, minlength=len(centres)).astype(np.float64)
    shares = counts / counts.sum()
    reps = [_stands_for(pixels[member == k], centres[k]) for k in range(len(centres))]
    merged = _merged(reps, shares, _ALIKE)
    palette = [one for one in merged if one[1] >= _LEAST_SHARE][:PALETTE_MOST]
    named = _merged([c for c, _ in merged], np.array([s for _, s in merged]), _PLAINLY_APART)
    dominant = [one for one in named if one[1] >= _LEAST_DOMINANT][:DOMINANT_MOST]
    return _worded(dominant), _worded(palette)


def _sampled(picture: Picture, mask: Mask) -> NDArray[np.uint8]:
    """The figure's pixels (n x 4) without its mixed rim, where one is left then."""
    inner = cv2.erode(mask.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    chosen = inner if inner.sum() > 0.5 * mask.sum() else mask
    step = max(1, -(-max(picture.shape[:2]) // _SAMPLE_SIDE))
    seen = chosen[::step, ::step]
    if not seen.any():
        seen, step = chosen, 1
    return np.asarray(picture[::step, ::step][seen], dtype=np.uint8)


def _stands_for(pixels: NDArray[np.uint8], centre: Floats) -> str:
    if len(pixels):
        codes = pixels[:, :3].astype(np.int64) @ np.array([65536, 256, 1])
        values, counts = np.unique(codes, return_counts=True)
        if counts.max() >= _HELD_BY_ONE * len(pixels):
            return f"#{int(values[int(counts.argmax())]):06x}"
    return to_hex(centre)


def _merged(
    colors: list[str], shares: NDArray[np.float64], distance: float
) -> list[tuple[str, float]]:
    """Colours nearer than `distance` to a more frequent one are counted with it."""
    order = np.argsort(-shares, kind="stable")
    kept: list[tuple[str, Floats, float]] = []
    for index in order:
        lab = floats(from_hex(colors[index]))
        near = [k for k, one in enumerate(kept) if float(np.linalg.norm(one[1] - lab)) < distance]
        if near:
            best = min(near, key=lambda k: float(np.linalg.norm(kept[k][1] - lab)))
            color, place, share = kept[best]
            kept[best] = (color, place, share + float(shares[index]))
        elif shares[index] > 0:
            kept.append((colors[index], lab, float(shares[index])))
    kept.sort(key=lambda one: -one[2])
    return [(color, share) for color, _, share in kept]


def _worded(colors: list[tuple[str, float]]) -> tuple[ColorShare, ...]:
    return tuple(ColorShare(color=c, share=min(1.0, round(s, 4))) for c, s in colors)
