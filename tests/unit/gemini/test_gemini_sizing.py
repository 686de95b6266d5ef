"""Pictures made small enough to be sent, and fitted to the asked size."""

from __future__ import annotations

from io import BytesIO

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from tools.backends.gemini.sizing import cropped, sized, to_send
from tools.imaging.decoding import UnreadablePictureError, decode
from tools.imaging.picture import Picture

SIDES = st.integers(1, 300)


def plain(width: int, height: int) -> Picture:
    return np.full((height, width, 4), 255, dtype=np.uint8)


def png(picture: Picture) -> bytes:
    buffer = BytesIO()
    Image.fromarray(picture).save(buffer, "PNG")
    return buffer.getvalue()


@settings(max_examples=60)
@given(came=st.tuples(SIDES, SIDES), asked=st.tuples(SIDES, SIDES))
def test_any_picture_becomes_exactly_the_asked_size(
    came: tuple[int, int], asked: tuple[int, int]
) -> None:
    fitted = sized(plain(*came), *asked)
    assert fitted.picture.shape == (asked[1], asked[0], 4)
    left, top, right, bottom = fitted.crop
    assert 0 <= left < right <= came[0]
    assert 0 <= top < bottom <= came[1]
    assert right - left == came[0] or bottom - top == came[1]
    assert 0 <= fitted.lost < 1


def test_a_picture_of_the_asked_size_is_left_as_it_is() -> None:
    noise = np.random.default_rng(0).integers(0, 255, (40, 60, 4), dtype=np.uint8)
    fitted = sized(noise, 60, 40)
    assert np.array_equal(fitted.picture, noise)
    assert (fitted.lost, fitted.scale) == (0.0, 1.0)


def test_the_middle_is_kept() -> None:
    picture = plain(90, 30)
    picture[:, :30] = (255, 0, 0, 255)
    picture[:, 60:] = (0, 0, 255, 255)
    fitted = sized(picture, 30, 30)
    assert (fitted.picture == 255).all()
    assert fitted.lost == pytest.approx(2 / 3)


def test_small_pictures_are_sent_as_png_with_their_alpha() -> None:
    picture = plain(20, 20)
    picture[:, :10, 3] = 0
    data, type = to_send(png(picture), bytes_most=100_000)
    assert type == "image/png"
    assert (decode(data)[:, :10, 3] == 0).all()


def test_large_sides_are_scaled_down() -> None:
    data, _ = to_send(png(plain(3000, 1000)), bytes_most=1_000_000)
    assert decode(data).shape[:2] == (512, 1536)


def test_what_stays_too_large_becomes_a_smaller_jpeg_on_white() -> None:
    noise = np.random.default_rng(0).integers(0, 255, (400, 400, 4), dtype=np.uint8)
    noise[:, :, 3] = 0
    noise[:, 200:, 3] = 255
    data, type = to_send(png(noise), bytes_most=20_000)
    assert type == "image/jpeg"
    assert len(data) <= 20_000
    small = decode(data)
    assert small[small.shape[0] // 2, 5, :3].min() > 230


def test_a_part_is_cut_out() -> None:
    picture = plain(20, 10)
    picture[2:4, 5:9] = (255, 0, 0, 255)
    part = decode(cropped(png(picture), (5, 2, 9, 4)))
    assert part.shape == (2, 4, 4)
    assert (part[:, :, 1] == 0).all()


def test_what_is_no_picture_is_refused() -> None:
    with pytest.raises(UnreadablePictureError):
        to_send(b"no picture", bytes_most=1000)
