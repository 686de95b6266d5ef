"""What is worn on the feet."""

from __future__ import annotations

from tools.backends.sketch.figure.feet import Shoe
from tools.backends.sketch.figure.limbs import Cover
from tools.backends.sketch.figure.outfit import Outfit
from tools.backends.sketch.garments.details import METAL, WHITE, band
from tools.backends.sketch.garments.tops import Cut
from tools.backends.sketch.tones import mix, oklch, tone
from tools.domain.look import Garment, GarmentKind, Look


def boots(garment: Garment, look: Look, outfit: Outfit) -> None:
    """Boots to the middle of the calf, with straps and a thick sole."""
    del look
    trim = garment.accent or METAL
    strap = tone(garment.color, "shade")
    details = (
        (1, band(0.52, mix(garment.color, "#ffffff", 0.12), 0.06)),
        (1, band(0.70, strap, 0.05)),
        (1, band(0.72, trim, 0.015, edged=False)),
        (1, band(0.86, strap, 0.05)),
    )
    outfit.legs.append(
        Cover(
            color=garment.color,
            start=1.48,
            end=2.04,
            swell=(4, 5.5, 4.5),
            folds=False,
            open_end=False,
            details=details,
        )
    )
    dark = oklch(garment.color)[0] < 0.32
    sole = mix(garment.color, "#6a6874" if dark else "#17151c", 0.55)
    outfit.shoe = Shoe(color=garment.color, sole=sole, sole_height=6.0, bulk=1.1)


def sneakers(garment: Garment, look: Look, outfit: Outfit) -> None:
    """Laced trainers with a white sole and toe."""
    del look
    pale = oklch(garment.color)[0] > 0.88
    trim = garment.accent or (mix(garment.color, "#8d93a5", 0.6) if pale else WHITE)
    outfit.shoe = Shoe(
        color=garment.color,
        sole=WHITE,
        sole_height=4.5,
        laces=trim,
        toe_cap=WHITE if not pale else trim,
        bulk=1.06,
    )


def shoes(garment: Garment, look: Look, outfit: Outfit) -> None:
    """Plain leather shoes."""
    del look
    sole = mix(garment.color, "#15131a", 0.7)
    outfit.shoe = Shoe(color=garment.color, sole=sole, sole_height=2.6, shine=True)


def sandals(garment: Garment, look: Look, outfit: Outfit) -> None:
    """Sandals: straps over bare feet."""
    outfit.shoe = Shoe(
        color=garment.color,
        sole=garment.accent or tone(garment.color, "shade"),
        sole_height=3.4,
        straps=garment.color,
        bare=look.skin,
    )


def barefoot(garment: Garment, look: Look, outfit: Outfit) -> None:
    """Bare feet."""
    del garment
    outfit.shoe = bare_foot(look)


def bare_foot(look: Look) -> Shoe:
    """A foot without a shoe."""
    return Shoe(color=look.skin, sole=look.skin, sole_height=0.0, bare=look.skin, bulk=0.92)


CUTS: dict[GarmentKind, Cut] = {
    "boots": boots,
    "sneakers": sneakers,
    "shoes": shoes,
    "sandals": sandals,
    "barefoot": barefoot,
}
