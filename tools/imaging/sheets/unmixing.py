"""Soft edges: how much of each pixel is figure, and which colour the figure has there."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from tools.imaging.picture import Floats, Mask, Picture, floats
from tools.imaging.sheets.backdrop import Backdrop
from tools.imaging.sheets.mixing import explaining

_TO_LUMA = floats([[0.299, 0.587, 0.114], [-0.169, -0.331, 0.5], [0.5, -0.419, -0.081]])
_LOSSY_WEIGHTS = floats([1.0, 0.35, 0.35])
"""Lossy formats keep luma at full size and colour at half of it, so luma places the edge."""
_ON_LINE, _NEAR_LINE, _LOSSY_OFF = 6.0, 34.0, 40.0
_LEAST_REACH, _MOST_REACH, _LOSSY_REACH = 2, 5, 3
_LOSSY_SEARCH = 2
_FAINTEST = 34.0
"""In a lossy sheet what nowhere near differs more than this from the backdrop is ringing."""
_SHADE_REACH = 4
_SHARP, _FAINT_NEIGHBOUR = 0.38, 90
_THICK_ENOUGH = 0.3
"""Share of a figure that must be 5 pixels inside of it, before its rim may be that wide."""


def unmixed(
    sheet: Picture, backdrop: Backdrop, apart: Mask, *, shade: Mask | None, lossy: bool
) -> Picture:
    """The sheet with alpha and straight colour (height x width x 4).

    `apart` is what is not quite backdrop, `shade` shadow on it. A pixel p within two pixels of
    the backdrop B is p = a F + (1 - a) B, where F is the colour within two pixels that is
    farthest from B; a is the projection of p - B on F - B. A pixel well off that line has a
    colour of its own and is figure.
    """
    width = apart.shape[1]
    reach, sharp = (_LOSSY_REACH, False) if lossy else _blur_reach(sheet, backdrop, apart)
    side = 2 * reach + 1
    inner = cv2.erode(apart.astype(np.uint8), np.ones((side, side), np.uint8))
    picture = sheet.copy()
    picture[:, :, 3] = apart.view(np.uint8) * np.uint8(255)
    places = np.flatnonzero(apart & (inner == 0))
    rows, columns = np.divmod(places, width)
    behind = _behind(sheet, backdrop, shade, apart, rows, columns)
    own = floats(sheet[rows, columns, :3]) - behind
    noise = 5 * backdrop.noise
    far, size, seen = explaining(
        sheet,
        rows,
        columns,
        behind,
        apart,
        reach=_LOSSY_SEARCH if lossy else reach,
        on_line=max(_LOSSY_OFF if lossy else _ON_LINE, noise),
        near_line=max(_LOSSY_OFF if lossy else _NEAR_LINE, noise),
        space=_TO_LUMA * _LOSSY_WEIGHTS[:, None] if lossy else None,
    )
    share = np.clip((seen * far).sum(axis=1) / np.maximum(size, 1e-6), 0, 1)
    if lossy:
        share = np.where(size < _FAINTEST**2, 0.0, np.clip((share - 0.1) / 0.4, 0, 1))
    else:
        covered = _covered(share, rows, columns, apart, reach, sharp=sharp)
        share = np.where(covered, 1.0, share)
    alpha = _snapped(share)
    straight = behind + own / np.maximum(share, 0.12)[:, None]
    picture[rows, columns, :3] = np.clip(straight + 0.5, 0, 255).astype(np.uint8)
    picture[rows, columns, 3] = alpha
    picture[picture[:, :, 3] == 0] = 0
    return picture


def _blur_reach(sheet: Picture, backdrop: Backdrop, apart: Mask) -> tuple[int, bool]:
    """How many pixels a soft edge is wide, and whether it is only antialiased.

    The width comes from how many of its pixels are fainter than half. Along an antialiased edge,
    one pixel wide, all degrees are equally common; along a blurred one the faintest abound.
    """
    behind = backdrop.surface if backdrop.surface is not None else backdrop.color
    box = _middle_box(apart)
    near = np.broadcast_to(behind, (*apart.shape, 3))[box] if behind.ndim == 3 else behind
    miss = np.abs(sheet[box][:, :, :3].astype(np.float32) - near).sum(axis=2)
    own = apart[box]
    strongest = np.asarray(cv2.dilate(miss, np.ones((9, 9), np.uint8)))
    inner = np.asarray(cv2.erode(own.view(np.uint8), np.ones((3, 3), np.uint8))) > 0
    deep = np.asarray(cv2.erode(own.view(np.uint8), np.ones((11, 11), np.uint8))) > 0
    faint = float((own & ~deep & (miss < 0.5 * strongest)).sum())
    wide = faint / max(float((own & ~inner).sum()), 1.0)
    most = _MOST_REACH if deep.sum() > _THICK_ENOUGH * own.sum() else _LEAST_REACH
    sharp = float((own & ~inner & (miss < 0.3 * strongest)).sum()) < _SHARP * (own & ~inner).sum()
    return int(np.clip(round(1.5 * wide + 0.8), _LEAST_REACH, most)), sharp


def _covered(
    share: Floats,
    rows: NDArray[np.intp],
    columns: NDArray[np.intp],
    apart: Mask,
    reach: int,
    *,
    sharp: bool,
) -> Mask:
    """Which of n pixels are no mixes, although they look like one: they lie behind the edge.

    Coverage only grows inward. A pixel whose neighbours toward the backdrop show more of the
    figure is one of its light colours; in a `sharp` sheet, behind anything but a faint neighbour.
    """
    alpha = np.full(apart.shape, 255, dtype=np.uint8)
    solid, depth = apart.astype(np.uint8), np.ones(len(rows), dtype=np.uint8)
    for _ in range(reach - 1):
        solid = np.asarray(cv2.erode(solid, np.ones((3, 3), np.uint8)), dtype=np.uint8)
        depth += solid[rows, columns]
    level = (share * 255).astype(np.uint8)
    covered = np.zeros(len(rows), dtype=np.bool_)
    for ring in range(1, reach + 1):
        own = depth == ring
        y, x = rows[own], columns[own]
        if ring > 1:
            least = np.asarray(cv2.erode(alpha, np.ones((3, 3), np.uint8)))[y, x]
            behind = least > _FAINT_NEIGHBOUR if sharp else least > level[own].astype(np.intp) + 8
            covered[own] = behind
            level[own] = np.where(behind, 255, level[own])
            alpha[:] = 255
        alpha[y, x] = level[own]
    return covered


def _middle_box(apart: Mask) -> tuple[slice, slice]:
    """At most 512 x 512 pixels in the middle of what stands out."""
    rows, columns = np.flatnonzero(apart.any(axis=1)), np.flatnonzero(apart.any(axis=0))
    top = max(0, (int(rows[0]) + int(rows[-1])) // 2 - 256) if rows.size else 0
    left = max(0, (int(columns[0]) + int(columns[-1])) // 2 - 256) if columns.size else 0
    return (slice(top, top + 512), slice(left, left + 512))


def _snapped(share: Floats) -> NDArray[np.uint8]:
    """Alpha of 0 to 255; nearly none and nearly all become none and all."""
    alpha = np.clip(share * 255 + 0.5, 0, 255)
    return np.where(alpha < 12, 0, np.where(alpha > 243, 255, alpha)).astype(np.uint8)


def _behind(
    sheet: Picture,
    backdrop: Backdrop,
    shade: Mask | None,
    apart: Mask,
    rows: NDArray[np.intp],
    columns: NDArray[np.intp],
) -> Floats:
    """The backdrop's colour at these pixels (n x 3); beside a shadow the shadow's."""
    if backdrop.surface is None:
        behind = np.repeat(backdrop.color[None], len(rows), axis=0)
    else:
        behind = floats(backdrop.surface[rows, columns])
    if shade is None or not len(rows):
        return floats(behind)
    from_shade, away = _nearest_colors(sheet, shade & ~apart, rows, columns)
    return floats(np.where((away < _SHADE_REACH)[:, None], from_shade, behind))


def _nearest_colors(
    sheet: Picture, source: Mask, rows: NDArray[np.intp], columns: NDArray[np.intp]
) -> tuple[Floats, Floats]:
    """For each pixel (n) the colour of the nearest one of `source` (n x 3), and how far it is."""
    distance, found = cv2.distanceTransformWithLabels(
        (~source).astype(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )
    labels = np.asarray(found, dtype=np.intp)
    pixels = np.flatnonzero(source)
    at = np.zeros(int(labels.max()) + 1, dtype=np.intp)
    at[labels.reshape(-1)[pixels]] = pixels
    nearest = at[labels[rows, columns]]
    return floats(sheet.reshape(-1, 4)[nearest, :3]), floats(distance)[rows, columns]
