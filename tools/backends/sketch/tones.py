"""Hue-shifted tones of one colour, as a painter mixes them, in OKLCH.

The conversions are Björn Ottosson's (https://bottosson.github.io/posts/oklab/, public domain).
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Literal

Tone = Literal["base", "shade", "deep", "light", "line", "accent", "glow"]

BLUE_VIOLET = math.radians(272.0)
"""The OKLCH hue that shadows drift towards; yellows go there by way of orange and red."""
GREENEST_OF_YELLOWS = math.radians(115.0)
WARM_YELLOW = math.radians(95.0)
"""The OKLCH hue that lights drift towards."""


@lru_cache(maxsize=4096)
def tone(color: str, name: str) -> str:
    """One tone of an sRGB colour (`#rrggbb`), as `#rrggbb`.

    `base` is the colour itself, except that black is lifted enough to carry shading;
    `shade` is the cel shadow, `deep` the shadow within it, `light` where the light falls,
    `line` the ink, `accent` a livelier version, `glow` nearly white light of the colour.
    Raises `ValueError` for an unknown tone or colour.
    """
    lightness, chroma, hue = oklch(color)
    base = max(lightness, 0.215)
    tint = max(chroma, 0.012)
    if name == "base":
        return (
            color if base == lightness else srgb(base, tint, hue if chroma > 0.01 else BLUE_VIOLET)
        )
    if chroma < 0.02:
        hue = BLUE_VIOLET
    if name == "shade":
        darker = base * (0.80 + 0.08 * max(0.0, base - 0.55)) - 0.01 + 0.1 * max(0.0, base - 0.7)
        return srgb(darker, min(tint * 1.03 + 0.012, 0.26), _cooler(hue, 11))
    if name == "deep":
        return srgb(base * 0.64 - 0.02, min(tint * 1.0 + 0.014, 0.24), _cooler(hue, 18))
    if name == "light":
        lift = min(
            0.985,
            base
            + 0.045
            + 0.17 * (1 - base) ** 1.2 * min(1.0, 0.35 + base)
            + (0.02 if base < 0.4 else 0.0),
        )
        return srgb(lift, tint * 0.86, towards(hue, WARM_YELLOW, 6))
    if name == "line":
        return srgb(max(0.13, base * 0.40), min(tint * 0.9 + 0.02, 0.14), _cooler(hue, 18))
    if name == "accent":
        return srgb(min(0.82, base + 0.12), min(0.26, chroma * 1.3), hue)
    if name == "glow":
        return srgb(max(0.90, base), min(0.13, max(chroma, 0.02) * 0.75), hue)
    raise ValueError(f"there is no tone named {name!r}")


def mix(first: str, second: str, share: float) -> str:
    """The colour `share` (0 to 1) of the way from the first to the second, in OKLab."""
    one, two = (oklab(color) for color in (first, second))
    return _from_oklab(*(a + (b - a) * share for a, b in zip(one, two, strict=True)))


def oklch(color: str) -> tuple[float, float, float]:
    """Lightness 0 to 1, chroma 0 to about 0.32 and hue in radians of `#rrggbb`."""
    lightness, a, b = oklab(color)
    return lightness, math.hypot(a, b), math.atan2(b, a)


def srgb(lightness: float, chroma: float, hue: float) -> str:
    """The nearest `#rrggbb` of an OKLCH colour: chroma gives way until it fits the gamut."""
    lightness = min(max(lightness, 0.0), 1.0)
    for step in range(16):
        kept = chroma * (1 - step / 16)
        channels = _linear(lightness, kept * math.cos(hue), kept * math.sin(hue))
        if all(-0.0005 <= value <= 1.0005 for value in channels):
            return _hex(channels)
    return _hex(_linear(lightness, 0.0, 0.0))


def towards(hue: float, goal: float, degrees: float) -> float:
    """The hue moved up to so many degrees the short way to a goal; hues in radians."""
    gap = math.remainder(goal - hue, math.tau)
    return hue + math.copysign(min(abs(gap), math.radians(degrees)), gap)


def _cooler(hue: float, degrees: float) -> float:
    turned = hue % math.tau
    goal = BLUE_VIOLET - math.tau if turned < GREENEST_OF_YELLOWS else BLUE_VIOLET
    gap = goal - turned
    return turned + math.copysign(min(abs(gap), math.radians(degrees)), gap)


def oklab(color: str) -> tuple[float, float, float]:
    """Lightness, a and b of `#rrggbb`. Raises `ValueError` for what is no colour."""
    if len(color) != 7 or color[0] != "#":
        raise ValueError(f"not a colour: {color!r}")
    red, green, blue = (_decode(int(color[at : at + 2], 16) / 255) for at in (1, 3, 5))
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    medium = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    return (
        0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short,
    )


def _from_oklab(lightness: float, a: float, b: float) -> str:
    return _hex(_linear(lightness, a, b))


def _linear(lightness: float, a: float, b: float) -> tuple[float, float, float]:
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def _hex(channels: tuple[float, float, float]) -> str:
    red, green, blue = (round(255 * _encode(min(max(value, 0.0), 1.0))) for value in channels)
    return f"#{red:02x}{green:02x}{blue:02x}"


def _decode(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def _encode(value: float) -> float:
    return value * 12.92 if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055
