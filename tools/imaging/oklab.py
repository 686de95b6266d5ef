"""Colours in OKLab, where distances are close to what the eye sees.

Source: Björn Ottosson, "A perceptual color space for image processing" (2020).
"""

from __future__ import annotations

import cv2
import numpy as np

from tools.imaging.picture import Floats, Picture, floats

_LINEAR = floats(
    [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in np.arange(256) / 255]
)
_TO_CONES = floats(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_TO_LAB = floats(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)
_FROM_LAB = floats(np.linalg.inv(_TO_LAB))
_FROM_CONES = floats(np.linalg.inv(_TO_CONES))


def oklab(picture: Picture) -> Floats:
    """L (0 to 1), a, b (about -0.4 to 0.4) of each pixel; alpha is left out."""
    linear = _LINEAR[picture[..., :3]]
    rows = linear.reshape(-1, 1, 3)
    cones = cv2.pow(np.maximum(cv2.transform(rows, _TO_CONES), 0), 1 / 3)
    return floats(cv2.transform(cones, _TO_LAB)).reshape(linear.shape)


def to_hex(color: Floats) -> str:
    """An OKLab colour as `#rrggbb`, clipped to sRGB."""
    cones = (_FROM_LAB @ floats(color)) ** 3
    linear = np.clip(_FROM_CONES @ cones, 0, 1)
    srgb = np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)
    red, green, blue = (round(float(v) * 255) for v in srgb)
    return f"#{red:02x}{green:02x}{blue:02x}"


def from_hex(code: str) -> Floats:
    """`#rrggbb` as an OKLab colour. Raises `ValueError` for anything else."""
    digits = bytes.fromhex(code.removeprefix("#"))
    if len(digits) != 3:
        raise ValueError(code)
    return oklab(np.array([[list(digits)]], dtype=np.uint8))[0, 0]


def shrunk(picture: Picture, side: int) -> Picture:
    """The picture with its longer side at most `side`; transparent pixels lend no colour."""
    height, width = picture.shape[:2]
    scale = side / max(height, width)
    if scale >= 1:
        return picture
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    if picture[:, :, 3].min() == 255:
        return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    alpha = floats(picture[:, :, 3:]) / 255
    weighted = cv2.resize(floats(picture[:, :, :3]) * alpha, size, interpolation=cv2.INTER_AREA)
    small = cv2.resize(alpha, size, interpolation=cv2.INTER_AREA)[:, :, None]
    color = np.where(small > 0, weighted / np.maximum(small, 1e-6), 0)
    return np.clip(np.dstack([color, small * 255]) + 0.5, 0, 255).astype(np.uint8)
