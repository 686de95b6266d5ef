"""What a picture's silhouette and pixels say of the character: proportions, weapon, colours."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from tools.domain.animation.measures import Measures
from tools.imaging.anatomy import body_plan
from tools.imaging.figure_colors import figure_colors
from tools.imaging.foreground import Figure, bounds, figure_in
from tools.imaging.heads import heads_tall
from tools.imaging.parser import Part
from tools.imaging.picture import Floats, Mask, Picture, floats
from tools.imaging.protrusions import parted

_WORK_HEIGHT = 220
"""Lower figures are enlarged by whole steps, so that a sprite's single pixels can be measured."""
_LEAST_HEIGHT = 12
_FIGURE_SHARE, _FIGURE_HEIGHT = 0.3, 0.55
"""A part counts as a further figure from these shares of the largest one's area and height on."""

_BACKDROP, _SEEN_THROUGH = 0.05, 0.4
"""A gap's OKLab distance from the backdrop, at most, and its share of background, at least."""


def measure_silhouette(picture: Picture, figure: Figure | None = None) -> Measures:
    """Measure the figure in the picture; `figure` where it has been found before. About 50 ms.

    A picture without a figure (blank, or smaller than 12 pixels) has `figures` 0 and no measures
    but its colours; one of a single colour not even these. Before a busy place what stands out
    of the silhouette may be the place's: there no weapon is measured.
    """
    figure = figure or figure_in(picture)
    left, top, right, bottom = figure.box
    if figure.background == "none" or bottom - top < _LEAST_HEIGHT or right - left < 3:
        return _nobody(picture, figure)
    dominant, palette = figure_colors(picture, _mask_in(picture, figure))
    mask, lab = _enlarged(
        _without_gaps(figure)[top:bottom, left:right], figure.lab[top:bottom, left:right]
    )
    parts = parted(mask, lab, body_plan(mask).head)
    box = bounds(parts.body)
    inside = (slice(box[1], box[3]), slice(box[0], box[2]))
    shape = _shape(parts.body[inside], lab[inside])
    return Measures(
        figures=_figures(mask),
        background=figure.background,
        cropped=figure.cropped,
        head_to_body=None if figure.cropped else shape.heads,
        width=None if figure.cropped else shape.width,
        trunk=None if figure.cropped else shape.trunk,
        spread=None if figure.cropped else round(max(0.0, shape.width / shape.trunk - 1), 3),
        massiveness=None if figure.cropped else shape.massiveness,
        weapon=None if figure.background == "busy" else parts.weapon,
        dominant=dominant,
        palette=palette,
    )


def _nobody(picture: Picture, figure: Figure) -> Measures:
    dominant, palette = figure_colors(picture, _mask_in(picture, figure))
    one_color = len(palette) < 2
    return Measures(
        figures=0,
        background="none",
        cropped=False,
        dominant=() if one_color else dominant,
        palette=() if one_color else palette,
    )


@dataclass(frozen=True, kw_only=True)
class _Shape:
    heads: float | None
    width: float
    trunk: float
    massiveness: float


def _without_gaps(figure: Figure) -> Mask:
    """The mask without backdrop that limbs enclose: what has its row's colour outside the figure
    and is background to the body-part network."""
    if figure.background != "plain" or figure.parts is None or figure.mask.all():
        return figure.mask
    outside = ~cv2.dilate(figure.mask.astype(np.uint8), np.ones((5, 5), np.uint8)).astype(np.bool_)
    if not outside.any():
        return figure.mask
    count = np.maximum(outside.sum(axis=1), 1)[:, None]
    backdrop = floats((figure.lab * outside[:, :, None]).sum(axis=1) / count)
    apart = floats(np.linalg.norm(figure.lab - backdrop[:, None], axis=2))
    near = apart < _BACKDROP
    seen_through = near & (figure.parts[:, :, Part.BACKGROUND] > _SEEN_THROUGH)
    seen_through &= np.asarray(outside.any(axis=1))[:, None]
    left = np.asarray(figure.mask & ~seen_through)
    return left if left.sum() > 0.5 * figure.mask.sum() else figure.mask


def _shape(body: Mask, lab: Floats) -> _Shape:
    """The body's proportions; `body` is cut to its bounds, all lengths in its height."""
    height, width = body.shape
    plan = body_plan(body)
    first, last = round(plan.top + plan.head), round(plan.hip)
    around = [_run_at(np.asarray(body[row]), plan.axis) for row in range(first, min(last, height))]
    trunk = float(np.median(around)) if around else 0.0
    return _Shape(
        heads=heads_tall(body, lab),
        width=round(width / height, 3),
        trunk=round((trunk or width) / height, 3),
        massiveness=round(float(body.sum()) / height**2, 4),
    )


def _run_at(row: NDArray[np.bool_], axis: float) -> int:
    """The length of the run of a row that is nearest to the axis."""
    columns = np.flatnonzero(row)
    if not columns.size:
        return 0
    runs = np.split(columns, np.flatnonzero(np.diff(columns) > 1) + 1)
    return len(min(runs, key=lambda run: max(run[0] - axis, axis - run[-1], 0.0)))


def _figures(mask: Mask) -> int:
    count, _, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=8)
    if count < 2:
        return 0
    areas, heights = stats[1:, cv2.CC_STAT_AREA], stats[1:, cv2.CC_STAT_HEIGHT]
    large = int(np.argmax(areas))
    counted = (areas >= _FIGURE_SHARE * areas[large]) & (heights >= _FIGURE_HEIGHT * heights[large])
    return int(counted.sum())


def _enlarged(mask: Mask, lab: Floats) -> tuple[Mask, Floats]:
    factor = -(-_WORK_HEIGHT // mask.shape[0]) if mask.shape[0] < _WORK_HEIGHT * 0.8 else 1
    if factor == 1:
        return mask, lab
    large = mask.repeat(factor, axis=0).repeat(factor, axis=1)
    return large, floats(lab.repeat(factor, axis=0).repeat(factor, axis=1))


def _mask_in(picture: Picture, figure: Figure) -> Mask:
    """The figure's mask at the picture's own size."""
    height, width = picture.shape[:2]
    if figure.background == "transparent":
        return np.asarray(picture[:, :, 3] > 127)
    if figure.mask.shape == (height, width):
        return figure.mask
    large = cv2.resize(
        figure.mask.astype(np.uint8), (width, height), interpolation=cv2.INTER_NEAREST
    )
    return np.asarray(large > 0)
