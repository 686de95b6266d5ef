"""What an unscored picture lacks by the figures that it has: how it is made, and what is on it."""

from __future__ import annotations

from typing import NamedTuple

LOW_QUALITY = "LOW_QUALITY"
LOW_ALIGNMENT = "LOW_ALIGNMENT"
QUALITY_LEAST = 0.6
"""Our own drawings, of 64 to 512 pixels, have 0.88 to 1; out of focus and grey, 0.46 to 0.52."""
ALIGNMENT_LEAST = 0.4
"""CLIPScore (2.5 times the cosine) of pictures with the words of others lies about here."""


class Shortcoming(NamedTuple):
    code: str
    sentence: str


def shortcomings(
    quality: float | None, alignment: float | None, *, by_words: bool
) -> tuple[Shortcoming, ...]:
    """What a further attempt may mend, for a picture whose consistency has no score.

    Alignment counts for a renderer that is told in words only: one that draws a definition by
    rule draws the same words again.
    """
    found: list[Shortcoming] = []
    if quality is not None and quality < QUALITY_LEAST:
        told = f"It is badly made: quality {quality:.2f}, at least {QUALITY_LEAST:g} is wanted."
        found.append(Shortcoming(LOW_QUALITY, told))
    if by_words and alignment is not None and alignment < ALIGNMENT_LEAST:
        told = f"It shows little of what was asked for: alignment {alignment:.2f}."
        found.append(Shortcoming(LOW_ALIGNMENT, told))
    return tuple(found)
