"""How strong the edge at each pixel of a figure is."""

from __future__ import annotations

import cv2
import numpy as np

from tools.imaging.picture import Floats, Mask, floats

_BEHIND = floats([1.4, 0, 0])
"""An impossible light, so that the figure's outline is an edge whatever its colours are."""


def edges_of(mask: Mask, lab: Floats, *, outline: bool = False) -> Floats:
    """0 to 1 for each pixel; with `outline` the silhouette's own edge counts too."""
    shown = np.where(mask[:, :, None], lab, _BEHIND) if outline else lab
    steep = np.zeros(mask.shape, dtype=np.float32)
    for channel in range(3):
        values = np.ascontiguousarray(shown[:, :, channel])
        across, down = cv2.Sobel(values, cv2.CV_32F, 1, 0), cv2.Sobel(values, cv2.CV_32F, 0, 1)
        steep = steep + across**2 + down**2
    return floats(np.clip(np.sqrt(steep) / 0.7, 0, 1))
