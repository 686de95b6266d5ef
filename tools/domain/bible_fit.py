"""Whether a picture shows the colours that the bible gives: its palette, a character's looks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from tools.domain.animation.measures import ColorShare, HexColor
from tools.domain.consistency import Region, Share
from tools.domain.reading.outfit import slot_of
from tools.domain.validation.descriptions import APART
from tools.domain.validation.palettes import DYED, outside
from tools.domain.validation.shades import (
    Stated,
    chroma,
    distance,
    distance_in_any_light,
    stated_in_appearance,
)

_CHOSEN = (Region.OUTFIT, Region.LEGS, Region.FEET, Region.ACCESSORIES)
"""What a person is born with (skin, eyes, natural hair) is free of the palette."""
_SLOTS: Mapping[str, Region] = {
    "top": Region.OUTFIT,
    "outer": Region.OUTFIT,
    "whole": Region.OUTFIT,
    "legs": Region.LEGS,
    "feet": Region.FEET,
}
_FAMILIES: Mapping[str, Region] = {
    "hair": Region.HAIR,
    "eyes": Region.EYES,
    "skin": Region.SKIN,
}

Colors = Mapping[Region, Sequence[ColorShare]]
"""What a picture shows: the colours of each region with their shares of it."""
PALETTE_MOST = 256
"""Further colours of a palette are not looked at."""
Distance = Annotated[float, Field(ge=0)]


class _Fact(BaseModel):
    model_config = ConfigDict(frozen=True)


class PaletteColor(_Fact):
    """A colour of the picture and the palette's nearest; OKLab, where black to white is 1."""

    region: Region
    color: HexColor
    share: Share
    nearest: HexColor
    distance: Distance
    outside: bool


class PaletteFit(_Fact):
    """How far a picture's chosen colours (clothes, what is held, dyed hair) are from a palette.

    `distance` is the mean OKLab distance to the palette's nearest colour, weighted by the colours'
    shares of the figure, `outside` (0 to 1) the weighted share of those that belong to no colour
    of it.
    """

    palette: tuple[HexColor, ...]
    distance: Distance
    outside: Share
    colors: tuple[PaletteColor, ...]


class TraitFit(_Fact):
    """A stated colour beside the nearest that the picture shows there.

    `distance` is in OKLab with lightness counting 0.4, as a scene's light changes that most;
    `fits` where it is no further than two wordings of one colour may be.
    """

    trait: str
    said: str
    said_color: HexColor
    region: Region
    measured_color: HexColor
    distance: Distance
    fits: bool


class BibleFit(_Fact):
    """A picture held against the bible.

    `palette` is null where the bible has none that can be read, or the picture shows no chosen
    colour. `not_measured` are the traits that pixels cannot tell, or that this picture hides.
    """

    palette: PaletteFit | None
    traits: tuple[TraitFit, ...]
    not_measured: tuple[str, ...]

    @property
    def reasons(self) -> tuple[str, ...]:
        """What does not fit, in words."""
        told = [
            f"{trait.trait}: the bible says {trait.said} ({trait.said_color}), the picture shows "
            f"{trait.measured_color}"
            for trait in self.traits
            if not trait.fits
        ]
        if self.palette is None:
            return tuple(told)
        far = [
            f"{one.region.value}: {one.color} is outside the bible's palette, whose nearest is "
            f"{one.nearest}"
            for one in self.palette.colors
            if one.outside
        ]
        return (*told, *far)


def bible_fit(
    colors: Colors,
    sizes: Mapping[Region, float],
    palette: Sequence[str],
    traits: Mapping[str, Any],
) -> BibleFit:
    """Hold a picture's colours against a palette (`#rrggbb`) and a character's visual traits.

    Colours are taken as they are on the picture, so the light of a scene moves the distances too.
    """
    held = [(one.key, _trait_fit(one, colors)) for one in stated_in_appearance(traits)]
    measured = {key for key, fit in held if fit is not None}
    return BibleFit(
        palette=_palette_fit(colors, sizes, palette[:PALETTE_MOST]),
        traits=tuple(fit for _, fit in held if fit is not None),
        not_measured=tuple(str(key)[:100] for key in traits if key not in measured),
    )


def _palette_fit(
    colors: Colors, sizes: Mapping[Region, float], palette: Sequence[str]
) -> PaletteFit | None:
    weighed = [
        (_held(region, one, palette), one.share * sizes.get(region, 0.0))
        for region, one in _chosen(colors)
        if palette
    ]
    total = sum(weight for _, weight in weighed)
    if total <= 0:
        return None
    return PaletteFit(
        palette=tuple(palette),
        distance=sum(one.distance * weight for one, weight in weighed) / total,
        outside=min(1.0, sum(weight for one, weight in weighed if one.outside) / total),
        colors=tuple(one for one, _ in weighed),
    )


def _chosen(colors: Colors) -> Iterable[tuple[Region, ColorShare]]:
    for region in _CHOSEN:
        for one in colors.get(region, ()):
            yield region, one
    for one in colors.get(Region.HAIR, ()):
        if chroma(one.color) > DYED:
            yield Region.HAIR, one


def _held(region: Region, one: ColorShare, palette: Sequence[str]) -> PaletteColor:
    nearest = min(palette, key=lambda color: distance(one.color, color))
    return PaletteColor(
        region=region,
        color=one.color,
        share=one.share,
        nearest=nearest,
        distance=distance(one.color, nearest),
        outside=outside(one.color, list(palette)),
    )


def _trait_fit(stated: Stated, colors: Colors) -> TraitFit | None:
    """The stated colour that is nearest to any of the region's; None where it is not shown."""
    region = _region_of(stated)
    shown = colors.get(region, ()) if region else ()
    if region is None or not shown:
        return None
    said, words, seen = min(
        ((color, words, one.color) for words, color in stated.colors for one in shown),
        key=lambda pair: distance_in_any_light(pair[0], pair[2]),
    )
    apart = distance_in_any_light(said, seen)
    return TraitFit(
        trait=stated.thing,
        said=words[:200],
        said_color=said,
        region=region,
        measured_color=seen,
        distance=apart,
        fits=apart <= APART,
    )


def _region_of(stated: Stated) -> Region | None:
    if stated.family in _FAMILIES:
        return _FAMILIES[stated.family]
    try:
        slot = slot_of(stated.thing.replace(" ", "_"))
    except KeyError:
        return None
    return _SLOTS.get(slot, Region.ACCESSORIES)
