"""Guides read back: where each joint's disc is, and masks as booleans."""

from __future__ import annotations

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from tools.imaging.openpose import COLORS, POINTS, PosePoint

Pixels = NDArray[np.uint8]


def pixels_of(png: bytes) -> Pixels:
    """Height x width x 3."""
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB"))


def mask_of(png: bytes) -> NDArray[np.bool_]:
    return np.asarray(Image.open(io.BytesIO(png)).convert("L")) > 127


def discs_of(pose: Pixels) -> dict[PosePoint, tuple[float, float]]:
    """The middle of every joint's disc that shows, by the joint's colour."""
    found: dict[PosePoint, tuple[float, float]] = {}
    for name, color in zip(POINTS, COLORS, strict=True):
        rows, columns = np.nonzero((pose == color).all(axis=2))
        if len(rows) >= 3:
            found[name] = (float(columns.mean()), float(rows.mean()))
    return found


def near(mask: NDArray[np.bool_], place: tuple[float, float], within: float) -> bool:
    """Whether the mask has a pixel so near a place."""
    rows, columns = np.nonzero(mask)
    return bool(len(rows)) and float(np.hypot(columns - place[0], rows - place[1]).min()) <= within
