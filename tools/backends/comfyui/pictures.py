"""Pictures as they come from a server, brought to exactly the size that was asked for."""

from __future__ import annotations

import struct
from io import BytesIO

from PIL import ExifTags, Image, ImageOps

from tools.imaging.decoding import FORMATS, UnreadablePictureError, decode, encode_png
from tools.ports.rendering import BackendRejectedError

_PNG = b"\x89PNG\r\n\x1a\n"
_UNREADABLE = (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError)
_ON_ITS_SIDE = frozenset({5, 6, 7, 8})
"""Orientations in EXIF that turn a picture by a quarter."""


def exact_png(data: bytes, width: int, height: int) -> tuple[bytes, tuple[int, int] | None]:
    """The picture as PNG of exactly this size, and the size that it had where that was another.

    A PNG of the right size is given back byte for byte, with all its chunks. Others are scaled to
    cover the size and cut to it about their middle. Raises `BackendRejectedError`.
    """
    if png_size(data) == (width, height):
        return data, None
    try:
        picture = decode(data)
    except UnreadablePictureError as error:
        raise BackendRejectedError(
            f"The server's result cannot be used. {error}", code="COMFYUI_BAD_RESULT"
        ) from error
    size = (picture.shape[1], picture.shape[0])
    if size == (width, height):
        return encode_png(picture), None
    fitted = ImageOps.fit(Image.fromarray(picture), (width, height), Image.Resampling.LANCZOS)
    buffer = BytesIO()
    fitted.save(buffer, "PNG", compress_level=3)
    return buffer.getvalue(), size


def flat(data: bytes) -> bytes:
    """The picture as it looks on white, upright, its first frame, as PNG with three channels.

    Servers drop transparency and show what colour lies under it, and take several frames for
    several pictures; those that load by PyAV read other formats in other ways than those that load
    by Pillow, grey ones too dark (Comfy-Org/ComfyUI issue 13749). A PNG that is all that is given
    back as it is. Raises `BackendRejectedError`.
    """
    if _is_flat(data):
        return data
    try:
        pixels = decode(data)
    except UnreadablePictureError as error:
        raise BackendRejectedError(
            f"A picture for ComfyUI cannot be used: {error}", code="BAD_REFERENCE"
        ) from error
    picture = Image.fromarray(pixels)
    white = Image.new("RGB", picture.size, "white")
    white.paste(picture, mask=picture.getchannel("A"))
    buffer = BytesIO()
    white.save(buffer, "PNG", compress_level=3)
    return buffer.getvalue()


def _is_flat(data: bytes) -> bool:
    """By the header alone; False where that cannot be read."""
    try:
        with Image.open(BytesIO(data), formats=FORMATS) as image:
            still = getattr(image, "n_frames", 1) == 1
            upright = image.getexif().get(ExifTags.Base.Orientation, 1) == 1
            plain = image.format == "PNG" and image.mode == "RGB"
            return still and upright and plain and not image.has_transparency_data
    except _UNREADABLE:
        return False


def shown_size(data: bytes) -> tuple[int, int] | None:
    """Width and height of a picture as a server shows it, turned as its camera was held; None for
    what is no picture. Only the header is read."""
    try:
        with Image.open(BytesIO(data), formats=FORMATS) as image:
            width, height = image.size
            turned = image.getexif().get(ExifTags.Base.Orientation, 1) in _ON_ITS_SIDE
    except _UNREADABLE:
        return None
    return (height, width) if turned else (width, height)


def png_size(data: bytes) -> tuple[int, int] | None:
    """Width and height as a PNG's header says them; None for what is no PNG."""
    if len(data) < 24 or not data.startswith(_PNG):
        return None
    width, height = struct.unpack(">II", data[16:24])
    return width, height
