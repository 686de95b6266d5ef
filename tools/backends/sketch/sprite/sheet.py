"""One sheet of sprites: uniform cells, as PNG bytes."""

from __future__ import annotations

import math

import numpy as np
from pydantic import BaseModel, ConfigDict

from tools.backends.sketch.sprite.draw import draw_frames
from tools.domain.animation.kinds import Perspective, SpriteStyle
from tools.domain.animation.script import AnimationFrame
from tools.domain.look import Hex, Look
from tools.imaging.picture import Picture
from tools.imaging.sheets.packing import packed
from tools.imaging.sheets.png import fast_png


class SheetOrder(BaseModel):
    """What a worker is told: everything that decides the pixels of one sheet."""

    model_config = ConfigDict(frozen=True)

    look: Look
    frames: tuple[AnimationFrame, ...]
    perspective: Perspective
    facing: float
    cell_px: int
    style: SpriteStyle
    key_color: Hex
    seed: int = 0


def columns_for(count: int) -> int:
    """The columns of the squarest full grid of so many cells (one row for a prime number)."""
    least = math.isqrt(max(count - 1, 0)) + 1
    return next(columns for columns in range(least, count + 1) if count % columns == 0)


def sheet_png(order: SheetOrder) -> bytes:
    """The sheet: pixel art opaque on the key colour, smooth figures with their own alpha."""
    cells = draw_frames(
        order.look,
        order.frames,
        perspective=order.perspective,
        facing=order.facing,
        cell_px=order.cell_px,
        style=order.style,
        seed=order.seed,
    )
    sheet = packed(cells, columns_for(len(cells)))
    return fast_png(sheet if order.style == "smooth" else on_key(sheet, order.key_color))


def on_key(sheet: Picture, key_color: str) -> Picture:
    key = np.frombuffer(bytes.fromhex(key_color[1:]), dtype=np.uint8).astype(np.float32)
    alpha = sheet[:, :, 3:].astype(np.float32) / 255.0
    mixed = sheet[:, :, :3] * alpha + key * (1.0 - alpha)
    out = np.full(sheet.shape, 255, dtype=np.uint8)
    out[:, :, :3] = np.rint(mixed).astype(np.uint8)
    return out
