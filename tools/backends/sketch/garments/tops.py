"""Garments worn on the skin of the upper body, and those that cover all of it."""

from __future__ import annotations

from collections.abc import Callable

from tools.backends.sketch.figure.limbs import Cover, Detail
from tools.backends.sketch.figure.outfit import Hanging, Outfit, TrunkCover
from tools.backends.sketch.garments.details import (
    BRASS,
    LEATHER,
    WHITE,
    band,
    palette_of,
    shining,
    stripe,
    trim_of,
    wrapped,
)
from tools.backends.sketch.garments.necks import hood_behind, turtle_collar
from tools.backends.sketch.tones import mix, tone
from tools.domain.look import Garment, GarmentKind, Look

Cut = Callable[[Garment, Look, Outfit], None]

SHORT, LONG = 0.56, 1.96


def tshirt(garment: Garment, look: Look, outfit: Outfit) -> None:
    """A T-shirt: round ribbed neck, short sleeves."""
    colors = palette_of(garment, look)
    details = [wrapped("collar_round", colors)]
    if garment.accent:
        details.append(wrapped("emblem", colors))
    outfit.trunk.append(
        TrunkCover(color=garment.color, top=3, bottom=_hem(outfit, 84), details=tuple(details))
    )
    outfit.arms.append(Cover(color=garment.color, end=SHORT, swell=(0.675, 6.5, 6.5)))


def shirt(garment: Garment, look: Look, outfit: Outfit) -> None:
    """A shirt with a collar, buttons and cuffs."""
    colors = palette_of(garment, look, trim=garment.accent or tone(garment.color, "deep"))
    details = (wrapped("shirt", colors),)
    outfit.trunk.append(
        TrunkCover(color=garment.color, top=3, bottom=_hem(outfit, 85), details=details)
    )
    cuff: tuple[tuple[int, Detail], ...] = ((1, band(0.9, garment.color, 0.14)),)
    outfit.arms.append(Cover(color=garment.color, end=LONG, swell=(0.675, 3.5, 3.0), details=cuff))


def tank_top(garment: Garment, look: Look, outfit: Outfit) -> None:
    """A sleeveless top on two straps."""
    colors = palette_of(garment, look)
    cover = TrunkCover(color=garment.color, top=19, bottom=_hem(outfit, 82), swell=(1.0, 1.5, 2.0))
    outfit.trunk.append(cover)
    outfit.trunk.append(
        TrunkCover(
            color=garment.color, top=2, bottom=30, cloth=False, swell=(1.0, 1.0, 1.0), order=0.1,
            details=(wrapped("tank_top", colors),),
        )
    )  # fmt: skip


def sweater(garment: Garment, look: Look, outfit: Outfit) -> None:
    """A knitted sweater: ribs at neck, hem and cuffs."""
    colors = palette_of(garment, look)
    outfit.trunk.append(
        TrunkCover(color=garment.color, top=2.5, bottom=88, swell=(3, 5.5, 4), hem=False,
                   details=(wrapped("sweater", colors),))
    )  # fmt: skip
    _knit_sleeves(garment, outfit)


def turtleneck(garment: Garment, look: Look, outfit: Outfit) -> None:
    """A close sweater with a high folded collar."""
    outfit.trunk.append(
        TrunkCover(color=garment.color, top=1, bottom=_hem(outfit, 86), swell=(1.5, 2.2, 2.5))
    )
    cuff = ((1, band(0.93, garment.color, 0.09)),)
    outfit.arms.append(Cover(color=garment.color, end=LONG, swell=(0.45, 2.2, 2.2), details=cuff))
    outfit.extras.append(turtle_collar(garment.color))
    del look


def hoodie(garment: Garment, look: Look, outfit: Outfit) -> None:
    """A hooded sweatshirt: the hood down, drawstrings, a pouch."""
    colors = palette_of(garment, look, trim=garment.accent or WHITE)
    outfit.trunk.append(
        TrunkCover(color=garment.color, top=2, bottom=88, swell=(3.5, 6.5, 4.5), hem=False,
                   details=(wrapped("hoodie", colors),))
    )  # fmt: skip
    _knit_sleeves(garment, outfit)
    outfit.extras.append(hood_behind(garment.color))


def sailor_top(garment: Garment, look: Look, outfit: Outfit) -> None:
    """A school top with a striped sailor's collar and a knotted scarf."""
    collar = garment.accent or "#2b3a67"
    scarf = "#c8324a" if garment.accent != "#c8324a" else "#f2c14e"
    colors = palette_of(garment, look, trim=collar, scarf=scarf)
    details = (wrapped("sailor_top", colors), wrapped("sailor_top", colors, "scarf"))
    outfit.trunk.append(
        TrunkCover(color=garment.color, top=3, bottom=_hem(outfit, 80), details=details)
    )
    cuffs = ((1, band(0.9, collar, 0.16)), (1, band(0.86, WHITE, 0.02, edged=False)))
    outfit.arms.append(Cover(color=garment.color, end=LONG, swell=(0.675, 5, 4), details=cuffs))


def tunic(garment: Garment, look: Look, outfit: Outfit) -> None:
    """A belted tunic with a laced neck and a skirt to the middle of the thigh."""
    trim = garment.accent or BRASS
    colors = palette_of(garment, look, trim=trim, belt=LEATHER)
    belt = palette_of(Garment(kind="belt", color=LEATHER), look, metal=BRASS)
    outfit.trunk.append(
        TrunkCover(color=garment.color, top=3, bottom=72, swell=(2, 3, 3), hem=False, order=1.4,
                   details=(wrapped("tunic", colors), wrapped("belt", belt)))
    )  # fmt: skip
    outfit.hanging.append(
        Hanging(color=garment.color, top=66, length=0.48, flare=11, hem_band=trim, order=1.2)
    )
    cuff = ((1, band(0.9, trim, 0.08)),)
    outfit.arms.append(Cover(color=garment.color, end=LONG, swell=(0.9, 5, 5), details=cuff))


def breastplate(garment: Garment, look: Look, outfit: Outfit) -> None:
    """Plates of armour over breast and belly, over a padded shirt."""
    trim = garment.accent or BRASS
    colors = palette_of(garment, look, trim=trim)
    cloth = mix(garment.color, "#2a2630", 0.72)
    if not outfit.arms:
        outfit.trunk.append(TrunkCover(color=cloth, top=2, bottom=84, swell=(1, 2, 2)))
        outfit.arms.append(Cover(color=cloth, end=LONG, swell=(1, 2.5, 2.5)))
    outfit.trunk.append(
        TrunkCover(color=garment.color, top=7, bottom=87, swell=(3.5, 4.0, 7.0), folds=False,
                   order=1.5, details=(wrapped("breastplate", colors),))
    )  # fmt: skip


def bodysuit(garment: Garment, look: Look, outfit: Outfit) -> None:
    """A tight suit from the neck to the ankles with coloured panels."""
    colors = palette_of(garment, look)
    trim = trim_of(garment)
    details = [wrapped("bodysuit", colors)]
    if garment.glowing:
        details.append(shining("bodysuit", colors, trim))
    outfit.trunk.insert(
        0,
        TrunkCover(color=garment.color, top=1, bottom=100, swell=(0.8, 0.8, 0.8), hem=False,
                   order=-1.0, details=tuple(details)),
    )  # fmt: skip
    seams = (
        (0, stripe(80, trim, 1.8, garment.glowing)),
        (1, stripe(80, trim, 1.8, garment.glowing)),
    )
    outfit.arms.insert(
        0, Cover(color=garment.color, swell=(0.8, 0.8, 0.8), folds=False, details=seams)
    )
    outfit.legs.insert(
        0, Cover(color=garment.color, swell=(0.8, 0.8, 0.8), folds=False, details=seams)
    )
    outfit.extras.append(turtle_collar(garment.color))


def dress(garment: Garment, look: Look, outfit: Outfit) -> None:
    """A dress with a small collar, short sleeves, a sash and a wide skirt."""
    sash = garment.accent or tone(garment.color, "deep")
    colors = palette_of(garment, look, trim=sash)
    details = (wrapped("dress", colors), wrapped("dress", colors, "bow"))
    outfit.hanging.append(
        Hanging(color=garment.color, top=57, length=0.86, flare=34, hem_band=sash, order=1.2)
    )
    outfit.trunk.append(
        TrunkCover(color=garment.color, top=3, bottom=62, swell=(1.5, 1.5, 2), order=1.4, hem=False,
                   details=details)
    )  # fmt: skip
    cuff = ((0, band(0.42, WHITE, 0.07)),)
    outfit.arms.append(Cover(color=garment.color, end=0.46, swell=(1.8, 9, 9), details=cuff))


def kimono(garment: Garment, look: Look, outfit: Outfit) -> None:
    """A kimono: crossed collars, an obi, wide sleeves, straight to the ankles."""
    sash = garment.accent or mix(garment.color, "#f2d6a0", 0.75)
    colors = palette_of(garment, look, trim=tone(garment.color, "deep"))
    obi = palette_of(garment, look, sash=sash, cord=tone(sash, "deep"))
    if not any(worn.kind == "hakama" for worn in look.garments):
        outfit.hanging.append(
            Hanging(color=garment.color, top=60, length=1.86, swell=4, flare=5, order=1.2,
                    lining=sash)
        )  # fmt: skip
    outfit.trunk.append(
        TrunkCover(color=garment.color, top=3, bottom=70, swell=(2.5, 4, 4), order=1.4, hem=False,
                   details=(wrapped("kimono", colors), wrapped("obi", obi)))
    )  # fmt: skip
    outfit.arms.append(
        Cover(color=garment.color, end=1.84, swell=(1.35, 9, 18), drop=52, lining=sash, folds=False)
    )


def robe(garment: Garment, look: Look, outfit: Outfit) -> None:
    """A long robe with wide sleeves, a trimmed front and a knotted cord."""
    trim = garment.accent or BRASS
    colors = palette_of(garment, look, trim=trim, cord=trim)
    outfit.hanging.append(
        Hanging(
            color=garment.color, top=58, length=1.92, swell=5, flare=17, hem_band=trim, order=1.2
        )
    )
    outfit.trunk.append(
        TrunkCover(color=garment.color, top=2.5, bottom=66, swell=(3, 5, 5), order=1.4, hem=False,
                   details=(wrapped("robe", colors), wrapped("rope_belt", colors)))
    )  # fmt: skip
    cuff = ((1, band(0.88, trim, 0.07)),)
    outfit.arms.append(
        Cover(color=garment.color, end=1.92, swell=(1.35, 8, 15), drop=24, details=cuff)
    )


def _knit_sleeves(garment: Garment, outfit: Outfit) -> None:
    cuff = ((1, band(0.91, tone(garment.color, "shade"), 0.13)),)
    outfit.arms.append(Cover(color=garment.color, end=LONG, swell=(1.125, 6, 4.5), details=cuff))


def _hem(outfit: Outfit, loose: float) -> float:
    return 72.0 if outfit.tucked else loose


CUTS: dict[GarmentKind, Cut] = {
    "tshirt": tshirt,
    "shirt": shirt,
    "tank_top": tank_top,
    "sweater": sweater,
    "turtleneck": turtleneck,
    "hoodie": hoodie,
    "sailor_top": sailor_top,
    "tunic": tunic,
    "breastplate": breastplate,
    "bodysuit": bodysuit,
    "dress": dress,
    "kimono": kimono,
    "robe": robe,
}
