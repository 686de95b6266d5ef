"""How long a sheet takes to become trimmed frames, beside the plain way to do it."""

from __future__ import annotations

import hashlib
import statistics
import time
from collections.abc import Callable
from io import BytesIO
from typing import Any

import cv2
import numpy as np
from PIL import Image

from tools.imaging.picture import Mask
from tools.imaging.sheets.cutting import cut_sheet
from tools.imaging.sheets.png import fast_png

_SIDE, _CELLS = 2048, 4
_KEY = (255, 0, 255)
_ROUNDS = 5


def measure() -> dict[str, Any]:
    """Medians in milliseconds on one core over five rounds, after one to warm up.

    The sheet has 2048x2048 pixels and 16 figures on a key colour. Both ways give each frame's
    box, its pivot, and its trimmed pixels as PNG bytes with their sha256. The plain way reads
    with Pillow, keys with NumPy, finds parts with OpenCV and writes with Pillow at level 6.
    """
    data = _sheet()
    threads = cv2.getNumThreads()
    cv2.setNumThreads(1)
    try:
        ours, plain = _median_ms(lambda: _cut(data)), _median_ms(lambda: _plainly_cut(data))
    finally:
        cv2.setNumThreads(threads)
    return {
        "sheet": f"{_SIDE}x{_SIDE}, {_CELLS * _CELLS} cells, {len(data)} bytes",
        "cut_ms": round(ours, 1),
        "plain_ms": round(plain, 1),
        "times_faster": round(plain / ours, 2),
    }


def _median_ms(work: Callable[[], int]) -> float:
    spent: list[float] = []
    for _ in range(_ROUNDS + 1):
        begun = time.perf_counter()
        if work() != _CELLS * _CELLS:
            raise RuntimeError("not every frame of the sheet was found")
        spent.append((time.perf_counter() - begun) * 1000)
    return statistics.median(spent[1:])


def _cut(data: bytes) -> int:
    frames = cut_sheet(data).frames
    rows = [(f.source, f.pivot, _digest(fast_png(f.trimmed))) for f in frames]
    return len(rows)


def _plainly_cut(data: bytes) -> int:
    sheet = np.asarray(Image.open(BytesIO(data)).convert("RGBA")).copy()
    away = np.linalg.norm(sheet[:, :, :3].astype(np.float32) - np.array(_KEY), axis=2)
    sheet[:, :, 3] = np.where(away > 40, 255, 0)
    _, _, stats, middles = cv2.connectedComponentsWithStats((away > 40).astype(np.uint8))
    rows: list[tuple[list[int], list[float], str]] = []
    for box, middle in zip(stats[1:], middles[1:], strict=True):
        left, top, wide, high, area = (int(v) for v in box)
        if area < 500:
            continue
        frame = sheet[top : top + high, left : left + wide].copy()
        frame[frame[:, :, 3] == 0] = 0
        buffer = BytesIO()
        Image.fromarray(frame).save(buffer, "PNG", compress_level=6)
        place = [float(v) for v in middle]
        rows.append(([left, top, wide, high], place, _digest(buffer.getvalue())))
    return len(rows)


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _sheet() -> bytes:
    """A sheet of shaded figures with grain, so that nothing compresses to nothing."""
    cell = _SIDE // _CELLS
    grain = np.random.default_rng(5)
    sheet = np.empty((_SIDE, _SIDE, 3), dtype=np.uint8)
    sheet[:] = _KEY
    for index in range(_CELLS * _CELLS):
        row, column = divmod(index, _CELLS)
        place = np.s_[row * cell : (row + 1) * cell, column * cell : (column + 1) * cell]
        shape = _figure(cell, index)
        shades = grain.integers(40, 216, (64, 64, 3), dtype=np.uint8)
        cloth = np.asarray(cv2.resize(shades, (cell, cell), interpolation=cv2.INTER_CUBIC))
        sheet[place][shape] = cloth[shape]
    buffer = BytesIO()
    Image.fromarray(sheet).save(buffer, "PNG", compress_level=6)
    return buffer.getvalue()


def _figure(cell: int, index: int) -> Mask:
    """A head, a body and limbs that swing with the frame (mask of cell x cell)."""
    shape = np.zeros((cell, cell), dtype=np.uint8)
    middle, swing = cell // 2, round(cell * 0.09 * np.sin(index * np.pi / 4))
    cv2.circle(shape, (middle, round(cell * 0.25)), round(cell * 0.13), 1, -1)
    cv2.ellipse(
        shape, (middle, round(cell * 0.52)), (cell // 8, round(cell * 0.2)), 0, 0, 360, 1, -1
    )
    for side in (-1, 1):
        hip = (middle + side * cell // 16, round(cell * 0.65))
        foot = (middle + side * (cell // 14 + swing), round(cell * 0.92))
        cv2.line(shape, hip, foot, 1, cell // 14)
        shoulder = (middle + side * cell // 10, round(cell * 0.42))
        hand = (middle + side * (cell // 4 - swing), round(cell * 0.55))
        cv2.line(shape, shoulder, hand, 1, cell // 18)
    return shape > 0
