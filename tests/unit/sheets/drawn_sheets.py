"""Sheets of our own small figures, with the truth about every pixel."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

KEY = (255, 0, 255)
CELL = 96


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """A sheet (height x width x 3) and, for each pixel, the number of its frame from 1, or 0."""

    pixels: NDArray[np.uint8]
    truth: NDArray[np.int32]

    @property
    def count(self) -> int:
        return int(self.truth.max())

    def png(self) -> bytes:
        return saved(self.pixels)


def saved(pixels: NDArray[np.uint8], kind: str = "PNG", **options: int) -> bytes:
    buffer = BytesIO()
    Image.fromarray(pixels).save(buffer, kind, **options)
    return buffer.getvalue()


def figure(index: int, lift: int = 0) -> NDArray[np.uint8]:
    """A walker of CELL x CELL x 4 pixels: dark outline, face, coat, legs that swing."""
    mask = np.zeros((CELL, CELL, 4), dtype=np.uint8)
    swing = round(9 * np.sin(index * np.pi / 3))
    ground = 88 - lift
    for thick, shade in ((4, 0), (0, 1)):
        skin, coat, boots = (
            ((38, 24, 30, 255),) * 3
            if not shade
            else ((236, 188, 150, 255), (52, 110, 150 + index * 4, 255), (96, 60, 40, 255))
        )
        for side in (-1, 1):
            cv2.line(mask, (48 + side * 5, ground - 30), (48 + side * 7 + swing * side, ground - 4),
                     boots, 7 + thick)  # fmt: skip
            cv2.line(mask, (48 + side * 9, ground - 46), (48 + side * 19, ground - 30 - swing),
                     skin, 5 + thick)  # fmt: skip
        cv2.rectangle(
            mask, (38 - thick // 2, ground - 52), (58 + thick // 2, ground - 26), coat, -1
        )
        cv2.circle(mask, (48, ground - 62), 13 + thick // 2, skin, -1)
    return mask


def sheet_of(
    count: int = 8,
    columns: int = 4,
    *,
    key: tuple[int, int, int] = KEY,
    shifts: list[tuple[int, int]] | None = None,
    lifts: list[int] | None = None,
    cell: int = CELL,
) -> Drawn:
    """The figures on one colour, each moved right and down by its shift."""
    rows = -(-count // columns)
    pixels = np.empty((rows * cell, columns * cell, 3), dtype=np.uint8)
    pixels[:] = key
    truth = np.zeros(pixels.shape[:2], dtype=np.int32)
    for index in range(count):
        shift = shifts[index] if shifts else (0, 0)
        drawn = figure(index, lifts[index] if lifts else 0)
        rows_at, columns_at = np.nonzero(drawn[:, :, 3])
        y = rows_at + index // columns * cell + shift[1]
        x = columns_at + index % columns * cell + shift[0]
        pixels[y, x] = drawn[rows_at, columns_at, :3]
        truth[y, x] = index + 1
    return Drawn(pixels=pixels, truth=truth)
