"""Picture files without what is not needed to show them; not a pixel is changed."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Callable, Iterator
from io import BytesIO

from PIL import Image, UnidentifiedImageError

from tools.imaging.decoding import (
    FORMATS,
    MAX_MEGAPIXELS,
    DamagedPictureError,
    NotAPictureError,
    PictureTooLargeError,
    UnreadablePictureError,
)

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_SHOWN = frozenset(
    b"IHDR PLTE tRNS IDAT IEND acTL fcTL fdAT gAMA cHRM sRGB iCCP sBIT cICP mDCV cLLI".split()
)
_WEBP_SHOWN = frozenset((b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF", b"ICCP"))
_WEBP_HAS_EXIF, _WEBP_HAS_XMP = 0x08, 0x04
_GIF_SHOWN = (b"NETSCAPE2.0", b"ANIMEXTS1.0", b"ICCRGBG1012")
_JPEG_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]", re.DOTALL)
_ORIENTATION = 0x0112
_BROKEN = (OSError, SyntaxError, ValueError, EOFError, OverflowError, struct.error, zlib.error)


class MetadataKeptError(UnreadablePictureError):
    """The format mixes metadata with what shows the picture."""

    def __init__(self) -> None:
        super().__init__(
            "Metadata cannot be taken out of this format without decoding it; "
            "PNG, JPEG, WebP, GIF and BMP can."
        )


def without_metadata(data: bytes) -> bytes:
    """The same picture without texts, camera data, times, thumbnails and private parts.

    Lossless: what holds pixels, colour space, transparency and animation is copied as it is, and
    so is the orientation where a picture is not stored upright. Bytes behind the picture's end
    go. What holds no metadata comes back identical, so the result of one call is a fixed point.

    Raises `NotAPictureError`, `DamagedPictureError`, `PictureTooLargeError`, and
    `MetadataKeptError` for TIFF.
    """
    strip = _stripper(data)
    try:
        return strip(data)
    except UnreadablePictureError:
        raise
    except (*_BROKEN, IndexError, KeyError) as error:
        raise DamagedPictureError from error


def _stripper(data: bytes) -> Callable[[bytes], bytes]:
    if data.startswith(_PNG):
        return _png
    if data.startswith(b"\xff\xd8\xff"):
        return _jpeg
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return _webp
    if data.startswith((b"GIF87a", b"GIF89a")):
        return _gif
    if data.startswith(b"BM"):
        return _bmp
    if data.startswith((b"II*\0", b"MM\0*")):
        raise MetadataKeptError
    raise NotAPictureError


def _png(data: bytes) -> bytes:
    """Chunks of the PNG specification (third edition), section 11, that decide what is shown."""
    kept: list[bytes] = []
    names: list[bytes] = []
    for name, chunk in _png_chunks(data):
        if name in _PNG_SHOWN:
            kept.append(chunk)
            names.append(name)
    if not names or names[0] != b"IHDR" or b"IDAT" not in names:
        raise DamagedPictureError
    whole = _PNG + b"".join(kept)
    if whole == data or not (turned := _turned(data)):
        return whole
    kept.insert(1, _png_chunk(b"eXIf", turned))
    return _PNG + b"".join(kept)


def _png_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Name and whole chunk (length, name, content, CRC) up to IEND; every CRC is checked."""
    at, name = len(_PNG), b""
    while name != b"IEND":
        (length,) = struct.unpack_from(">I", data, at)
        end = at + 12 + length
        name, content = data[at + 4 : at + 8], data[at + 8 : end - 4]
        (crc,) = struct.unpack_from(">I", data, end - 4)
        if zlib.crc32(name + content) != crc:
            raise DamagedPictureError
        yield name, data[at:end]
        at = end


def _png_chunk(name: bytes, content: bytes) -> bytes:
    crc = zlib.crc32(name + content)
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", crc)


def _jpeg(data: bytes) -> bytes:
    """Segments of ITU-T T.81, annex B, without APPn and COM but JFIF, ICC profile and Adobe."""
    kept: list[bytes] = [data[:2]]
    if turned := _turned(data):
        kept.append(_jpeg_segment(0xE1, b"Exif\0\0" + turned))
    at = 2
    while True:
        at = _after_fill(data, at)
        marker = data[at + 1]
        if marker == 0xD9:
            return b"".join([*kept, data[at : at + 2]])
        end = at + 2
        if marker != 0x01 and not 0xD0 <= marker <= 0xD7:
            end += struct.unpack_from(">H", data, at + 2)[0]
        if end > len(data):
            raise DamagedPictureError
        kept.append(_jpeg_shown(marker, data[at:end]))
        if marker == 0xDA:
            following = _JPEG_MARKER.search(data, end)
            if following is None:
                raise DamagedPictureError
            kept.append(data[end : following.start()])
            end = following.start()
        at = end


def _after_fill(data: bytes, at: int) -> int:
    """Where the next marker begins; it may be preceded by any number of fill bytes (0xFF)."""
    if data[at] != 0xFF:
        raise DamagedPictureError
    while data[at + 1] == 0xFF:
        at += 1
    return at


def _jpeg_shown(marker: int, segment: bytes) -> bytes:
    content = segment[4:]
    if marker == 0xE0 and content.startswith(b"JFIF\0"):
        return _jpeg_segment(marker, content[:12] + b"\0\0")
    if marker == 0xE2 and content.startswith(b"ICC_PROFILE\0"):
        return segment
    if marker == 0xEE and content.startswith(b"Adobe"):
        return segment
    return b"" if 0xE0 <= marker <= 0xEF or marker == 0xFE else segment


def _jpeg_segment(marker: int, content: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content


def _webp(data: bytes) -> bytes:
    """Chunks of the WebP container (RFC 9649, section 2.7) without EXIF, XMP and unknown ones."""
    (size,) = struct.unpack_from("<I", data, 4)
    if 8 + size > len(data):
        raise DamagedPictureError
    turned = _turned(data)
    body = b"".join(
        _webp_chunk(name, _webp_content(name, content, turned=bool(turned)))
        for name, content in _riff_chunks(data[12 : 8 + size])
    )
    if turned:
        body += _webp_chunk(b"EXIF", turned)
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


def _riff_chunks(body: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    while at < len(body):
        name, length = struct.unpack_from("<4sI", body, at)
        if at + 8 + length > len(body):
            raise DamagedPictureError
        if name in _WEBP_SHOWN:
            yield name, body[at + 8 : at + 8 + length]
        at += 8 + length + length % 2


def _webp_content(name: bytes, content: bytes, *, turned: bool) -> bytes:
    if name == b"VP8X":
        flags = content[0] & ~(_WEBP_HAS_EXIF | _WEBP_HAS_XMP)
        return bytes([flags | (_WEBP_HAS_EXIF if turned else 0)]) + content[1:]
    if name == b"ANMF":
        return content[:16] + b"".join(_webp_chunk(*part) for part in _riff_chunks(content[16:]))
    return content


def _webp_chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack("<4sI", name, len(content)) + content + b"\0" * (len(content) % 2)


def _gif(data: bytes) -> bytes:
    """Blocks of GIF89a without comments, plain texts and applications that do not show it."""
    at = 13 + _color_table_bytes(data[10])
    kept = [data[:at]]
    while data[at] != 0x3B:
        start = at
        if data[at] == 0x21:
            at, shown = at + 2, _gif_shown(data, at)
        elif data[at] == 0x2C:
            at, shown = at + 11 + _color_table_bytes(data[at + 9]), True
        else:
            raise DamagedPictureError
        while data[at]:
            at += data[at] + 1
        at += 1
        if shown:
            kept.append(data[start:at])
    return b"".join([*kept, b"\x3b"])


def _gif_shown(data: bytes, at: int) -> bool:
    label = data[at + 1]
    return label == 0xF9 or (label == 0xFF and data[at + 3 : at + 14] in _GIF_SHOWN)


def _color_table_bytes(flags: int) -> int:
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _bmp(data: bytes) -> bytes:
    """A bitmap has nothing but its header and pixels; what lies behind them goes."""
    _turned(data)
    (size,) = struct.unpack_from("<I", data, 2)
    return data[:size] if 54 <= size < len(data) else data


def _turned(data: bytes) -> bytes:
    """EXIF that says nothing but the orientation; empty where the picture is stored upright.

    Orientation as `decode` understands it. What is no picture inside is refused.
    """
    try:
        with Image.open(BytesIO(data), formats=FORMATS) as image:
            if image.width * image.height > MAX_MEGAPIXELS * 1_000_000:
                raise PictureTooLargeError(image.width, image.height)
            orientation = image.getexif().get(_ORIENTATION, 1)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PictureTooLargeError from error
    except UnidentifiedImageError as error:
        raise DamagedPictureError from error
    if orientation not in range(2, 9):
        return b""
    return struct.pack("<2sHIHHHIHHI", b"II", 42, 8, 1, _ORIENTATION, 3, 1, orientation, 0, 0)
