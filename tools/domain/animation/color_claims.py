"""Whether a named colour is among the colours of a drawing, shading allowed for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tools.domain.validation.shades import chroma, distance, hue_apart

_SAME, _SHADED, _OTHER_GREY = 0.11, 0.4, 0.25
"""OKLab distances: the same colour; the same in light or shadow where the hue agrees; from the
last on a grey is plainly another."""
_COLORED, _GREY = 0.06, 0.045
"""OKLab chroma from which a colour has a hue, and below which it is a grey."""
_HUE, _AKIN = 30.0, 45.0
"""Degrees of hue: the same colour, and one that could be meant."""


@dataclass(frozen=True, kw_only=True)
class ColorMatch:
    """The nearest colour, its OKLab distance, and the share of the figure that passes for the
    wanted colour; `akin` says whether any colour could be meant at all."""

    nearest: str
    apart: float
    share: float
    akin: bool


def matched(wanted: str, shares: Mapping[str, float]) -> ColorMatch:
    """How a wanted colour fits those of a figure (at least one) with their shares."""
    passing = [color for color in shares if _passes(wanted, color)]
    nearest = min(passing or shares, key=lambda color: distance(wanted, color))
    return ColorMatch(
        nearest=nearest,
        apart=distance(wanted, nearest),
        share=sum(shares[color] for color in passing),
        akin=any(_could_be(wanted, color) for color in shares),
    )


def _passes(wanted: str, seen: str) -> bool:
    apart = distance(wanted, seen)
    if apart < _SAME:
        return True
    if chroma(wanted) > _COLORED and chroma(seen) > _COLORED:
        return apart < _SHADED and hue_apart(wanted, seen) < _HUE
    greys = chroma(wanted) < _GREY and chroma(seen) < _GREY
    return greys and apart < _SAME * 1.6


def _could_be(wanted: str, seen: str) -> bool:
    if _passes(wanted, seen):
        return True
    if chroma(wanted) > _COLORED:
        return chroma(seen) > _GREY and hue_apart(wanted, seen) < _AKIN
    return distance(wanted, seen) < _OTHER_GREY and chroma(seen) < _COLORED
