"""Colours as people name them: "dark black", "electric neon blue", "#0af", "reddish brown"."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeAlias

from tools.domain.reading.data_files import load_data

_HEX = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)
_TINT_SHARE = 0.35
"""How much of a tint ("reddish" brown) goes into the colour it qualifies."""
_FULL_CHROMA = 0.37


@dataclass(frozen=True, slots=True)
class Shade:
    """A colour as said: `tones` qualify the blend of `names`; no names means only a tone.

    `start` and `end` index the text it was said in.
    """

    tones: tuple[str, ...]
    names: tuple[str, ...]
    start: int
    end: int
    written: str = ""

    @property
    def words(self) -> str:
        """The colour as it was written."""
        return self.written or " ".join((*self.tones, *self.names))

    @property
    def glows(self) -> bool:
        """Whether the colour shines by its name alone (neon, fluorescent)."""
        tones = load_data("colors")["tones"]
        neon = any(name.startswith("neon") for name in self.names)
        return neon or any(tones[tone].get("glow", False) for tone in self.tones)


@lru_cache(maxsize=4096)
def hex_of(tones: tuple[str, ...], names: tuple[str, ...], family: str = "cloth") -> str | None:
    """The sRGB hex of a named colour on `family` (hair, eyes, skin, cloth).

    None where only tones are given that say nothing by themselves on that family
    ("bright eyes").
    """
    data = load_data("colors")
    whole = " ".join((*tones, *names))
    worn = data["worn_by"].get(family, {})
    if whole in worn:
        return worn[whole]
    if not names:
        bare = data["toned_bare"].get(family, {}) | worn
        return next((bare[tone] for tone in tones if tone in bare), None)
    lch = _blend([_lch(_named(name, worn, data)) for name in names])
    for tone in reversed(tones):
        lch = _toned(lch, data["tones"][tone])
    return _to_hex(lch)


def lighten(color: str, lightness: float) -> str:
    """`color` with its OKLCH lightness (0..1) raised by `lightness`."""
    light, chroma, hue = _lch(color)
    return _to_hex((light + lightness, chroma, hue))


def is_hex(word: str) -> bool:
    """Whether the word is a hex colour code."""
    return _HEX.fullmatch(word) is not None


def _named(name: str, worn: dict[str, str], data: dict[str, Any]) -> str:
    if is_hex(name):
        digits = name[1:].lower()
        return "#" + (digits if len(digits) == 6 else "".join(d * 2 for d in digits))
    tinted = data["tints"].get(name, name)
    return worn.get(tinted) or data["names"][tinted]


_Lch: TypeAlias = tuple[float, float, float]


def _blend(colors: list[_Lch]) -> _Lch:
    """The last colour leads; the ones before tint it ("golden brown")."""
    lead = colors[-1]
    for tint in reversed(colors[:-1]):
        lead = _mix(lead, tint, _TINT_SHARE)
    return lead


def _mix(one: _Lch, other: _Lch, share: float) -> _Lch:
    ax, ay = one[1] * math.cos(one[2]), one[1] * math.sin(one[2])
    bx, by = other[1] * math.cos(other[2]), other[1] * math.sin(other[2])
    x, y = ax + (bx - ax) * share, ay + (by - ay) * share
    return one[0] + (other[0] - one[0]) * share, math.hypot(x, y), math.atan2(y, x)


def _toned(lch: _Lch, tone: dict[str, float]) -> _Lch:
    light, chroma, hue = lch
    shift = tone["lightness"]
    if shift < 0:
        light = max(min(light, 0.17), light + shift * min(1.0, light / 0.45))
    else:
        light = min(max(light, 0.96), light + shift * min(1.0, (1 - light) / 0.3))
    return light, min(chroma * tone["chroma"], _FULL_CHROMA), hue


def _lch(color: str) -> _Lch:
    """OKLCH of an sRGB hex (Björn Ottosson, "A perceptual color space", 2020)."""
    r, g, b = (_linear(int(color[i : i + 2], 16) / 255) for i in (1, 3, 5))
    long = (0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b) ** (1 / 3)
    mid = (0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b) ** (1 / 3)
    short = (0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b) ** (1 / 3)
    light = 0.2104542553 * long + 0.7936177850 * mid - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * mid + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * mid - 0.8086757660 * short
    return light, math.hypot(a, b), math.atan2(b, a)


def _to_hex(lch: _Lch) -> str:
    """The sRGB hex; chroma falls until the colour fits the gamut."""
    light, chroma, hue = min(max(lch[0], 0.0), 1.0), lch[1], lch[2]
    rgb = _rgb(light, chroma, hue)
    while chroma > 0.002 and any(c < -0.001 or c > 1.001 for c in rgb):
        chroma *= 0.96
        rgb = _rgb(light, chroma, hue)
    return "#" + "".join(f"{round(255 * _encoded(min(max(c, 0.0), 1.0))):02x}" for c in rgb)


def _rgb(light: float, chroma: float, hue: float) -> tuple[float, float, float]:
    a, b = chroma * math.cos(hue), chroma * math.sin(hue)
    long = (light + 0.3963377774 * a + 0.2158037573 * b) ** 3
    mid = (light - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (light - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * mid + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * mid - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * mid + 1.7076147010 * short,
    )


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def _encoded(value: float) -> float:
    return value * 12.92 if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055
