"""Outer layers: jackets, vests, coats. Cloaks and capes are in `mantles.py`."""

from __future__ import annotations

import numpy as np

from tools.backends.sketch.figure.limbs import Cover
from tools.backends.sketch.figure.outfit import Hanging, Outfit, TrunkCover, TrunkDetail
from tools.backends.sketch.figure.shell import Edge
from tools.backends.sketch.figure.surface import Array
from tools.backends.sketch.garments.details import (
    BRASS,
    band,
    palette_of,
    shining,
    stripe,
    trim_of,
    wrapped,
)
from tools.backends.sketch.garments.mantles import cape, cloak
from tools.backends.sketch.garments.tops import Cut
from tools.backends.sketch.tones import mix, tone
from tools.domain.look import Garment, GarmentKind, Look

ORDER = 12.5
SLEEVE = 1.97


def jacket(garment: Garment, look: Look, outfit: Outfit) -> None:
    """A bomber jacket, worn open: zip, ribbed collar, cuffs and hem."""
    colors = palette_of(garment, look)
    details = [wrapped("jacket", colors, layer) for layer in ("main", "zip", "collar")]
    trim = trim_of(garment)
    start, end = _open(16.0, 26.0)
    _trunk(garment, outfit, details, start, end, bottom=88, swell=(4, 8.0, 5))
    stripes = (
        (0, stripe(85, trim, 3.2, garment.glowing)),
        (1, stripe(85, trim, 3.2, garment.glowing)),
    )
    seams = stripes if garment.accent else ()
    cuff = ((1, band(0.91, trim, 0.12)),)
    outfit.arms.append(
        Cover(color=garment.color, end=SLEEVE, swell=(1.575, 7.5, 6), details=(*seams, *cuff))
    )


def leather_jacket(garment: Garment, look: Look, outfit: Outfit) -> None:
    """A biker's jacket: wide lapels, slanting zip, buckled hem, shine."""
    colors = palette_of(garment, look)
    start, end = _open(15.0, 26.0)
    _trunk(
        garment, outfit, [wrapped("leather_jacket", colors)], start, end, bottom=83, swell=(4, 6, 4)
    )
    shine = tone(garment.color, "light")
    marks = (
        (0, stripe(40, shine, 2.2)),
        (1, stripe(45, shine, 2.0)),
        (1, band(0.9, garment.color, 0.11)),
    )
    outfit.arms.append(Cover(color=garment.color, end=SLEEVE, swell=(1.575, 4.5, 4), details=marks))


def blazer(garment: Garment, look: Look, outfit: Outfit) -> None:
    """A blazer: lapels, two buttons, a crest."""
    colors = palette_of(garment, look, trim=garment.accent or BRASS)
    start, end = _lapelled(46.0, 1.0)
    _trunk(garment, outfit, [wrapped("blazer", colors)], start, end, bottom=93, swell=(4, 4, 5))
    buttons = ((1, band(0.9, tone(garment.color, "shade"), 0.04, edged=False)),)
    outfit.arms.append(Cover(color=garment.color, end=1.92, swell=(1.35, 4, 3.5), details=buttons))


def vest(garment: Garment, look: Look, outfit: Outfit) -> None:
    """A waistcoat with a deep V and buttons."""
    colors = palette_of(garment, look)
    start, end = _lapelled(40.0, 0.5)
    _trunk(
        garment, outfit, [wrapped("vest", colors)], start, end, top=6, bottom=77, swell=(3, 4, 4)
    )


def tactical_vest(garment: Garment, look: Look, outfit: Outfit) -> None:
    """A tactical vest: webbing, pouches, and circuits that may shine."""
    trim = garment.accent or mix(garment.color, "#9aa3a8", 0.5)
    colors = palette_of(garment, look, trim=trim)
    details = [wrapped("tactical_vest", colors)]
    if garment.glowing:
        details.append(shining("tactical_vest", colors, trim))
    elif garment.accent:
        details.append(wrapped("tactical_vest", colors, "circuits"))
    if not outfit.arms:
        _under(mix(garment.color, "#50545f", 0.5), outfit)
    _trunk(garment, outfit, details, -180.0, 180.0, top=7, bottom=71, swell=(5, 7, 6.5))


def trench_coat(garment: Garment, look: Look, outfit: Outfit) -> None:
    """A belted coat to below the knee: storm flap, two rows of buttons."""
    belt = garment.accent or tone(garment.color, "shade")
    colors = palette_of(garment, look, trim=tone(garment.color, "deep"), belt=belt, metal=BRASS)
    start, end = _lapelled(36.0, 0.0)
    _tails(garment, outfit, length=1.3, flare=22.0, gap=9.0)
    _trunk(
        garment, outfit, [wrapped("trench_coat", colors)], start, end, bottom=72, swell=(5, 5.5, 6)
    )
    cuff = ((1, band(0.84, tone(garment.color, "shade"), 0.06)),)
    outfit.arms.append(Cover(color=garment.color, end=SLEEVE, swell=(1.8, 6, 7), details=cuff))


def lab_coat(garment: Garment, look: Look, outfit: Outfit) -> None:
    """A laboratory coat, worn open: pockets with pens."""
    colors = palette_of(garment, look, pen=garment.accent or "#2f6fd0")
    start, end = _lapelled(44.0, 13.0)
    _tails(garment, outfit, length=0.98, flare=15.0, gap=14.0)
    _trunk(garment, outfit, [wrapped("lab_coat", colors)], start, end, bottom=70, swell=(4, 6, 6))
    outfit.arms.append(Cover(color=garment.color, end=SLEEVE, swell=(1.35, 6, 6)))


def haori(garment: Garment, look: Look, outfit: Outfit) -> None:
    """An open short coat of a kimono with wide sleeves and a tied cord."""
    trim = garment.accent or tone(garment.color, "deep")
    colors = palette_of(garment, look, trim=trim, cord="#f0ece0")
    start, end = _open(22.0, 22.0)
    _tails(garment, outfit, length=0.5, flare=13.0, gap=20.0)
    details = [wrapped("haori", colors), wrapped("haori", colors, "cord")]
    _trunk(garment, outfit, details, start, end, bottom=70, swell=(4, 7, 7))
    cuff = ((1, band(0.8, trim, 0.06)),)
    outfit.arms.append(
        Cover(
            color=garment.color,
            end=1.84,
            swell=(1.8, 10, 19),
            drop=50,
            lining=trim,
            details=cuff,
            folds=False,
        )
    )


def _trunk(
    garment: Garment,
    outfit: Outfit,
    details: list[TrunkDetail],
    start: Edge,
    end: Edge,
    *,
    bottom: float,
    swell: tuple[float, float, float],
    top: float = 3.0,
) -> None:
    outfit.trunk.append(
        TrunkCover(
            color=garment.color,
            top=top,
            bottom=bottom,
            swell=swell,
            start=start,
            end=end,
            order=ORDER,
            details=tuple(details),
        )
    )


def _tails(garment: Garment, outfit: Outfit, *, length: float, flare: float, gap: float) -> None:
    outfit.hanging.append(
        Hanging(
            color=garment.color,
            top=60,
            length=length,
            swell=7,
            flare=flare,
            start=gap,
            end=360.0 - gap,
            order=ORDER - 0.5,
            lining=garment.accent or garment.color,
        )
    )


def _under(color: str, outfit: Outfit) -> None:
    outfit.trunk.append(TrunkCover(color=color, top=3, bottom=84))
    outfit.arms.append(Cover(color=color, end=0.6, swell=(1.5, 5, 5)))


def _open(gap: float, neck: float) -> tuple[Edge, Edge]:
    """The edges of a coat worn open, `gap` degrees to each side, wider at the neck."""

    def start(v: Array) -> Array:
        return np.interp(v, (3.0, 20.0), (neck, gap))

    return start, lambda v: 360.0 - start(v)


def _lapelled(depth: float, gap: float) -> tuple[Edge, Edge]:
    """The edges of a front that opens in a V down to `depth`, then `gap` degrees each side."""

    def start(v: Array) -> Array:
        return np.interp(v, (3.0, depth), (36.0, gap))

    return start, lambda v: 360.0 - start(v)


CUTS: dict[GarmentKind, Cut] = {
    "jacket": jacket,
    "leather_jacket": leather_jacket,
    "blazer": blazer,
    "vest": vest,
    "tactical_vest": tactical_vest,
    "trench_coat": trench_coat,
    "lab_coat": lab_coat,
    "cloak": lambda garment, _look, outfit: outfit.extras.append(cloak(garment)),
    "cape": lambda garment, _look, outfit: outfit.extras.append(cape(garment)),
    "haori": haori,
}
