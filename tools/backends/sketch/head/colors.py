"""The colours of a head: every slot of its parts, mixed from the look."""

from __future__ import annotations

import math

from tools.backends.sketch.tones import BLUE_VIOLET, mix, oklch, srgb, tone, towards
from tools.domain.look import Hex, Look

_INK = "#1c1420"
_BROWN = math.radians(52.0)


def head_palette(look: Look) -> dict[str, str]:
    """Base colour of every slot except `iris`, which differs from eye to eye."""
    hair, skin = look.hair, look.skin
    roots = hair.color if hair.style != "bald" else mix(skin, "#2a1c1c", 0.72)
    return {
        "skin": skin,
        "hair": hair.color,
        "streak": hair.streak or hair.color,
        "tips": hair.tips or hair.color,
        "shine": shine(hair.color),
        "gloss": gloss(hair.color),
        "shaved": mix(skin, hair.color, 0.5),
        "brow": brow(roots, skin),
        "lash": mix(_line_hue(roots), _INK, 0.6),
        "white": "#fbfafc",
        "pupil": "#17121c",
        "spark": "#ffffff",
        "mouth": mix("#6d2433", skin, 0.06),
        "lip": mix(mix(skin, "#6b2230", 0.62), _INK, 0.22),
        "teeth": "#fdf9f6",
        "tongue": mix("#d8636c", skin, 0.12),
        "blush": mix(skin, "#f0506a", 0.52),
        "tear": "#bfe4fb",
        "ink": _INK,
        "tie": tie(look),
    }


def shine(color: Hex) -> str:
    """The band of light on hair: blue on black, warm on lighter colours, near white on pale."""
    lightness, chroma, hue = oklch(color)
    if lightness < 0.34 and chroma < 0.022:
        return srgb(0.44, 0.075, BLUE_VIOLET - 0.18)
    if lightness < 0.34:
        return srgb(lightness + 0.2, chroma + 0.03, hue)
    return srgb(min(0.985, lightness + 0.16 + 0.08 * (1 - lightness)), chroma * 0.72, hue)


def gloss(color: Hex) -> str:
    """What a gradient lets shimmer on the lit side of the hair."""
    lightness, chroma, _ = oklch(color)
    if lightness < 0.34 and chroma < 0.022:
        return mix(tone(color, "base"), shine(color), 0.3)
    return tone(color, "light")


def brow(roots: str, skin: Hex) -> str:
    """Brows keep the hair's hue but stand out from the skin."""
    lightness, chroma, hue = oklch(roots)
    skin_lightness = oklch(skin)[0]
    dark = min(lightness * 0.72, max(0.2, skin_lightness - 0.3))
    return srgb(max(dark, 0.2), chroma * 0.95, _browner(hue))


def _browner(hue: float) -> float:
    near = abs(math.remainder(hue - _BROWN, math.tau)) < math.radians(60)
    return towards(hue, _BROWN, 28) if near else hue


def _line_hue(color: str) -> str:
    lightness, chroma, hue = oklch(color)
    return srgb(max(0.2, lightness * 0.35), min(chroma, 0.1), hue)


def tie(look: Look) -> str:
    """Hair ties take an accent of the outfit, or red."""
    accents = [garment.accent for garment in look.garments if garment.accent]
    return accents[0] if accents else "#b8323e"
