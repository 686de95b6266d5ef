"""A sheet's bytes into pixels: named refusals first, then the fastest decoder that is exact."""

from __future__ import annotations

import struct
from io import BytesIO

import cv2
import numpy as np
from PIL import Image

from tools.imaging.decoding import FORMATS, MAX_MEGAPIXELS, UnreadablePictureError, decode
from tools.imaging.picture import Picture

LEAST_SIDE = 8
_PLAIN_MODES = ("RGB", "RGBA")
_BROKEN = (OSError, SyntaxError, ValueError, EOFError, OverflowError, struct.error)


class AnimatedSheetError(UnreadablePictureError):
    """The file moves: it holds frames already, not a sheet of them."""

    def __init__(self, frames: int) -> None:
        super().__init__(
            f"This is an animation of {frames} frames, not a sheet: save the frames as one still "
            "picture (PNG)."
        )


class SheetTooSmallError(UnreadablePictureError):
    """Too few pixels to hold a sprite."""

    def __init__(self, width: int, height: int) -> None:
        super().__init__(
            f"The picture has {width}x{height} pixels; a sheet has at least "
            f"{LEAST_SIDE}x{LEAST_SIDE}."
        )


class BlankSheetError(UnreadablePictureError):
    """Nothing stands out from the backdrop."""

    def __init__(self) -> None:
        super().__init__("The sheet is blank: nothing stands out from its background.")


def read_sheet(data: bytes) -> Picture:
    """Height x width x 4 pixels (uint8, sRGB, straight alpha).

    Raises `AnimatedSheetError`, `SheetTooSmallError` and what `decode` raises: too large (above
    50 megapixels, before a pixel is decoded), damaged, not a picture. CMYK becomes sRGB.
    """
    plain = False
    try:
        with Image.open(BytesIO(data), formats=FORMATS) as image:
            width, height, frames = image.width, image.height, getattr(image, "n_frames", 1)
            plain = image.mode in _PLAIN_MODES and _needs_no_care(image, data)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, *_BROKEN):
        return decode(data)
    if frames > 1:
        raise AnimatedSheetError(frames)
    if min(width, height) < LEAST_SIDE:
        raise SheetTooSmallError(width, height)
    if plain and width * height <= MAX_MEGAPIXELS * 1_000_000:
        pixels = _by_opencv(data)
        if pixels is not None and pixels.shape[:2] == (height, width):
            return pixels
    return decode(data)


def _needs_no_care(image: Image.Image, data: bytes) -> bool:
    """Whether OpenCV gives the same pixels as Pillow: an 8-bit PNG without a transparent key."""
    return image.format == "PNG" and "transparency" not in image.info and b"eXIf" not in data


def _by_opencv(data: bytes) -> Picture | None:
    """RGBA pixels; None where the decoder gives up or reads past a cut-off end silently."""
    if not data.rstrip(b"\0").endswith(b"IEND\xaeB`\x82"):
        return None
    try:
        found = cv2.imdecode(np.frombuffer(data, dtype=np.uint8), cv2.IMREAD_UNCHANGED)
    except cv2.error:
        return None
    if found is None or found.dtype != np.uint8 or found.ndim != 3:
        return None
    code = cv2.COLOR_BGR2RGBA if found.shape[2] == 3 else cv2.COLOR_BGRA2RGBA
    return np.asarray(cv2.cvtColor(found, code), dtype=np.uint8)
