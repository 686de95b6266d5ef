"""Pictures are sent so that a server sees them as a person does."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pytest
from PIL import ExifTags, Image

from tools.backends.comfyui.pictures import flat, shown_size
from tools.ports.rendering import BackendRejectedError


def written(image: Image.Image, kind: str = "PNG", **options: Any) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def read(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def test_a_png_in_plain_colours_is_sent_byte_for_byte():
    drawn = written(Image.new("RGB", (8, 8), "teal"))
    assert flat(drawn) == drawn


@pytest.mark.parametrize("kind", ["JPEG", "WEBP", "BMP", "TIFF", "GIF"])
def test_whatever_its_format_a_picture_is_sent_as_png(kind: str):
    sent = read(flat(written(Image.new("RGB", (8, 8), "white"), kind)))
    assert (sent.format, sent.mode) == ("PNG", "RGB")
    assert sent.getpixel((4, 4)) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_whatever_its_channels_a_picture_is_sent_in_three_with_the_same_pixels(mode: str):
    half = Image.new("L", (8, 8), 0)
    half.paste(255, (0, 0, 4, 8))
    image = Image.fromarray(np.uint16(half) * 257) if mode == "I;16" else half.convert(mode)
    sent = read(flat(written(image)))
    assert sent.mode == "RGB"
    assert sent.getpixel((1, 1)) == (255, 255, 255)
    assert sent.getpixel((6, 6)) == (0, 0, 0)


def test_a_photograph_is_turned_as_its_camera_was_held():
    held = Image.Exif()
    held[ExifTags.Base.Orientation] = 6
    lying = written(Image.new("RGB", (16, 8), "navy"), "JPEG", exif=held)
    assert read(flat(lying)).size == shown_size(lying) == (8, 16)


def test_what_is_transparent_is_white_whatever_lies_under_it():
    cut_out = Image.new("RGBA", (8, 8), (0, 0, 0, 0))
    cut_out.paste((200, 0, 0, 255), (2, 2, 6, 6))
    sent = read(flat(written(cut_out)))
    assert sent.mode == "RGB"
    assert sent.getpixel((0, 0)) == (255, 255, 255)
    assert sent.getpixel((4, 4)) == (200, 0, 0)


def test_of_several_frames_the_first_is_sent():
    frames = [Image.new("RGB", (8, 8), color) for color in ("red", "blue")]
    for kind in ("GIF", "PNG", "WEBP"):
        moving = written(frames[0], kind, save_all=True, append_images=frames[1:], lossless=True)
        sent = read(flat(moving))
        assert getattr(sent, "n_frames", 1) == 1
        assert sent.getpixel((4, 4)) == (255, 0, 0)


def test_what_is_no_picture_is_refused_and_has_no_size():
    assert shown_size(b"nothing") is None
    with pytest.raises(BackendRejectedError, match="cannot be used") as refused:
        flat(b"nothing")
    assert refused.value.code == "BAD_REFERENCE"
