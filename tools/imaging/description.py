"""A figure put into numbers: its colours by body zone, its gradients, its outline."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from tools.imaging.anatomy import BodyPlan, Zone, body_plan, part_zones, zone_shares
from tools.imaging.foreground import Figure
from tools.imaging.palette import clusters
from tools.imaging.picture import Floats, floats

CLUSTERS = 20
_SIDE = 72
"""The figure's bounds are brought to this many pixels squared before anything is measured."""
_HEIGHT_WEIGHT = 0.24
"""How far, in OKLab units, the top of the figure is from its bottom when colours are grouped."""
_LEAST_ZONE = 0.015


@dataclass(frozen=True, kw_only=True)
class Description:
    """What is known of a figure; all arrays are 32-bit floats.

    `colors` (k x 3) are OKLab centres, `weights` (k) their shares of the figure, `zones`
    (k x 6) the share that each centre has of each zone (a column sums to 1, or is zero where
    the zone is not in the picture), `sizes` (6) each zone's share of the figure.
    `gradients` (6 x 9) are histograms of edge directions folded left to right, `outline` (36)
    is the widths of the silhouette from top to bottom and where they lie.
    """

    colors: Floats
    weights: Floats
    zones: Floats
    sizes: Floats
    gradients: Floats
    outline: Floats
    plan: BodyPlan
    """In pixels of the figure's working picture, rows from the top of its bounds."""
    head_share: float
    aspect: float


def describe(figure: Figure) -> Description:
    """Measure the figure. About 10 ms."""
    left, top, right, bottom = figure.box
    mask = figure.mask[top:bottom, left:right]
    lab = figure.lab[top:bottom, left:right]
    height, width = mask.shape
    scale = _SIDE / float(np.sqrt(height * width))
    size = (max(4, round(width * scale)), max(4, round(height * scale)))
    cover = floats(cv2.resize(floats(mask), size, interpolation=cv2.INTER_AREA))
    small = cv2.resize(lab * floats(mask)[:, :, None], size, interpolation=cv2.INTER_AREA)
    small = floats(small / np.maximum(cover, 1e-3)[:, :, None])
    solid = cover > 0.6 if (cover > 0.6).any() else cover >= cover.max()
    plan = body_plan(cover > 0.5 if (cover > 0.5).any() else solid, cropped=figure.cropped)
    rows, columns = np.nonzero(solid)
    shares = _shares(figure, size, rows, columns, plan)
    points = np.column_stack([small[rows, columns], rows / size[1] * _HEIGHT_WEIGHT])
    centres, member = clusters(floats(points), CLUSTERS)
    count = len(centres)
    masses = np.stack([np.bincount(member, share, minlength=count) for share in shares.T], axis=1)
    totals = masses.sum(axis=0)
    seen = totals / totals.sum() > _LEAST_ZONE
    return Description(
        colors=floats(centres[:, :3]),
        weights=floats(np.bincount(member, minlength=count) / len(member)),
        zones=floats(masses * seen / np.maximum(totals, 1e-6)),
        sizes=floats(totals * seen / totals.sum()),
        gradients=_gradients(small, solid, shares),
        outline=_outline(cover),
        plan=_scaled(plan, height / size[1]),
        head_share=plan.head / size[1],
        aspect=width / height,
    )


def _shares(
    figure: Figure, size: tuple[int, int], rows: np.ndarray, columns: np.ndarray, plan: BodyPlan
) -> Floats:
    """Each solid pixel's share in each zone: by its part where those are known, else by row."""
    if figure.parts is None:
        return zone_shares(plan, floats(rows))
    left, top, right, bottom = figure.box
    layers = cv2.split(figure.parts[top:bottom, left:right])
    parts = cv2.merge([cv2.resize(one, size, interpolation=cv2.INTER_AREA) for one in layers])
    return part_zones(floats(parts)[rows, columns])


def _scaled(plan: BodyPlan, factor: float) -> BodyPlan:
    return BodyPlan(
        top=plan.top * factor,
        head=plan.head * factor,
        hip=plan.hip * factor,
        ankle=plan.ankle * factor,
        bottom=plan.bottom * factor,
        axis=plan.axis * factor,
        cropped=plan.cropped,
    )


def _gradients(small: Floats, solid: np.ndarray, shares: Floats) -> Floats:
    """Edge directions from 0 to 90 degrees off the vertical, nine bins a zone, each sums to 1."""
    light = cv2.GaussianBlur(np.where(solid, small[:, :, 0], 0), (0, 0), 0.8)
    across = cv2.Sobel(light, cv2.CV_32F, 1, 0, ksize=3)
    down = cv2.Sobel(light, cv2.CV_32F, 0, 1, ksize=3)
    inner = cv2.erode(solid.astype(np.uint8), np.ones((3, 3), np.uint8))
    strength = (np.hypot(across, down) * inner)[solid]
    angle = np.arctan2(np.abs(down), np.abs(across))[solid] / (np.pi / 2)
    bins = np.minimum((angle * 9).astype(np.intp), 8)
    result = [np.bincount(bins, strength * shares[:, zone], minlength=9) for zone in Zone]
    sums = np.stack(result)
    return floats(sums / np.maximum(sums.sum(axis=1, keepdims=True), 1e-6))


def _outline(cover: Floats) -> Floats:
    """Eighteen widths of the silhouette from top to bottom and their shares within the bounds."""
    grid = floats(cv2.resize(cover, (36, 18), interpolation=cv2.INTER_AREA))
    folded = (grid + grid[:, ::-1]) / 2
    inner, outer = folded[:, 9:18].mean(axis=1), folded[:, :9].mean(axis=1)
    return floats(np.concatenate([inner, outer]))
