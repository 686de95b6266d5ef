"""The colours of a look by how much of the figure they cover, where no picture shows them."""

from __future__ import annotations

from tools.domain.look import Garment, Look
from tools.domain.reading.colors import lighten
from tools.domain.reading.outfit import slot_of

_COVER = {
    "whole": 0.5, "outer": 0.34, "top": 0.24, "legs": 0.27, "feet": 0.06, "hat": 0.06,
}  # fmt: skip
"""About how much of a standing figure's pixels a garment has; smaller things have `_SMALL`."""
_SMALL, _HAIR, _SKIN, _EYES, _ACCENT = 0.03, 0.13, 0.14, 0.004, 0.02
_SHADE, _LIGHT = -0.13, 0.1
"""OKLCH lightness between the steps of a colour's ramp."""
_DOMINANT, _PALETTE = 8, 16


def look_palette(look: Look) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Dominant colours (at most 8) and a palette (at most 16): the colours, then their shades,
    then their lights, those that cover most first."""
    shares: dict[str, float] = {}
    for color, share in _shares(look):
        shares[color] = shares.get(color, 0.0) + share
    colors = sorted(shares, key=lambda color: -shares[color])
    shades = [lighten(color, _SHADE) for color in colors]
    lights = [lighten(color, _LIGHT) for color in colors]
    return tuple(colors[:_DOMINANT]), tuple(dict.fromkeys([*colors, *shades, *lights]))[:_PALETTE]


def _shares(look: Look) -> list[tuple[str, float]]:
    covered = any(slot_of(garment.kind) == "outer" for garment in look.garments)
    found = [(look.skin, _SKIN), (look.eyes.left, _EYES), (look.eyes.right, _EYES)]
    if look.hair.style != "bald":
        found.append((look.hair.color, _HAIR))
        found += [(color, _ACCENT) for color in (look.hair.streak, look.hair.tips) if color]
    for garment in look.garments:
        found.append((garment.color, _cover(garment, covered=covered)))
        if garment.accent:
            found.append((garment.accent, _ACCENT))
    if look.prop and look.prop.color:
        found.append((look.prop.color, _SMALL))
    return found


def _cover(garment: Garment, *, covered: bool) -> float:
    """A coat leaves a third of what is beneath it to be seen."""
    slot = slot_of(garment.kind)
    share = _COVER.get(slot, _SMALL)
    return share / 3 if covered and slot in ("top", "whole") else share
