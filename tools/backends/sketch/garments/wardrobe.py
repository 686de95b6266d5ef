"""Which function cuts which garment, and the outfit of a look."""

from __future__ import annotations

from collections.abc import Callable

from tools.backends.sketch.figure.feet import Shoe
from tools.backends.sketch.figure.limbs import Cover
from tools.backends.sketch.figure.outfit import Outfit, TrunkCover
from tools.domain.look import Garment, GarmentKind, Look

Cut = Callable[[Garment, Look, Outfit], None]


def outfit_of(look: Look) -> Outfit:
    """Everything the look wears below the neck; the bare body where it wears nothing."""
    outfit = Outfit()
    for garment in look.garments:
        cut = CUTS.get(garment.kind)
        if cut:
            cut(garment, look, outfit)
    return outfit


def _tshirt(garment: Garment, look: Look, outfit: Outfit) -> None:
    outfit.trunk.append(TrunkCover(color=garment.color, top=4, bottom=84))
    outfit.arms.append(Cover(color=garment.color, end=0.55, swell=(3, 6, 6)))


def _trousers(garment: Garment, look: Look, outfit: Outfit) -> None:
    outfit.trunk.insert(0, TrunkCover(color=garment.color, top=64, bottom=100, swell=(1.5, 1.5, 1.5), order=-0.5, folds=False, hem=False))
    outfit.legs.append(Cover(color=garment.color, end=1.95, swell=(3, 3, 4)))


def _sneakers(garment: Garment, look: Look, outfit: Outfit) -> None:
    outfit.shoe = Shoe(color=garment.color, sole="#ffffff", laces="#ffffff", toe_cap="#ffffff")


CUTS: dict[GarmentKind, Cut] = {"tshirt": _tshirt, "trousers": _trousers, "sneakers": _sneakers}
