"""Whether characters keep to the colours that the bible allows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tools.domain.validation.production import Finding, Production, step
from tools.domain.validation.shades import (
    Stated,
    chroma,
    distance,
    hex_stated,
    hue_apart,
    stated_in_appearance,
)

FAR = 0.25
"""A colour is outside the palette from this distance (OKLab) to all of it."""
_HUE_NEAR_DEGREES = 30
"""Lighter and darker shades of a palette's colour belong to it."""
_COLORFUL = 0.09
"""Blacks, whites, greys and most browns go with any palette."""
_KEYS = ("hex", "color", "colour", "value", "code", "name")
DYED = 0.15
"""Hair that is more colourful than this did not grow so."""


def palette_can_be_read(production: Production) -> Iterator[Finding]:
    """Every entry of the palette is a hex colour or a colour's name."""
    for place, entry in _entries(production.bible.visual_style):
        if _color(entry) is None:
            yield Finding(
                rule="palette_can_be_read",
                severity="warning",
                path=f"$.visual_style.color_palette{place}",
                message=f"“{entry}” is no colour that can be read.",
                suggestion="Write it as a hex colour, such as #0a84ff.",
            )


def colors_are_in_the_palette(production: Production) -> Iterator[Finding]:
    """Stated colours are near one of the palette: of clothes, of dyed hair, and any hex colour.

    What a person is born with (skin, eyes, natural hair) is free.
    """
    palette = palette_in(production.bible.visual_style)
    if not palette:
        return
    for index, entry in enumerate(production.entries):
        for stated in stated_in_appearance(entry.visual_traits):
            for words, color in stated.colors:
                if _chosen(stated, words, color) and outside(color, palette):
                    yield _finding(
                        f"$.characters[{index}]", entry.name, stated, words, color, palette
                    )


def _chosen(stated: Stated, words: str, color: str) -> bool:
    if "#" in words or stated.family in ("cloth", "face"):
        return True
    return stated.family == "hair" and chroma(color) > DYED


def palette_in(visual_style: Mapping[str, Any]) -> list[str]:
    """The palette's colours (`#rrggbb`) that can be read, in the order given."""
    return [color for _, entry in _entries(visual_style) if (color := _color(entry))]


def outside(color: str, palette: list[str]) -> bool:
    """Whether a hex colour belongs to none of a palette's; greys and browns belong to any."""
    if chroma(color) <= _COLORFUL:
        return False
    return all(
        distance(color, held) > FAR
        and not (chroma(held) > _COLORFUL / 2 and hue_apart(color, held) < _HUE_NEAR_DEGREES)
        for held in palette
    )


def _finding(
    where: str, name: str, stated: Stated, words: str, color: str, palette: list[str]
) -> Finding:
    nearest = min(palette, key=lambda held: distance(color, held))
    said = words if words == color else f"{words} ({color})"
    return Finding(
        rule="colors_are_in_the_palette",
        severity="warning",
        path=f"{where}.visual_traits{step(stated.key)}",
        message=f"{name}'s {stated.thing}: {said} is far from every colour of the palette.",
        suggestion=f"Take {nearest}, the nearest of the palette, or add {color} to it.",
        character=name,
    )


def _entries(visual_style: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """The palette's entries with their places: a list, an object, or text with commas."""
    palette = visual_style.get("color_palette")
    if isinstance(palette, Mapping):
        return [(step(key), entry) for key, entry in palette.items()]
    if isinstance(palette, str):
        return [("", part.strip()) for part in palette.split(",") if part.strip()]
    listed: list[Any] = palette if isinstance(palette, list) else []
    return [(f"[{place}]", entry) for place, entry in enumerate(listed)]


def _color(entry: Any) -> str | None:
    """The hex of an entry: a colour, or an object that holds one."""
    if not isinstance(entry, Mapping):
        return hex_stated(entry)
    return next((color for key in _KEYS if (color := hex_stated(entry.get(key)))), None)
