"""Bytes from anywhere into pixels, safely: size first, then format, then content."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from tools.imaging.picture import Picture

MAX_MEGAPIXELS = 50
FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF")

_MAGIC = (b"\x89PNG", b"\xff\xd8\xff", b"RIFF", b"GIF8", b"BM", b"II*\0", b"MM\0*")
_BROKEN = (OSError, SyntaxError, ValueError, EOFError, OverflowError, struct.error, zlib.error)


class UnreadablePictureError(ValueError):
    """The bytes are not a picture that can be used; the message is a sentence for the user."""


class NotAPictureError(UnreadablePictureError):
    """No picture format that is taken here."""

    def __init__(self) -> None:
        super().__init__(f"This is not a picture; {', '.join(FORMATS)} are taken.")


class DamagedPictureError(UnreadablePictureError):
    """It begins as a picture and cannot be decoded to its end."""

    def __init__(self) -> None:
        super().__init__("The picture is cut off or damaged: it cannot be decoded to its end.")


class PictureTooLargeError(UnreadablePictureError):
    """More pixels than are taken; nothing was decoded."""

    def __init__(self, width: int | None = None, height: int | None = None) -> None:
        size = f" has {width}x{height} pixels;" if width and height else " is too large;"
        super().__init__(f"The picture{size} at most {MAX_MEGAPIXELS} megapixels are taken.")


def decode(data: bytes) -> Picture:
    """Height x width x 4 pixels (uint8, sRGB, straight alpha) of the first frame, upright.

    Nothing of the metadata survives, and no colour under zero alpha. The size is read from the
    header and refused above 50 megapixels before a pixel is decoded. Raises
    `NotAPictureError`, `DamagedPictureError` or `PictureTooLargeError`.
    """
    try:
        with Image.open(BytesIO(data), formats=FORMATS) as image:
            if image.width * image.height > MAX_MEGAPIXELS * 1_000_000:
                raise PictureTooLargeError(image.width, image.height)
            image.load()
            upright = ImageOps.exif_transpose(image)
            pixels = _rgba(upright)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PictureTooLargeError from error
    except UnreadablePictureError:
        raise
    except UnidentifiedImageError as error:
        raise _unidentified(data) from error
    except _BROKEN as error:
        raise DamagedPictureError from error
    pixels[pixels[:, :, 3] == 0] = 0
    return pixels


def encode_png(picture: Picture) -> bytes:
    """The picture as PNG bytes without metadata."""
    buffer = BytesIO()
    Image.fromarray(picture).save(buffer, "PNG", compress_level=3)
    return buffer.getvalue()


def _unidentified(data: bytes) -> UnreadablePictureError:
    return DamagedPictureError() if data.startswith(_MAGIC) else NotAPictureError()


def _rgba(image: Image.Image) -> Picture:
    if image.mode.startswith("I") or image.mode == "F":
        return _from_deep_grey(image)
    if image.mode == "CMYK":
        image = image.convert("RGB")
    return np.array(image.convert("RGBA"), dtype=np.uint8)


def _from_deep_grey(image: Image.Image) -> Picture:
    """Grey of 16 or 32 bits, or floats: the full range of the type becomes 0 to 255."""
    values = np.asarray(image).astype(np.float64)
    top = 1.0 if image.mode == "F" and values.max(initial=0) <= 1 else 65535.0
    grey = np.clip(np.nan_to_num(values) / top * 255 + 0.5, 0, 255).astype(np.uint8)
    opaque = np.full_like(grey, 255)
    return np.dstack([grey, grey, grey, opaque])
