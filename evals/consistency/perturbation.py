"""What happens to a picture on its way: scaled, shifted, resampled, re-lit, noisy, compressed."""

from __future__ import annotations

from io import BytesIO

import cv2
import numpy as np
from PIL import Image

from tools.imaging.picture import Floats, Picture, floats

_SHIFT = 8 / 256
_RESAMPLED = 180 / 256


def perturbed(picture: Picture, rng: np.random.Generator, backdrop: int | None = None) -> Picture:
    """A copy as the protocol of lpc-dev's CREDITS.md disturbs it, of the same size.

    Scale 0.9 to 1.1, shift up to 8 of 256 px, resampling 256 -> 180 -> 256, brightness and
    saturation within 15 %, contrast 10 %, hue 4 degrees, white balance 6 %, noise sigma 6,
    JPEG quality 60 to 90. Transparency stays (the colours are compressed over grey), or is
    filled with the grey `backdrop` (0 to 255) before anything but the geometry.
    """
    moved = _moved(picture, rng)
    alpha = moved[:, :, 3:] / 255
    ground = 128.0 if backdrop is None else float(backdrop)
    color = _relit(floats((moved[:, :, :3] + ground * (1 - alpha)) / 255), rng) * 255
    color = np.clip(color + rng.normal(0, 6, color.shape), 0, 255).astype(np.uint8)
    buffer = BytesIO()
    Image.fromarray(color).save(buffer, "JPEG", quality=int(rng.integers(60, 91)))
    stored = np.array(Image.open(buffer).convert("RGB"), dtype=np.uint8)
    cover = (
        np.clip(moved[:, :, 3] + 0.5, 0, 255) if backdrop is None else np.full(moved.shape[:2], 255)
    )
    result = np.dstack([stored, cover.astype(np.uint8)])
    result[result[:, :, 3] == 0] = 0
    return result


def _moved(picture: Picture, rng: np.random.Generator) -> Floats:
    """Scaled about the middle, shifted and resampled, with colours weighted by alpha."""
    height, width = picture.shape[:2]
    weighted = floats(picture)
    weighted[:, :, :3] *= weighted[:, :, 3:] / 255
    scale = float(rng.uniform(0.9, 1.1))
    right, down = (float(v) for v in rng.uniform(-_SHIFT, _SHIFT, 2) * max(height, width))
    turn = floats(
        [[scale, 0, (1 - scale) * width / 2 + right], [0, scale, (1 - scale) * height / 2 + down]]
    )
    weighted = cv2.warpAffine(weighted, turn, (width, height), flags=cv2.INTER_LINEAR)
    small = (round(width * _RESAMPLED), round(height * _RESAMPLED))
    weighted = cv2.resize(weighted, small, interpolation=cv2.INTER_AREA)
    return floats(cv2.resize(weighted, (width, height), interpolation=cv2.INTER_LINEAR))


def _relit(color: Floats, rng: np.random.Generator) -> Floats:
    """Brightness, saturation, contrast, hue and white balance of pixels in 0 to 1."""
    color = color * float(rng.uniform(0.85, 1.15))
    grey = color.mean(axis=2, keepdims=True)
    color = grey + (color - grey) * float(rng.uniform(0.85, 1.15))
    color = (color - 0.5) * float(rng.uniform(0.9, 1.1)) + 0.5
    hsv = cv2.cvtColor(floats(np.clip(color, 0, 1)), cv2.COLOR_RGB2HSV)
    hsv[:, :, 0] = (hsv[:, :, 0] + float(rng.uniform(-4, 4))) % 360
    return floats(cv2.cvtColor(hsv, cv2.COLOR_HSV2RGB)) * floats(rng.uniform(0.94, 1.06, 3))
