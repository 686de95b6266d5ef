"""How well a picture is made, by its pixels: focus, light, contrast, colour, noise, blocks."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field

from tools.imaging.picture import Floats, Picture, floats

_BLUR_TAPS = 9
_ENOUGH_SHARPNESS = 0.5
_ENOUGH_CONTRAST = 0.4
_BRIGHT, _DARK = 0.5, 0.5
_LOST_LEVELS = 3
_NOISE_LEVELS = 10.0
_EXTREME_COLORFULNESS = 109.0
_BLOCK_PX = 8
_BLANK_LEVELS = 8
_BLANK_SHARE = 0.002
_OVERALL_WEIGHTS = {"sharpness": 2, "exposure": 1, "contrast": 1, "cleanness": 1, "smoothness": 1}


class Quality(BaseModel):
    """Figures from 0 (worst) to 1 (best). They say how a picture is made, not what it shows.

    sharpness: 1 minus the perceptual blur of Crété-Roffet, Dolmière, Ladret and Nicolas, "The blur
        effect" (SPIE 2007): how much of the differences between neighbours a blur of nine pixels
        takes away; the worse of the two directions.
    exposure: the reach of the light, as one reads a histogram: the least of (98th percentile of
        luma) / 0.5, (1 - 2nd percentile) / 0.5, and the share of pixels that are not lost within
        three levels of black or white while their neighbourhood is lost with them.
    contrast: the standard deviation of luma (RMS contrast, Peli 1990) as a part of the largest
        possible, which is 0.5.
    colourfulness: Hasler and Süsstrunk, "Measuring colourfulness in natural images" (2003), as a
        part of 109, which they call extremely colourful.
    cleanness: exp(-sigma / 10) of the noise sigma in levels of 255, by Immerkær's mask ("Fast
        noise variance estimation", 1996) and the median over pixels (Donoho), which texture and
        outlines on less than half of the picture do not move.
    smoothness: freedom from JPEG blocks after Wang, Sheikh and Bovik (2002): differences inside
        blocks of eight pixels beside the differences across their borders; the worse direction.
    blank: nothing to see: all but 0.2 % of the pixels are within eight levels of the picture's
        median colour. So come out black frames of safety filters and NaNs, and plain colours.
    overall: 0 where blank; else the geometric mean of sharpness (twice; 0.5 is enough), exposure,
        contrast (0.4 is enough), cleanness and smoothness. Colourfulness does not count: grey is
        a choice.
    """

    model_config = ConfigDict(frozen=True)

    sharpness: float = Field(ge=0, le=1)
    exposure: float = Field(ge=0, le=1)
    contrast: float = Field(ge=0, le=1)
    colourfulness: float = Field(ge=0, le=1)
    cleanness: float = Field(ge=0, le=1)
    smoothness: float = Field(ge=0, le=1)
    blank: bool
    overall: float = Field(ge=0, le=1)


def picture_quality(pixels: Picture) -> Quality:
    """Measure a picture of any size at its own scale; transparent places lie on middle grey."""
    colors = _on_grey(pixels)
    luma = floats(cv2.cvtColor(colors, cv2.COLOR_RGB2GRAY))
    figures = {
        "sharpness": _sharpness(luma),
        "exposure": _exposure(luma),
        "contrast": min(1.0, float(luma.std()) / 0.5),
        "colourfulness": _colourfulness(colors),
        "cleanness": _cleanness(luma),
        "smoothness": min(_smoothness(luma), _smoothness(luma.T)),
    }
    blank = _blank(colors)
    return Quality(**figures, blank=blank, overall=0.0 if blank else _overall(figures))


def _on_grey(pixels: Picture) -> Floats:
    """Height x width x 3, sRGB from 0 to 1."""
    alpha = floats(pixels[..., 3:]) / 255
    return floats(floats(pixels[..., :3]) / 255 * alpha + 0.5 * (1 - alpha))


def _overall(figures: dict[str, float]) -> float:
    counted = {
        **figures,
        "sharpness": min(1.0, figures["sharpness"] / _ENOUGH_SHARPNESS),
        "contrast": min(1.0, figures["contrast"] / _ENOUGH_CONTRAST),
    }
    logs = [weight * np.log(max(counted[name], 1e-6)) for name, weight in _OVERALL_WEIGHTS.items()]
    return float(np.exp(sum(logs) / sum(_OVERALL_WEIGHTS.values())))


def _sharpness(luma: Floats) -> float:
    return min(_sharpness_along(luma), _sharpness_along(luma.T))


def _sharpness_along(luma: Floats) -> float:
    """Along the rows. No differences at all are no sharpness."""
    luma = floats(np.ascontiguousarray(luma))
    blurred = cv2.blur(luma, (_BLUR_TAPS, 1), borderType=cv2.BORDER_REPLICATE)
    before = np.abs(np.diff(luma, axis=1))
    after = np.abs(np.diff(blurred, axis=1))
    total = float(before.sum())
    return float(np.maximum(0, before - after).sum()) / total if total > 0 else 0.0


def _exposure(luma: Floats) -> float:
    dark, bright = (float(v) for v in np.percentile(luma, (2, 98)))
    edge = _LOST_LEVELS / 255
    lost = np.maximum(
        cv2.erode(floats(luma <= edge), np.ones((3, 3), np.uint8)),
        cv2.erode(floats(luma >= 1 - edge), np.ones((3, 3), np.uint8)),
    )
    return min(1.0, bright / _BRIGHT, (1 - dark) / _DARK, 1 - float(lost.mean()))


def _colourfulness(colors: Floats) -> float:
    red, green, blue = (colors[..., channel] * 255 for channel in range(3))
    red_green, yellow_blue = red - green, (red + green) / 2 - blue
    spread = np.hypot(red_green.std(), yellow_blue.std())
    mean = np.hypot(red_green.mean(), yellow_blue.mean())
    return min(1.0, float(spread + 0.3 * mean) / _EXTREME_COLORFULNESS)


def _cleanness(luma: Floats) -> float:
    """The mask's answer to white noise of deviation 1 has deviation 6."""
    mask = floats([[1, -2, 1], [-2, 4, -2], [1, -2, 1]])
    answer = np.abs(cv2.filter2D(luma * 255, cv2.CV_32F, mask, borderType=cv2.BORDER_REFLECT_101))
    sigma = float(np.median(answer)) / 0.6745 / 6
    return float(np.exp(-sigma / _NOISE_LEVELS))


def _smoothness(luma: NDArray[np.float32]) -> float:
    """Along the rows; blocks are counted from the corner, where encoders begin them.

    Borders of blocks stand out where the steps across them are larger than those at every other
    place in a block. Where blocks are flat inside, the picture is drawn in large pixels.
    """
    steps = np.abs(np.diff(luma, axis=1)).mean(axis=0)
    whole = len(steps) // _BLOCK_PX * _BLOCK_PX
    if not whole:
        return 1.0
    places = steps[:whole].reshape(-1, _BLOCK_PX).mean(axis=0)
    border, inside = float(places[-1]), places[:-1]
    if not inside.any() or border <= inside.max():
        return 1.0
    return float(inside.mean()) / border


def _blank(colors: Floats) -> bool:
    flat = colors.reshape(-1, 3)
    away = np.abs(flat - np.median(flat, axis=0)).max(axis=1) * 255 > _BLANK_LEVELS
    return float(away.mean()) < _BLANK_SHARE
