"""Which part of the body each pixel shows, by a small network fitted on our own drawings.

The network is a U-Net of 240,000 weights in this package (`parser_weights.npz`, rebuilt by
`python -m evals.training.parser_network`); it is computed here with NumPy alone.
"""

from __future__ import annotations

from enum import IntEnum
from functools import cache
from importlib.resources import files
from io import BytesIO

import cv2
import numpy as np
from numpy.typing import NDArray

from tools.imaging.picture import Floats, floats

PARSER_SIDE = 128


class Part(IntEnum):
    """What a pixel shows; `EXTRA` is what is worn on the head, or held."""

    BACKGROUND = 0
    HAIR = 1
    SKIN = 2
    EYES = 3
    TORSO = 4
    LEGS = 5
    FEET = 6
    EXTRA = 7


CLASSES = len(Part)
_ONE_THREAD = 262_144
"""Multiplications up to which OpenBLAS stays in one thread."""
CHANNELS = 5
LAYERS: dict[str, tuple[int, int, int, int]] = {
    "half_a": (CHANNELS, 16, 3, 2), "half_b": (16, 16, 3, 1),
    "quarter_a": (16, 32, 3, 2), "quarter_b": (32, 32, 3, 1),
    "eighth_a": (32, 48, 3, 2), "eighth_b": (48, 48, 3, 1),
    "deep_a": (48, 64, 3, 2), "deep_b": (64, 64, 3, 1), "deep_c": (64, 64, 3, 1),
    "up_eighth": (112, 48, 3, 1), "up_quarter": (80, 32, 3, 1), "up_half": (48, 24, 3, 1),
    "parts": (24, CLASSES * 4, 1, 1),
}  # fmt: skip
"""Channels in and out, size and stride of each convolution."""


def part_shares(lab: Floats) -> Floats:
    """The share of each `Part` in each pixel of a picture of any shape, height x width x 8.

    `lab` is OKLab. The picture is seen as a square of 128 pixels, padded with its rim.
    """
    height, width = lab.shape[:2]
    scale = PARSER_SIDE / max(height, width)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = floats(cv2.resize(lab, size, interpolation=cv2.INTER_AREA))
    right, below = PARSER_SIDE - size[0], PARSER_SIDE - size[1]
    left, above = right // 2, below // 2
    square = cv2.copyMakeBorder(
        small, above, below - above, left, right - left, cv2.BORDER_REPLICATE
    )
    odds = _computed(parser_input(floats(square)))
    odds = odds - odds.max(axis=0, keepdims=True)
    shares = np.exp(odds)
    shares /= shares.sum(axis=0, keepdims=True)
    inside = np.moveaxis(shares, 0, 2)[above : above + size[1], left : left + size[0]]
    enlarged = cv2.resize(
        np.ascontiguousarray(inside), (width, height), interpolation=cv2.INTER_LINEAR
    )
    return floats(enlarged)


def parser_input(lab: Floats) -> Floats:
    """Lightness and colour brought to about -1 to 1, and each pixel's place: 5 x 128 x 128."""
    ramp = np.linspace(-1, 1, PARSER_SIDE, dtype=np.float32)
    across = np.broadcast_to(np.abs(ramp)[None], (PARSER_SIDE, PARSER_SIDE))
    down = np.broadcast_to(ramp[:, None], (PARSER_SIDE, PARSER_SIDE))
    channels = [lab[:, :, 0] * 2 - 1, lab[:, :, 1] * 5, lab[:, :, 2] * 5, across, down]
    return floats(np.stack(channels))


def _computed(x: Floats) -> Floats:
    half = _step("half_b", _step("half_a", x))
    quarter = _step("quarter_b", _step("quarter_a", half))
    eighth = _step("eighth_b", _step("eighth_a", quarter))
    deep = _step("deep_c", _step("deep_b", _step("deep_a", eighth)))
    up = _step("up_eighth", np.concatenate([_doubled(deep), eighth]))
    up = _step("up_quarter", np.concatenate([_doubled(up), quarter]))
    up = _step("up_half", np.concatenate([_doubled(up), half]))
    return _unfolded(_convolved("parts", up))


def _step(name: str, x: Floats) -> Floats:
    return np.maximum(_convolved(name, x), 0)


def _convolved(name: str, x: Floats) -> Floats:
    """One convolution with zero padding, as a product of the layer's matrix with all patches."""
    wide_in, wide_out, size, stride = LAYERS[name]
    matrix, bias = _weights()[name]
    height, width = x.shape[1] // stride, x.shape[2] // stride
    if size == 1:
        patches = x.reshape(wide_in, -1)
    else:
        padded = np.pad(x, ((0, 0), (1, 1), (1, 1)))
        rows = [
            padded[:, i : i + stride * height : stride, j : j + stride * width : stride]
            for i in range(size)
            for j in range(size)
        ]
        patches = np.stack(rows).reshape(size * size * wide_in, -1)
    return floats(_product(matrix, patches) + bias[:, None]).reshape(wide_out, height, width)


def _product(matrix: Floats, patches: Floats) -> Floats:
    """The matrix product, in pieces that OpenBLAS computes in the calling thread.

    Its own threads spin where the cores are busy: measured ten times the work.
    """
    wide = max(8, _ONE_THREAD // matrix.size)
    pieces = [matrix @ patches[:, at : at + wide] for at in range(0, patches.shape[1], wide)]
    return floats(np.concatenate(pieces, axis=1))


def _unfolded(x: Floats) -> Floats:
    """Every four channels become a square of four pixels (PyTorch's pixel shuffle)."""
    _, height, width = x.shape
    quads = x.reshape(CLASSES, 2, 2, height, width).transpose(0, 3, 1, 4, 2)
    return quads.reshape(CLASSES, height * 2, width * 2)


def _doubled(x: Floats) -> Floats:
    return x.repeat(2, axis=1).repeat(2, axis=2)


@cache
def _weights() -> dict[str, tuple[Floats, Floats]]:
    """Each layer's matrix (out x patch, kernel rows and columns before channels) and bias."""
    data = files("tools.imaging").joinpath("parser_weights.npz").read_bytes()
    found: dict[str, tuple[Floats, Floats]] = {}
    with np.load(BytesIO(data)) as stored:
        for name, (_, wide_out, _, _) in LAYERS.items():
            kernel: NDArray[np.float16] = stored[f"{name}.weight"]
            matrix = floats(kernel).transpose(0, 2, 3, 1).reshape(wide_out, -1)
            found[name] = (np.ascontiguousarray(matrix), floats(stored[f"{name}.bias"]))
    return found
