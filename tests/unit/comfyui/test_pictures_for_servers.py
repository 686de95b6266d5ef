"""Pictures are sent so that a server sees them as a person does."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image

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


def test_a_picture_that_hides_nothing_is_sent_byte_for_byte():
    opaque = written(Image.new("RGBA", (8, 8), (10, 20, 30, 255)))
    grey = written(Image.new("L", (8, 8), 255))
    photograph = written(Image.new("RGB", (8, 8), "navy"), "JPEG")
    assert [flat(data) for data in (opaque, grey, photograph)] == [opaque, grey, photograph]


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
