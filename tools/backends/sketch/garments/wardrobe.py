"""Which function cuts which garment, and the outfit of a look."""

from __future__ import annotations

from tools.backends.sketch.figure.limbs import Cover
from tools.backends.sketch.figure.outfit import Outfit, TrunkCover
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


COVERS: dict[GarmentKind, tuple[GarmentKind, ...]] = {
    "trench_coat": ("blazer", "jacket", "leather_jacket"),
    "lab_coat": ("blazer", "jacket", "leather_jacket"),
}
"""Closed coats, and the jackets of which nothing shows beneath them."""
LEGWEAR = {*lower.CUTS, "bodysuit"}
UNDERWEAR = "#565d70"


def outfit_of(look: Look) -> Outfit:
    """Everything the look wears below the neck; bare where it wears nothing."""
    outfit = Outfit()
    kinds = {garment.kind for garment in look.garments}
    hidden = {kind for coat in COVERS.keys() & kinds for kind in COVERS[coat]}
    for layer in LAYERS:
        for garment in look.garments:
            if garment.kind in layer and garment.kind not in hidden:
                layer[garment.kind](garment, look, outfit)
    _underwear(look, outfit)
    if outfit.shoe is None:
        outfit.shoe = footwear.bare_foot(look)
    return outfit


def _underwear(look: Look, outfit: Outfit) -> None:
    """Plain shorts, and a band where wanted, under what leaves a figure bare."""
    worn = {garment.kind for garment in look.garments}
    if not worn & LEGWEAR:
        outfit.trunk.insert(
            0,
            TrunkCover(
                color=UNDERWEAR,
                top=70,
                bottom=100,
                order=-1.5,
                swell=(0.6, 0.6, 0.6),
                folds=False,
                hem=False,
            ),
        )
        outfit.legs.insert(0, Cover(color=UNDERWEAR, end=0.24, swell=(0.8, 1.0, 1.0), folds=False))
    if look.presentation != "masculine" and not worn & set(tops.CUTS):
        outfit.trunk.insert(
            0,
            TrunkCover(
                color=UNDERWEAR,
                top=17,
                bottom=40,
                order=-1.5,
                swell=(0.8, 0.8, 0.8),
                folds=False,
                hem=False,
            ),
        )
