"""Words on pictures, in the project's own typeface."""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files

from PIL import Image, ImageDraw, ImageFont

_FILES = ("hanken-grotesk-latin-wght-normal.woff2", "hanken-grotesk-latin-ext-wght-normal.woff2")
_REGULAR, _BOLD = 430, 640
"""Weights of the variable font."""
_MISSING = "\uffff"
"""A character that no font has: what it looks like is what a missing one looks like."""

Font = ImageFont.FreeTypeFont


@lru_cache(maxsize=64)
def faces(size: int, *, bold: bool = False) -> tuple[Font, ...]:
    """The typeface in pixels of height; the fonts share its characters between them."""
    folder = files("tools.imaging").joinpath("fonts")
    found: list[Font] = []
    for name in _FILES:
        font = ImageFont.truetype(io.BytesIO(folder.joinpath(name).read_bytes()), size)
        font.set_variation_by_axes([_BOLD if bold else _REGULAR])
        found.append(font)
    return tuple(found)


def drawable(text: str) -> str:
    """The text without characters that the typeface lacks, its blanks single."""
    fonts = faces(16)
    kept = (c for c in text if c.isspace() or any(_has(font, c) for font in fonts))
    return " ".join("".join(kept).split())


def width_of(text: str, fonts: Sequence[Font]) -> float:
    """Pixels from the beginning to the end of the line."""
    return sum(font.getlength(run) for run, font in _runs(text, fonts))


def fitted(text: str, fonts: Sequence[Font], most: float) -> str:
    """The text, cut with an ellipsis where it is wider than `most` pixels."""
    if width_of(text, fonts) <= most:
        return text
    kept = text
    while kept and width_of(f"{kept}…", fonts) > most:
        kept = kept[:-1].rstrip()
    return f"{kept}…"


def write(
    pen: ImageDraw.ImageDraw,
    at: tuple[float, float],
    text: str,
    fonts: Sequence[Font],
    *,
    fill: str,
) -> None:
    """The line from its left end on the baseline `at`."""
    x, y = at
    for run, font in _runs(text, fonts):
        pen.text((x, y), run, font=font, fill=fill, anchor="ls")
        x += font.getlength(run)


def _runs(text: str, fonts: Sequence[Font]) -> list[tuple[str, Font]]:
    """Stretches that one font has, in order."""
    found: list[tuple[str, Font]] = []
    for character in text:
        font = next((one for one in fonts if _has(one, character)), fonts[0])
        if found and found[-1][1] is font:
            found[-1] = (found[-1][0] + character, font)
        else:
            found.append((character, font))
    return found


@lru_cache(maxsize=8192)
def _has(font: Font, character: str) -> bool:
    if character.isspace():
        return True
    return _drawn(font, character) != _drawn(font, _MISSING)


def _drawn(font: Font, character: str) -> bytes:
    image = Image.new("L", (int(font.size * 2), int(font.size * 2)))
    ImageDraw.Draw(image).text((font.size / 2, font.size), character, font=font, fill=255)
    return image.tobytes()
