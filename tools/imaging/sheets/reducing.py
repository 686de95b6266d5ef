"""Frames made smaller, as sprites are drawn large by models and shown small."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np

from tools.imaging.picture import Box, Floats, Picture, floats
from tools.imaging.sheets.cutting import CutSheet, frames_locked

_SHOWN = 0.5
"""The alpha from which a pixel of pixel art is part of the figure."""


def reduced(sheet: CutSheet, share: float, *, crisp: bool, palette: Sequence[str] = ()) -> CutSheet:
    """The sheet's frames `share` (0 to 1) as large; `source` boxes stay those of the raw sheet.

    Crisp frames keep whole pixels: each has the colour that most of what it stands for has, of
    the palette where there is one, and is there or not. Others keep soft edges.
    """
    width, height = (max(1, math.ceil(side * share)) for side in sheet.canvas)
    frames = sheet.frames
    if crisp and palette:
        frames = frames_locked(frames, palette)
    made = [_crisp(f.pixels, share, width, height, palette) if crisp
            else _soft(f.pixels, share, width, height) for f in frames]  # fmt: skip
    return replace(
        sheet,
        canvas=(width, height),
        frames=tuple(
            replace(
                frame,
                pixels=pixels,
                trim=_trim(pixels),
                pivot=(round(frame.pivot[0] * share, 2), round(frame.pivot[1] * share, 2)),
            )
            for frame, pixels in zip(sheet.frames, made, strict=True)
        ),
    )


def _soft(pixels: Picture, share: float, width: int, height: int) -> Picture:
    alpha = floats(pixels[:, :, 3:]) / 255
    mixed = floats(np.dstack((floats(pixels[:, :, :3]) * alpha, alpha)))
    small = _resized(mixed, share, width, height)
    cover = small[:, :, 3:]
    out = np.zeros((height, width, 4), dtype=np.uint8)
    color = np.divide(small[:, :, :3], cover, out=np.zeros_like(small[:, :, :3]), where=cover > 0)
    out[:, :, :3] = np.clip(color + 0.5, 0, 255).astype(np.uint8)
    out[:, :, 3] = np.clip(cover[:, :, 0] * 255 + 0.5, 0, 255).astype(np.uint8)
    out[out[:, :, 3] == 0] = 0
    return out


def _crisp(
    pixels: Picture, share: float, width: int, height: int, palette: Sequence[str]
) -> Picture:
    """By majority among the palette's colours, by mean where there is no palette."""
    small = _soft(pixels, share, width, height)
    if palette:
        colors = np.unique(pixels[pixels[:, :, 3] > 127][:, :3], axis=0)
        if len(colors):
            votes = np.stack(
                [_resized(_is(pixels, color), share, width, height) for color in colors]
            )
            small[:, :, :3] = colors[votes.argmax(axis=0)]
    small[:, :, 3] = np.where(small[:, :, 3] >= 255 * _SHOWN, 255, 0)
    small[small[:, :, 3] == 0] = 0
    return small


def _is(pixels: Picture, color: np.ndarray) -> Floats:
    return floats((pixels[:, :, :3] == color).all(axis=2) & (pixels[:, :, 3] > 127))


def _resized(values: Floats, share: float, width: int, height: int) -> Floats:
    """The mean of what each of the new pixels stands for; beyond the old ones, nothing."""
    high, wide = (max(old, round(new / share)) for old, new in
                  zip(values.shape[:2], (height, width), strict=True))  # fmt: skip
    room = np.zeros((high, wide, *values.shape[2:]), dtype=np.float32)
    room[: values.shape[0], : values.shape[1]] = values
    return floats(cv2.resize(room, (width, height), interpolation=cv2.INTER_AREA))


def _trim(pixels: Picture) -> Box:
    """The tight box; empty at the corner where nothing shows."""
    shown = pixels[:, :, 3] > 0
    if not shown.any():
        return (0, 0, 0, 0)
    down, across = np.flatnonzero(shown.any(axis=1)), np.flatnonzero(shown.any(axis=0))
    return (int(across[0]), int(down[0]), int(across[-1]) + 1, int(down[-1]) + 1)
