"""Which function cuts which garment, and the outfit of a look."""

from __future__ import annotations

from tools.backends.sketch.figure.outfit import Outfit
from tools.backends.sketch.garments import footwear, lower, outer, tops, worn
from tools.backends.sketch.garments.tops import Cut
from tools.domain.look import GarmentKind, Look

LAYERS: tuple[dict[GarmentKind, Cut], ...] = (
    lower.CUTS,
    tops.CUTS,
    outer.CUTS,
    footwear.CUTS,
    worn.CUTS,
)
"""In the order in which they are put on; what is worn on the head is the head's."""


def outfit_of(look: Look) -> Outfit:
    """Everything the look wears below the neck; bare where it wears nothing."""
    outfit = Outfit()
    for layer in LAYERS:
        for garment in look.garments:
            if garment.kind in layer:
                layer[garment.kind](garment, look, outfit)
    if outfit.shoe is None:
        outfit.shoe = footwear.bare_foot(look)
    return outfit
