"""A figure cut out of its picture, at the size in which it is worked on."""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np

from tools.imaging.cutout.errors import FigureTooSmallError, NoFigureError
from tools.imaging.cutout.grid import on_grid, pixel_grid
from tools.imaging.foreground import Background, figure_in
from tools.imaging.oklab import oklab, shrunk
from tools.imaging.parser import Part
from tools.imaging.picture import Floats, Mask, Picture, floats

LEAST_HEIGHT = 12
"""Pixels of height below which a figure's parts cannot be told apart."""
MAP_HEIGHT = 128
"""Parts and joints are looked for in a figure of at most this height."""
_PIXEL_ART_HEIGHT = 160
_PIXEL_ART_COLORS = 64
_MARGIN = 0.08
_ALIKE, _ALIKE_ALONE = 0.065, 0.02
"""OKLab distance from the backdrop with and without the body-part network's word."""
_SEEN_BACKGROUND = 0.5


@dataclass(frozen=True, kw_only=True)
class Cutting:
    """One figure with a rim of empty pixels around it.

    `pixels` is height x width x 4 and clear outside `mask`. A pixel of it is `scale` pixels of
    the picture, whose (0, 0) lies at (`left`, `top`) of the picture. `parts` is the share of
    each `Part` in each pixel where the body-part network knows such figures.
    """

    pixels: Picture
    mask: Mask
    scale: float
    left: float
    top: float
    pixel_art: bool
    background: Background
    cropped: bool
    parts: Floats | None
    flipped_width: float | None = None
    """The picture's width where the cutting is its mirror image."""

    def in_picture(self, x: float, y: float) -> tuple[float, float]:
        """A place of the cutting in the picture's pixels."""
        x, y = self.left + x * self.scale, self.top + y * self.scale
        return (x if self.flipped_width is None else self.flipped_width - x, y)

    def from_picture(self, x: float, y: float) -> tuple[float, float]:
        """A place of the picture in the cutting's pixels."""
        x = x if self.flipped_width is None else self.flipped_width - x
        return ((x - self.left) / self.scale, (y - self.top) / self.scale)


def cut_out(picture: Picture, height: int) -> Cutting:
    """The picture's figure, at most `height` pixels high; pixel art stays at its own pixels.

    Raises `NoFigureError` or `FigureTooSmallError`.
    """
    grid, left, top = pixel_grid(picture)
    own = on_grid(picture, grid, left, top) if grid > 1 else picture
    found = figure_in(own)
    if found.background == "none" or not own[:, :, 3].any():
        raise NoFigureError
    box = _box_in(own, found.box, found.scale)
    if box[3] - box[1] < LEAST_HEIGHT or box[2] - box[0] < LEAST_HEIGHT // 4:
        raise FigureTooSmallError(box[2] - box[0], box[3] - box[1], LEAST_HEIGHT)
    x0, y0, x1, y1 = _with_margin(own, box)
    cut = own[y0:y1, x0:x1]
    near = found if found.scale == 1 else figure_in(cut)
    if near is found:
        mask = found.mask[y0:y1, x0:x1]
        parts = None if found.parts is None else found.parts[y0:y1, x0:x1]
    else:
        mask, parts = near.mask, near.parts
    art = _is_pixel_art(cut, mask) or grid > 1
    parts = None if art else parts
    size = 1.0 if art else min(1.0, height / (box[3] - box[1]))
    small = cut if size == 1 else shrunk(cut, max(LEAST_HEIGHT, round(max(cut.shape[:2]) * size)))
    rows, columns = small.shape[:2]
    soft = _resized(floats(mask), columns, rows)
    mask = soft > 0.5
    if found.background != "transparent":
        mask = mask & ~_backdrop_within(small, mask, parts)
    pixels = _cleared(small, soft, mask, hard=art, transparent=found.background == "transparent")
    rim = 2
    pixels = np.pad(pixels, ((rim, rim), (rim, rim), (0, 0)))
    per_pixel = cut.shape[0] / rows
    return Cutting(
        pixels=pixels,
        mask=pixels[:, :, 3] > 127,
        scale=per_pixel * grid,
        left=(x0 - rim * per_pixel) * grid - ((grid - left) % grid),
        top=(y0 - rim * per_pixel) * grid - ((grid - top) % grid),
        pixel_art=art,
        background=found.background,
        cropped=found.cropped,
        parts=None if parts is None else np.pad(
            _resized(parts, columns, rows), ((rim, rim), (rim, rim), (0, 0))
        ),
    )  # fmt: skip


def mirrored(cutting: Cutting) -> Cutting:
    """The cutting in a looking glass."""
    width = cutting.pixels.shape[1]
    right = cutting.left + width * cutting.scale
    return replace(
        cutting,
        pixels=np.ascontiguousarray(cutting.pixels[:, ::-1]),
        mask=np.ascontiguousarray(cutting.mask[:, ::-1]),
        parts=None if cutting.parts is None else np.ascontiguousarray(cutting.parts[:, ::-1]),
        left=0.0,
        flipped_width=right,
    )


def _box_in(own: Picture, box: tuple[int, int, int, int], scale: float) -> tuple[int, ...]:
    height, width = own.shape[:2]
    edges = (box[0] * scale, box[1] * scale, box[2] * scale, box[3] * scale)
    limits = (width, height, width, height)
    return tuple(min(round(e), most) for e, most in zip(edges, limits, strict=True))


def _with_margin(own: Picture, box: tuple[int, ...]) -> tuple[int, int, int, int]:
    pad = max(2, round(_MARGIN * (box[3] - box[1])))
    height, width = own.shape[:2]
    return (
        max(0, box[0] - pad),
        max(0, box[1] - pad),
        min(width, box[2] + pad),
        min(height, box[3] + pad),
    )


def _is_pixel_art(cut: Picture, mask: Mask) -> bool:
    """Whether the figure is small, of few colours and hard at its edge."""
    if cut.shape[:2] != mask.shape or cut.shape[0] > _PIXEL_ART_HEIGHT:
        return False
    colors = np.unique(cut[mask].view(np.uint32)) if mask.any() else np.empty(0)
    soft = (cut[:, :, 3] > 0) & (cut[:, :, 3] < 255)
    return len(colors) <= _PIXEL_ART_COLORS and float(soft.mean()) < 0.002


def _resized(values: Floats, width: int, height: int) -> Floats:
    if values.shape[:2] == (height, width):
        return values
    return floats(cv2.resize(values, (width, height), interpolation=cv2.INTER_LINEAR))


def _backdrop_within(cut: Picture, mask: Mask, parts: Floats | None) -> Mask:
    """What looks like the backdrop beside it and lies between limbs, or is a shadow at the feet.

    The backdrop's colour is carried inwards from outside the mask. Where the body-part network
    knows the figure, it has to agree, and nothing is taken from the middle of the
    upper body: a white shirt before a white wall stays.
    """
    rows, columns = mask.shape
    lab = oklab(cut)
    outside = floats(~cv2.dilate(mask.astype(np.uint8), np.ones((3, 3), np.uint8)).astype(bool))
    spread = max(3.0, 0.06 * rows)
    weight = cv2.GaussianBlur(outside, (0, 0), spread) + 1e-6
    behind = cv2.GaussianBlur(lab * outside[:, :, None], (0, 0), spread) / weight[:, :, None]
    apart = floats(np.linalg.norm(lab - behind, axis=2))
    alike = mask & (apart < (_ALIKE_ALONE if parts is None else _ALIKE)) & (weight > 1e-4)
    tint = floats(np.linalg.norm((lab - behind)[:, :, 1:], axis=2))
    darker = (behind - lab)[:, :, 0]
    low = np.arange(rows)[:, None] > np.flatnonzero(mask.any(axis=1))[-1] - 0.07 * rows
    shadow = (
        mask & low & (tint < 0.02) & (darker > (0.012 if parts is None else -0.02)) & (darker < 0.3)
    )
    if parts is not None:
        seen = _resized(floats(parts[:, :, Part.BACKGROUND]), columns, rows) > _SEEN_BACKGROUND
        alike, shadow = alike & seen, shadow & seen
    chest = np.zeros_like(mask)
    sides = np.flatnonzero(mask.sum(axis=0) > 0.45 * rows)
    if sides.size:
        chest[: round(0.5 * rows), sides[0] : sides[-1] + 1] = True
    alike &= ~chest
    kept = _large(alike, 0.0012 * float(mask.sum()))
    return kept | _large(_opened(shadow), 0.0012 * float(mask.sum()))


def _opened(mask: Mask) -> Mask:
    return cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_OPEN, np.ones((2, 2), np.uint8)) > 0


def _large(mask: Mask, least: float) -> Mask:
    count, labels, stats, _ = cv2.connectedComponentsWithStats(
        mask.astype(np.uint8), connectivity=4
    )
    keep = stats[:count, cv2.CC_STAT_AREA] >= max(4.0, least)
    keep[0] = False
    return np.asarray(keep[np.asarray(labels, dtype=np.intp)])


def _cleared(cut: Picture, soft: Floats, mask: Mask, *, hard: bool, transparent: bool) -> Picture:
    """The figure's pixels with an alpha of their own, colour carried out to its soft rim."""
    result = cut.copy()
    if transparent:
        alpha = np.where(cut[:, :, 3] > 127, 255, 0) if hard else cut[:, :, 3]
        alpha = np.where(cv2.dilate(mask.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0, alpha, 0)
    elif hard:
        alpha = np.where(mask, 255, 0)
    else:
        rim = np.clip((cv2.GaussianBlur(floats(mask), (0, 0), 0.8) - 0.25) / 0.5, 0, 1)
        alpha = np.minimum(rim, np.clip(soft * 2, 0, 1)) * 255
    result[:, :, 3] = np.asarray(alpha, dtype=np.uint8)
    result[result[:, :, 3] == 0] = 0
    return result
