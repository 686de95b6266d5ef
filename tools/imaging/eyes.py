"""The colour of each eye that a picture shows large enough."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from tools.imaging.anatomy import Zone
from tools.imaging.measured import Measured
from tools.imaging.oklab import oklab
from tools.imaging.palette import clusters
from tools.imaging.parser import Part
from tools.imaging.picture import Box, Floats, floats

_LEAST_HEIGHT = 9
"""Pixels of the picture under which an eye's colour is not read."""
_LEAST_SHARE = 0.08
_APART = 0.07
_LEAST_CHROMA = 0.035
"""Grey irises are not told from whites and lashes."""
_MAIN = 0.12


@dataclass(frozen=True, kw_only=True)
class Eye:
    """One eye: its iris in OKLab (3) and its bounds in the picture's own pixels."""

    color: Floats
    box: Box


def eyes_in(measured: Measured) -> tuple[Eye, ...]:
    """The eyes of the figure from left to right; none where parts or pixels are too few."""
    figure = measured.figure
    if figure.parts is None:
        return ()
    likely = (figure.parts[:, :, Part.EYES] > 0.35) & figure.mask
    count, _, stats, _ = cv2.connectedComponentsWithStats(likely.astype(np.uint8), connectivity=8)
    places = sorted((np.asarray(stats)[1:count]).tolist(), key=lambda row: -row[4])[:2]
    found: list[Eye] = []
    for left, top, width, height, _area in sorted(places):
        box = _enlarged(measured, (left, top, left + width, top + height))
        color = _iris(measured, box)
        if color is not None:
            found.append(Eye(color=color, box=box))
    return tuple(found)


def _enlarged(measured: Measured, box: Box) -> Box:
    """The bounds in the picture's own pixels, a fifth of a working pixel's error allowed for."""
    scale = measured.figure.scale
    height, width = measured.picture.shape[:2]
    left, top, right, bottom = (edge * scale for edge in box)
    return (max(0, int(left)), max(0, int(top)), min(width, int(right)), min(height, int(bottom)))


def _iris(measured: Measured, box: Box) -> Floats | None:
    """The most of what is neither white, lash, skin nor hair; nothing where there is too little."""
    left, top, right, bottom = box
    if bottom - top < _LEAST_HEIGHT or right - left < _LEAST_HEIGHT // 2:
        return None
    pixels = oklab(measured.picture[top:bottom, left:right]).reshape(-1, 3)
    if len(pixels) > 4000:
        pixels = pixels[:: len(pixels) // 4000 + 1]
    centres, member = clusters(floats(pixels), 10)
    shares = np.bincount(member, minlength=len(centres)) / len(member)
    chroma = np.hypot(centres[:, 1], centres[:, 2])
    iris = (centres[:, 0] > 0.22) & (chroma > _LEAST_CHROMA)
    for other in _around(measured):
        tone = (centres - other) * floats([0.5, 1, 1])
        iris &= np.linalg.norm(tone, axis=1) > _APART
    weight = shares * iris * (0.15 + chroma)
    if float((shares * iris).sum()) < _LEAST_SHARE:
        return None
    return floats((centres * weight[:, None]).sum(axis=0) / weight.sum())


def _around(measured: Measured) -> Floats:
    """The main colours of skin and hair (n x 3): whatever is like them is no iris."""
    described = measured.description
    found = [described.colors[described.zones[:, zone] > _MAIN] for zone in (Zone.FACE, Zone.CROWN)]
    return floats(np.concatenate(found))
