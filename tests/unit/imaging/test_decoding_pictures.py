"""Bytes into pixels: what is taken, what is refused, and that refusing costs nothing."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

import numpy as np
import pytest
from PIL import Image, PngImagePlugin

from tools.imaging.decoding import (
    DamagedPictureError,
    NotAPictureError,
    PictureTooLargeError,
    decode,
    encode_png,
)


def stored(image: Image.Image, format: str, **options: object) -> bytes:
    buffer = BytesIO()
    image.save(buffer, format, **options)
    return buffer.getvalue()


def speckled(mode: str = "RGB", size: tuple[int, int] = (40, 30)) -> Image.Image:
    rng = np.random.default_rng(1)
    noise = rng.integers(0, 256, (size[1], size[0], 3), dtype=np.uint8)
    return Image.fromarray(noise).convert(mode)


def header_only_png(width: int, height: int) -> bytes:
    header = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", 13) + header + struct.pack(">I", zlib.crc32(header))
    data = b"IDAT" + zlib.compress(b"")
    body = struct.pack(">I", len(data) - 4) + data + struct.pack(">I", zlib.crc32(data))
    return b"\x89PNG\r\n\x1a\n" + chunk + body


@pytest.mark.parametrize("size", [(10_000, 5_001), (60_000, 60_000), (400_000, 400_000)])
def test_a_picture_over_fifty_megapixels_is_refused_by_its_header(size: tuple[int, int]) -> None:
    with pytest.raises(PictureTooLargeError, match="50 megapixels"):
        decode(header_only_png(*size))


def test_text_is_no_picture_whatever_it_is_called() -> None:
    with pytest.raises(NotAPictureError, match="not a picture"):
        decode(b"#!/bin/sh\necho hello\n")


def test_no_bytes_are_no_picture() -> None:
    with pytest.raises(NotAPictureError):
        decode(b"")


@pytest.mark.parametrize("format", ["PNG", "JPEG", "WEBP", "GIF", "BMP"])
def test_a_picture_cut_off_is_called_damaged(format: str) -> None:
    data = stored(speckled(size=(200, 200)), format)
    with pytest.raises(DamagedPictureError, match="cut off or damaged"):
        decode(data[: len(data) // 2])


def test_a_picture_is_turned_upright_as_its_camera_says() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    assert decode(stored(speckled(), "JPEG", exif=exif)).shape == (40, 30, 4)


def test_cyan_ink_becomes_a_colour_of_light() -> None:
    pixels = decode(stored(Image.new("CMYK", (8, 8), (255, 0, 0, 0)), "JPEG"))
    assert pixels[4, 4, 0] < 60
    assert pixels[4, 4, 2] > 150


def test_a_palette_with_a_clear_entry_keeps_its_transparency() -> None:
    image = Image.new("P", (4, 4), 0)
    image.putpalette([10, 20, 30, 200, 100, 50])
    image.putpixel((1, 1), 1)
    pixels = decode(stored(image, "PNG", transparency=0))
    assert pixels[1, 1].tolist() == [200, 100, 50, 255]
    assert pixels[0, 0].tolist() == [0, 0, 0, 0]


def test_sixteen_bits_become_eight_without_clipping() -> None:
    deep = np.array([[0, 32768, 65535]], dtype=np.uint16)
    assert decode(stored(Image.fromarray(deep), "PNG"))[0, :, 0].tolist() == [0, 128, 255]


def test_an_animation_gives_its_first_frame() -> None:
    frames = [Image.new("RGB", (6, 6), color) for color in ("red", "blue")]
    data = stored(frames[0], "GIF", save_all=True, append_images=frames[1:])
    assert decode(data)[3, 3].tolist() == [255, 0, 0, 255]


def test_nothing_that_was_written_beside_the_pixels_survives() -> None:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("character", "Kai Nakamura")
    data = stored(speckled(), "PNG", pnginfo=notes)
    plain = stored(speckled(), "PNG")
    assert (decode(data) == decode(plain)).all()
    assert b"Kai" not in encode_png(decode(data))


def test_colour_under_zero_alpha_is_cleared() -> None:
    hidden = Image.new("RGBA", (5, 5), (90, 80, 70, 0))
    assert not decode(stored(hidden, "PNG")).any()
