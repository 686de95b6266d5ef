"""Garments of the legs."""

from __future__ import annotations

from tools.backends.sketch.figure.limbs import Cover
from tools.backends.sketch.figure.outfit import Hanging, Outfit, TrunkCover
from tools.backends.sketch.garments.details import (
    BRASS,
    METAL,
    band,
    palette_of,
    patch,
    stripe,
    trim_of,
    wrapped,
)
from tools.backends.sketch.garments.tops import Cut
from tools.backends.sketch.tones import mix, tone
from tools.domain.look import Garment, GarmentKind, Look


def trousers(garment: Garment, look: Look, outfit: Outfit) -> None:
    """Plain trousers, with a stripe down the side when there is an accent."""
    _hips(garment, look, outfit, "trousers")
    seams = ()
    if garment.accent:
        seam = stripe(85, garment.accent, 3.0, garment.glowing)
        seams = ((0, seam), (1, seam))
    outfit.legs.append(Cover(color=garment.color, end=1.97, swell=(3, 3.5, 5), details=seams))


def jeans(garment: Garment, look: Look, outfit: Outfit) -> None:
    """Jeans: stitching, rivets, turn-ups."""
    _hips(garment, look, outfit, "jeans")
    seam = stripe(86, garment.accent or "#d9a05b", 0.9)
    turned = band(0.91, tone(garment.color, "light"), 0.10)
    details = ((0, seam), (1, seam), (1, turned))
    outfit.legs.append(Cover(color=garment.color, end=1.95, swell=(2.2, 2.2, 4), details=details))


def cargo_trousers(garment: Garment, look: Look, outfit: Outfit) -> None:
    """Baggy trousers with pockets on the thighs, gathered at the ankles."""
    _hips(garment, look, outfit, "trousers", swell=3.0)
    light = tone(garment.color, "light")
    pocket = patch(72, 42, 0.42, 0.80, mix(garment.color, light, 0.5))
    lid = patch(72, 44, 0.40, 0.50, light)
    cuff = band(0.93, tone(garment.color, "shade"), 0.08)
    details = ((0, pocket), (0, lid), (1, cuff))
    outfit.legs.append(Cover(color=garment.color, end=1.96, swell=(4.5, 7, 6), details=details))


def shorts(garment: Garment, look: Look, outfit: Outfit) -> None:
    """Shorts to above the knee."""
    _hips(garment, look, outfit, "trousers")
    hem = band(0.66, tone(garment.color, "shade"), 0.04, edged=False)
    outfit.legs.append(Cover(color=garment.color, end=0.7, swell=(3, 9, 9), details=((0, hem),)))


def skirt(garment: Garment, look: Look, outfit: Outfit) -> None:
    """A plain skirt to above the knee."""
    del look
    outfit.tucked = True
    outfit.hanging.append(
        Hanging(
            color=garment.color, top=63, length=0.62, swell=2.5, flare=15, hem_band=garment.accent
        )
    )


def pleated_skirt(garment: Garment, look: Look, outfit: Outfit) -> None:
    """A short pleated skirt with a waistband."""
    del look
    outfit.tucked = True
    outfit.hanging.append(
        Hanging(color=garment.color, top=63, length=0.46, swell=2.5, flare=23, pleats=18,
                hem_band=garment.accent)
    )  # fmt: skip


def long_skirt(garment: Garment, look: Look, outfit: Outfit) -> None:
    """A skirt to the ankles."""
    del look
    outfit.tucked = True
    outfit.hanging.append(
        Hanging(
            color=garment.color, top=63, length=1.72, swell=2.5, flare=30, hem_band=garment.accent
        )
    )


def hakama(garment: Garment, look: Look, outfit: Outfit) -> None:
    """Wide pleated trousers of a kimono, tied at the waist with a bow."""
    outfit.tucked = True
    dark = tone(garment.color, "deep")
    pleats = tuple((half, stripe(u, dark, 1.5)) for half in (0, 1) for u in _PLEATS)
    outfit.legs.append(
        Cover(color=garment.color, end=1.84, swell=(8, 17, 25), folds=False, details=pleats)
    )
    outfit.trunk.append(
        TrunkCover(color=garment.color, top=62, bottom=100, swell=(5, 8, 8), order=-0.5, hem=False,
                   folds=False)
    )  # fmt: skip
    outfit.trunk.append(
        TrunkCover(color=garment.color, top=58, bottom=70, swell=(5, 5, 5), order=1.6, hem=False,
                   folds=False, details=(wrapped("hakama", palette_of(garment, look)),))
    )  # fmt: skip


_PLEATS = (-52.0, -24.0, 4.0, 32.0, 60.0, 88.0, 150.0, 205.0)
"""Where around each leg the pleats of a hakama run, in degrees from the front, outwards."""


def greaves(garment: Garment, look: Look, outfit: Outfit) -> None:
    """Plates over the shins, the knees and the thighs, over cloth."""
    trim = garment.accent or BRASS
    if not outfit.legs:
        cloth = mix(garment.color, "#2a2630", 0.72)
        under = Garment(kind="trousers", color=cloth)
        _hips(under, look, outfit, "trousers")
        outfit.legs.append(Cover(color=cloth, end=1.97, swell=(2.5, 2.5, 2.5)))
    steel = garment.color
    thigh = patch(20, 75, 0.22, 0.72, steel)
    shin_details = (
        (1, band(0.13, trim, 0.05)),
        (1, band(0.93, trim, 0.05)),
        (1, stripe(6, tone(steel, "light"), 3.0)),
    )
    outfit.legs.append(
        Cover(
            color=steel,
            start=1.08,
            end=1.98,
            swell=(4, 5.5, 4.5),
            folds=False,
            details=shin_details,
        )
    )
    outfit.legs.append(
        Cover(color=steel, start=0.86, end=1.12, swell=(5, 7, 6), folds=False, open_end=False,
              details=((0, thigh), (0, band(0.9, trim, 0.05)), (1, band(0.08, trim, 0.05))))
    )  # fmt: skip


def _hips(garment: Garment, look: Look, outfit: Outfit, part: str, swell: float = 2.0) -> None:
    colors = palette_of(garment, look, stitch="#e0a860", metal=METAL, trim=trim_of(garment))
    outfit.trunk.insert(
        0,
        TrunkCover(color=garment.color, top=63, bottom=100, swell=(swell, swell, swell), order=-0.5,
                   folds=False, hem=False, details=(wrapped(part, colors),)),
    )  # fmt: skip


CUTS: dict[GarmentKind, Cut] = {
    "trousers": trousers,
    "jeans": jeans,
    "cargo_trousers": cargo_trousers,
    "shorts": shorts,
    "skirt": skirt,
    "pleated_skirt": pleated_skirt,
    "long_skirt": long_skirt,
    "hakama": hakama,
    "greaves": greaves,
}
