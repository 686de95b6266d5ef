"""Pictures as they come from a server, brought to exactly the size that was asked for."""

from __future__ import annotations

import struct
from io import BytesIO

from PIL import Image, ImageOps

from tools.imaging.decoding import UnreadablePictureError, decode, encode_png
from tools.ports.rendering import BackendRejectedError

_PNG = b"\x89PNG\r\n\x1a\n"


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


def png_size(data: bytes) -> tuple[int, int] | None:
    """Width and height as a PNG's header says them; None for what is no PNG."""
    if len(data) < 24 or not data.startswith(_PNG):
        return None
    width, height = struct.unpack(">II", data[16:24])
    return width, height
