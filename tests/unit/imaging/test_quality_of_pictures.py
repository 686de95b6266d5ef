"""Figures of how a picture is made: they fall as it is spoiled, on what the renderer draws."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from io import BytesIO
from itertools import pairwise

import cv2
import numpy as np
import pytest
from PIL import Image

from tools.backends.sketch.compose import draw
from tools.backends.sketch.raster import png_of
from tools.domain.look import Garment, Hair, Look
from tools.domain.staging import Drawing, Scene, SettingKind, Staging
from tools.imaging.decoding import decode
from tools.imaging.picture import Picture
from tools.imaging.quality import Quality, picture_quality

SIDE = 256
SETTINGS: tuple[SettingKind, ...] = ("studio", "neon_alley", "beach", "snowfield")
LOOK = Look(
    hair=Hair(style="short", color="#1b1b2a", streak="#248cfd"),
    garments=(
        Garment(kind="tshirt", color="#d8d8dc"), Garment(kind="trousers", color="#3c5a46"),
        Garment(kind="jacket", color="#2b4fa8"), Garment(kind="boots", color="#503020"),
    ),
)  # fmt: skip


@cache
def rendered(setting: SettingKind) -> Picture:
    drawing = Drawing(look=LOOK, staging=Staging(scene=Scene(setting=setting)))
    return decode(png_of(draw(drawing, 5, SIDE, SIDE), SIDE, SIDE))


def recolored(pixels: Picture, colors: object) -> Picture:
    spoiled = pixels.copy()
    spoiled[..., :3] = np.clip(np.asarray(colors), 0, 255).astype(np.uint8)
    return spoiled


def blurred(pixels: Picture, sigma_px: float) -> Picture:
    return recolored(pixels, cv2.GaussianBlur(pixels[..., :3], (0, 0), sigma_px))


def gained(pixels: Picture, gain: float) -> Picture:
    return recolored(pixels, pixels[..., :3] * np.float64(gain))


def flattened(pixels: Picture, share: float) -> Picture:
    mean = pixels[..., :3].mean((0, 1))
    return recolored(pixels, mean + (pixels[..., :3] - mean) * share)


def noisy(pixels: Picture, sigma_levels: float) -> Picture:
    noise = np.random.default_rng(1).normal(0, sigma_levels, (*pixels.shape[:2], 3))
    return recolored(pixels, pixels[..., :3] + noise)


def as_jpeg(pixels: Picture, quality: int) -> Picture:
    buffer = BytesIO()
    Image.fromarray(pixels[..., :3]).save(buffer, "JPEG", quality=quality)
    return decode(buffer.getvalue())


SPOILING: dict[str, tuple[str, Callable[..., Picture], tuple[float, ...]]] = {
    "blurred": ("sharpness", blurred, (1, 2, 4, 8)),
    "dark": ("exposure", gained, (0.35, 0.2, 0.1)),
    "burnt out": ("exposure", gained, (2, 4, 8)),
    "flat": ("contrast", flattened, (0.6, 0.3, 0.1)),
    "without colour": ("colourfulness", lambda p, s: greyed(p, s), (0.6, 0.3, 0.0)),
    "noisy": ("cleanness", noisy, (3, 10, 25, 60)),
    "JPEG": ("smoothness", as_jpeg, (50, 30, 10)),
}


def greyed(pixels: Picture, share: float) -> Picture:
    grey = pixels[..., :3].mean(axis=2, keepdims=True)
    return recolored(pixels, grey + (pixels[..., :3] - grey) * share)


@pytest.mark.parametrize("setting", SETTINGS)
@pytest.mark.parametrize("spoiled", SPOILING)
def test_each_figure_falls_as_its_fault_grows(setting: SettingKind, spoiled: str) -> None:
    name, spoil, steps = SPOILING[spoiled]
    pictures = [rendered(setting), *(spoil(rendered(setting), step) for step in steps)]
    figures = [getattr(picture_quality(picture), name) for picture in pictures]
    assert all(later < earlier for earlier, later in pairwise(figures)), figures


@pytest.mark.parametrize("setting", SETTINGS)
@pytest.mark.parametrize("spoiled", [name for name in SPOILING if name != "without colour"])
def test_the_overall_figure_falls_with_every_fault(setting: SettingKind, spoiled: str) -> None:
    _, spoil, steps = SPOILING[spoiled]
    worst = [spoil(rendered(setting), step) for step in steps[-2:]]
    good, bad, worse = (picture_quality(p).overall for p in [rendered(setting), *worst])
    assert good > bad > worse, (good, bad, worse)


@pytest.mark.parametrize("setting", SETTINGS)
def test_a_rendered_picture_is_well_made(setting: SettingKind) -> None:
    quality = picture_quality(rendered(setting))
    assert quality.overall > 0.9
    assert not quality.blank


def test_grey_pictures_are_not_marked_down() -> None:
    grey = picture_quality(greyed(rendered("beach"), 0))
    assert grey.colourfulness < 0.01
    assert grey.overall == pytest.approx(picture_quality(rendered("beach")).overall, abs=0.05)


@pytest.mark.parametrize(
    "color", [(0, 0, 0, 255), (128, 128, 128, 255), (255, 0, 0, 255), (0, 0, 0, 0)]
)
@pytest.mark.parametrize("shape", [(64, 64), (1, 1), (3, 500)])
def test_plain_black_and_empty_pictures_are_blank(
    color: tuple[int, ...], shape: tuple[int, int]
) -> None:
    quality = picture_quality(np.full((*shape, 4), color, dtype=np.uint8))
    assert quality.blank
    assert quality.overall == 0


def test_a_black_frame_with_sensor_dust_is_blank() -> None:
    black = np.zeros((256, 256, 4), dtype=np.uint8)
    black[..., 3] = 255
    assert picture_quality(noisy(black, 2)).blank
    assert picture_quality(flattened(rendered("beach"), 0.01)).blank


def test_a_small_figure_on_a_plain_ground_is_not_blank() -> None:
    ground = np.full((256, 256, 4), 255, dtype=np.uint8)
    ground[100:120, 100:110, :3] = (200, 30, 30)
    assert not picture_quality(ground).blank
    sprite = np.zeros((64, 64, 4), dtype=np.uint8)
    sprite[20:40, 25:35] = (200, 30, 30, 255)
    assert not picture_quality(sprite).blank


def test_pixel_art_drawn_in_large_pixels_is_not_taken_for_jpeg_blocks() -> None:
    small = cv2.resize(rendered("beach"), (32, 32), interpolation=cv2.INTER_AREA)
    large = np.repeat(np.repeat(small, 8, axis=0), 8, axis=1)
    assert picture_quality(large).smoothness == 1


def test_the_same_pixels_have_the_same_figures() -> None:
    measure = partial(picture_quality, rendered("neon_alley"))
    assert measure() == measure()
    assert isinstance(measure(), Quality)
