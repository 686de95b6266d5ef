"""Sheets of our own sprites, drawn anew as carelessly as models do."""

from __future__ import annotations

import io
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

Pixels = NDArray[np.uint8]


@dataclass(frozen=True, kw_only=True)
class Careless:
    """How a sheet is spoilt: `shift` is how far figures stray in their cells, in pixels, `off` how
    far the background is off its colour; cells in `empty` hold nothing, `twice` is another cell's
    figure in one that should hold none or its own."""

    shift: int = 6
    off: int = 14
    blur: float = 1.2
    quality: int = 88
    empty: tuple[int, ...] = ()
    twice: tuple[tuple[int, int], ...] = ()


def redrawn(
    png: bytes, columns: int, cell_px: int, key: tuple[int, int, int], how: Careless
) -> bytes:
    """The sheet as a JPEG of soft figures on nearly the key colour."""
    clean = np.asarray(Image.open(io.BytesIO(png)).convert("RGB"), dtype=np.uint8)
    chance = np.random.default_rng(3)
    off = np.array((how.off, how.off // 2, -how.off), dtype=np.int16)
    ground = np.clip(np.array(key, dtype=np.int16) + off, 0, 255)
    out = np.empty_like(clean)
    out[:] = ground.astype(np.uint8)
    cells = {
        (row, column): clean[
            row * cell_px : (row + 1) * cell_px, column * cell_px : (column + 1) * cell_px
        ]
        for row in range(clean.shape[0] // cell_px)
        for column in range(columns)
    }
    for (row, column), cell in cells.items():
        index = row * columns + column
        if index in how.empty:
            continue
        _put(
            out,
            cell,
            key,
            row * cell_px,
            column * cell_px,
            chance.integers(-how.shift, how.shift + 1, 2),
        )
        for source, target in how.twice:
            if target == index:
                other = cells[divmod(source, columns)]
                _put(out, other, key, row * cell_px, column * cell_px, np.array((0, 0)))
    soft = cv2.GaussianBlur(out, (0, 0), how.blur)
    buffer = io.BytesIO()
    Image.fromarray(soft).save(buffer, "JPEG", quality=how.quality)
    return buffer.getvalue()


def _put(
    out: Pixels, cell: Pixels, key: tuple[int, int, int], top: int, left: int, by: NDArray[np.int64]
) -> None:
    rows, columns = np.nonzero((cell != key).any(axis=2))
    down, across = rows + top + int(by[0]), columns + left + int(by[1])
    inside = (down >= 0) & (down < out.shape[0]) & (across >= 0) & (across < out.shape[1])
    out[down[inside], across[inside]] = cell[rows[inside], columns[inside]]
