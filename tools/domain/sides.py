"""The sides of a picture: how long they may be, and what a shape makes of them."""

from __future__ import annotations

import math
import re

SIDE_PX = range(64, 2049)
"""The lengths that a picture's side may have, in pixels."""
_STEP_PX = 8
"""Sides are multiples of this: models that draw from words want it, and it is even."""
_FLATTEST = 32.0
"""The longest side over the shortest that still fits between the limits."""
_WORDS = {
    "square": "1:1", "portrait": "2:3", "vertical": "9:16", "tall": "9:16", "story": "9:16",
    "landscape": "3:2", "horizontal": "3:2", "wide": "16:9", "widescreen": "16:9",
    "cinematic": "21:9", "ultrawide": "21:9", "panorama": "3:1", "panoramic": "3:1",
}  # fmt: skip
_RATIO = re.compile(r"(\d{1,5}(?:\.\d{1,4})?)\s*(?:[:/x×]|by|to)\s*(\d{1,5}(?:\.\d{1,4})?)", re.I)
_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,6})?")


def aspect_ratio(said: object) -> str:
    """A shape as `16:9`: width to height, from such text, a quotient (1.78) or a word (wide).

    Raises `ValueError` for anything else, and for shapes beyond 32:1 and 1:32.
    """
    text = _text_of(said)
    written = _WORDS.get(text.casefold().removesuffix(" format").strip(), text)
    found = _RATIO.fullmatch(written)
    if found:
        across, down = found[1], found[2]
    elif _NUMBER.fullmatch(written):
        across, down = written, "1"
    else:
        raise ValueError(
            f"should be a shape such as 16:9, or one of these words: {', '.join(_WORDS)}"
        )
    _quotient(across, down)
    return f"{_plain(across)}:{_plain(down)}"


def sides_of(
    ratio: str, side_px: int, *, width: int | None = None, height: int | None = None
) -> tuple[int, int]:
    """Width and height in pixels of a picture of this shape (as `aspect_ratio` gives it).

    It has the area of a square of `side_px`, or the side that is given; both are multiples of 8
    within `SIDE_PX`, so that the shape is met to within a few pixels.
    """
    across, _, down = ratio.partition(":")
    shape = _quotient(across, down)
    if width is not None:
        return width, _within(width / shape)
    if height is not None:
        return _within(height * shape), height
    wide, tall = side_px * math.sqrt(shape), side_px / math.sqrt(shape)
    grown = max(1.0, SIDE_PX.start / min(wide, tall))
    grown = min(grown, (SIDE_PX.stop - 1) / max(wide, tall))
    return _within(wide * grown), _within(tall * grown)


def _text_of(said: object) -> str:
    if isinstance(said, bool) or not isinstance(said, str | int | float):
        raise ValueError("should be a text such as 16:9")
    return " ".join(said.split()) if isinstance(said, str) else f"{said:.6g}"


def _quotient(across: str, down: str) -> float:
    wide, tall = float(across), float(down)
    if not wide or not tall or not 1 / _FLATTEST <= wide / tall <= _FLATTEST:
        raise ValueError("should be a shape between 1:32 and 32:1")
    return wide / tall


def _plain(number: str) -> str:
    return f"{float(number):g}"


def _within(length: float) -> int:
    stepped = round(length / _STEP_PX) * _STEP_PX
    return min(SIDE_PX.stop - 1, max(SIDE_PX.start, stepped))
