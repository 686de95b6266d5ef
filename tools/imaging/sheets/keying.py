"""Taking the backdrop away: alpha, and the figures' own colour where the two mix."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from tools.imaging.picture import Mask, Picture, floats
from tools.imaging.sheets.backdrop import Backdrop
from tools.imaging.sheets.holes import without_kept_holes
from tools.imaging.sheets.parts import parts_of
from tools.imaging.sheets.shadows import cast_shadows, drawn_shadows
from tools.imaging.sheets.softness import Edges, edges_of
from tools.imaging.sheets.unmixing import unmixed

_SPECK_SHARE = 0.006
_STRIP = 128
"""Rows at a time, so that what lies between stays in the cache."""
_TOLERANCE = {"crisp": 5.0, "soft": 5.0, "lossy": 14.0}


@dataclass(frozen=True, kw_only=True)
class Cutout:
    """A sheet without its backdrop.

    `picture` is height x width x 4, straight colour; where `edges` are crisp it is the sheet,
    and only the pixels of `figure` count. `figure` are the pixels with alpha of at least a half;
    of a see-through sheet, whose effects may be faint, of a sixth.
    """

    picture: Picture
    figure: Mask
    edges: Edges
    shadows: bool = False


def cut_out(sheet: Picture, backdrop: Backdrop, *, keep_shadows: bool = False) -> Cutout:
    """The figures of a sheet (height x width x 4) without the backdrop.

    What differs from the backdrop by more than its noise is figure. Crisp edges stay crisp; in
    soft or lossy ones each pixel of the rim is explained as a mix of the backdrop and the figure
    just inside of it, and gets that share as alpha and the figure's colour, so no halo shows.

    Backdrop-coloured areas that the rim does not reach: with a saturated key they are backdrop
    seen through the figure; with white, grey, black or squares they are so where a strongly
    different outline surrounds them, and else belong to the figure (eyes, a white shirt).
    Shadows on the ground go, unless `keep_shadows`.
    """
    if backdrop.kind == "transparent":
        return _see_through(sheet, keep_shadows)
    miss = _miss(sheet, backdrop)
    edges = edges_of(sheet, backdrop, miss)
    tolerance = max(_TOLERANCE[edges], 4.2 * backdrop.noise)
    apart = _apart(miss, backdrop, tolerance)
    shade = None
    if not keep_shadows:
        shade = cast_shadows(sheet, backdrop, apart)
        if shade is not None:
            apart &= ~shade
    if not backdrop.saturated:
        apart = without_kept_holes(apart, miss, strong=_strong(backdrop), noisy=not backdrop.exact)
    if edges == "crisp":
        return Cutout(picture=sheet, figure=apart, edges="crisp", shadows=shade is not None)
    picture = unmixed(sheet, backdrop, apart, shade=shade, lossy=edges == "lossy")
    if edges == "lossy":
        picture[_specks(picture[:, :, 3])] = 0
    figure = picture[:, :, 3] >= 128
    return Cutout(picture=picture, figure=figure, edges=edges, shadows=shade is not None)


def _strong(backdrop: Backdrop) -> float:
    """A difference that only an outline has: most of the largest there can be."""
    return 0.55 * float(np.maximum(backdrop.color, 255 - backdrop.color).max())


def _specks(alpha: NDArray[np.uint8]) -> Mask:
    """Parts far too small to be of a figure: what ringing left."""
    parts = parts_of(alpha > 0)
    small = parts.areas < _SPECK_SHARE * parts.areas.max()
    small[0] = False
    return small[parts.labels]


def _see_through(sheet: Picture, keep_shadows: bool) -> Cutout:
    alpha = sheet[:, :, 3]
    picture = sheet.copy()
    picture[alpha < 4] = 0
    shade = None if keep_shadows else drawn_shadows(picture)
    if shade is not None:
        picture[shade] = 0
    figure = picture[:, :, 3] >= 40
    soft = float(((alpha > 8) & (alpha < 247)).sum()) > 0.02 * float((alpha >= 247).sum() + 1)
    edges: Edges = "soft" if soft else "crisp"
    return Cutout(picture=picture, figure=figure, edges=edges, shadows=shade is not None)


def _miss(sheet: Picture, backdrop: Backdrop) -> NDArray[np.uint8]:
    """How far each pixel is from the backdrop: the largest difference of a channel."""
    key = np.array([[*np.round(backdrop.color), 255.0]], dtype=np.float64).T
    miss = np.empty(sheet.shape[:2], dtype=np.uint8)
    for top in range(0, len(sheet), _STRIP):
        rows = np.s_[top : top + _STRIP]
        if backdrop.surface is None:
            first, second, third, _ = cv2.split(cv2.absdiff(sheet[rows], key))
        else:
            colors = np.ascontiguousarray(sheet[rows][:, :, :3])
            first, second, third = cv2.split(cv2.absdiff(colors, backdrop.surface[rows]))
        miss[rows] = cv2.max(cv2.max(first, second), third)
    return miss


def _apart(miss: NDArray[np.uint8], backdrop: Backdrop, tolerance: float) -> Mask:
    """What is no backdrop. Noise is told from faint figures by its neighbours."""
    apart = miss > tolerance
    if backdrop.noise < 1.2:
        return apart
    calm = np.asarray(cv2.blur(floats(miss), (3, 3)))
    return (miss > 1.4 * tolerance) | (apart & (calm > 0.75 * tolerance))
