"""From a look to at most sixteen colours: ramps whose shadows are cooler and lights warmer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from tools.backends.sketch.sprite.propbook import prop_sketches
from tools.backends.sketch.sprite.shapes import TONE_MOST
from tools.backends.sketch.tones import mix, oklab, oklch, srgb, tone
from tools.domain.look import Look

COLORS_MOST = 16
INK = -3
"""The tone of outlines: below the deepest shadow of its ramp."""
Entry = tuple[str, int]
"""A ramp's name and a tone, -3 to 2."""

FIXED: dict[str, str] = {
    "white": "#f4f1ec",
    "ink": "#1d1826",
    "metal": "#aeb6c4",
    "wood": "#8a5a35",
    "leather": "#6f4a30",
    "gold": "#e2b23c",
    "paper": "#eee2c4",
    "mouth": "#b0524e",
    "blush": "#e8958a",
    "spark": "#ffe9a0",
    "dust": "#cdbfa8",
    "magic": "#8fd8ff",
    "leaf": "#5c9a4a",
}
"""Ramps that every look has, by name, with their base colours."""
_DEAR: dict[str, float] = {
    "eye_left": 14.0, "eye_right": 14.0, "white": 5.0, "skin": 2.0, "spark": 2.0, "magic": 2.0,
    "mouth": 1.0, "hair": 1.5, "hair_streak": 3.0, "hair_tips": 2.0,
}  # fmt: skip
_BASE_DEAR, _ACCENT_DEAR, _TONE_DEAR = 1.8, 1.6, 1.5
_STRANGERS = 1.7
"""How much more it costs to join colours of two ramps than two tones of one."""
_SHINE = 2.5
"""Highlights rather vanish in their own ramp than become a stranger's colour: times."""
_FLASHES, _FLASH = frozenset({"spark", "magic"}), 12.0
"""Ramps of effects, which keep colours of their own and lend them to nobody: times."""
INKS = 2
_INK_LIGHTNESS = 0.24
"""Outlines are at most so light (OKLCH)."""
_HUE_FIRST = np.array((1.0, 1.9, 1.9))
"""How much a difference of lightness and of hue counts: a lost tone harms less than a wrong hue."""


def base_colors(look: Look) -> dict[str, str]:
    """The base colour of every ramp of a look.

    Ramps are `skin hair hair_streak hair_tips eye_left eye_right prop`, each garment's kind and
    `<kind>_accent`, and the fixed ones.
    """
    hair = look.hair
    colors = {
        **FIXED,
        "skin": look.skin,
        "hair": hair.color,
        "hair_streak": hair.streak or hair.color,
        "hair_tips": hair.tips or hair.color,
        "eye_left": look.eyes.left,
        "eye_right": look.eyes.right,
    }
    if look.prop:
        colors["prop"] = look.prop.color or prop_sketches()[look.prop.kind].color
    for garment in look.garments:
        colors[garment.kind] = garment.color
        colors[f"{garment.kind}_accent"] = garment.accent or tone(garment.color, "shade")
        if garment.glowing:
            colors["magic"] = garment.accent or garment.color
    return colors


@lru_cache(maxsize=4096)
def ramp_color(base: str, step: int) -> str:
    """One step of a ramp, -3 (ink) to 2 (highlight), of a base colour."""
    if step <= INK:
        return tone(base, "line")
    if step == -2:
        return mix(tone(base, "deep"), tone(base, "line"), 0.25)
    if step == -1:
        return mix(tone(base, "shade"), tone(base, "deep"), 0.2)
    if step == 0:
        return tone(base, "base")
    return mix(tone(base, "light"), "#fffaf0", 0.15 if step == 1 else 0.5)


@dataclass(frozen=True, kw_only=True)
class Palette:
    """The colours of one character. `colors` are `#rrggbb`, at most sixteen."""

    colors: tuple[str, ...]
    bases: Mapping[str, str]
    places: Mapping[Entry, int] = field(default_factory=dict[Entry, int])

    def place(self, ramp: str, step: int) -> int:
        """The index into `colors` of a ramp's tone; the nearest colour where it is not kept."""
        found = self.places.get((ramp, step))
        if found is not None:
            return found
        wanted = np.array(oklab(ramp_color(self.bases[ramp], min(step, TONE_MOST))))
        apart = (_lab(self.colors) - wanted) * _HUE_FIRST
        return int(np.argmin((apart**2).sum(axis=1)))


def palette_of(look: Look, counts: Mapping[Entry, int], most: int = COLORS_MOST) -> Palette:
    """The colours for what a character shows.

    `counts` are the pixels of each ramp and tone in typical views. Outlines share `INKS` dark
    colours. Of the rest, what is common and dear (eyes, skin) keeps its own colour, near ones
    become one (Ward's method: the pair whose union costs least, weight times squared distance in
    OKLab).
    """
    bases = base_colors(look)
    swatches = [
        _Swatch(entries=(entry,), color=ramp_color(bases[entry[0]], entry[1]), weight=weight)
        for entry in sorted(counts)
        for weight in (_weight(entry, counts[entry]),)
    ]
    inks = [swatch for swatch in swatches if swatch.entries[0][1] <= INK]
    rest = [swatch for swatch in swatches if swatch.entries[0][1] > INK]
    inks = [replace(ink, color=_inky(ink.color), ink=True) for ink in _merged(inks, INKS)]
    kept = _merged(_equal_joined(inks + rest), most)
    places = {entry: at for at, swatch in enumerate(kept) for entry in swatch.entries}
    return Palette(colors=tuple(swatch.color for swatch in kept), bases=bases, places=places)


@dataclass(frozen=True, kw_only=True)
class _Swatch:
    """Ramps and tones that share a colour."""

    entries: tuple[Entry, ...]
    color: str
    weight: float
    heaviest: float = 0.0
    ink: bool = False

    @property
    def ramps(self) -> frozenset[str]:
        return frozenset(ramp for ramp, _ in self.entries)

    def joined(self, other: _Swatch) -> _Swatch:
        """Both in the colour of the one with the heavier entry; of the ink, where one is."""
        own, its = self.heaviest or self.weight, other.heaviest or other.weight
        first = (self.ink, own) >= (other.ink, its)
        return _Swatch(
            entries=self.entries + other.entries,
            color=self.color if first else other.color,
            weight=self.weight + other.weight,
            heaviest=max(own, its),
            ink=self.ink or other.ink,
        )


def _weight(entry: Entry, count: int) -> float:
    ramp, step = entry
    dear = _DEAR.get(ramp, _ACCENT_DEAR if ramp.endswith("_accent") else _BASE_DEAR)
    if step != 0:
        dear = min(dear, _TONE_DEAR) if ramp in _DEAR else 1.0
    return (count + 1) ** 0.55 * dear


def _inky(color: str) -> str:
    lightness, chroma, hue = oklch(color)
    return srgb(min(lightness, _INK_LIGHTNESS), chroma, hue)


def _equal_joined(swatches: Sequence[_Swatch]) -> list[_Swatch]:
    found: dict[str, _Swatch] = {}
    for swatch in swatches:
        before = found.get(swatch.color)
        found[swatch.color] = before.joined(swatch) if before else swatch
    return list(found.values())


def _merged(swatches: Sequence[_Swatch], most: int) -> list[_Swatch]:
    """At most so many swatches: the cheapest pair becomes one until then."""
    kept = list(swatches)
    while len(kept) > most:
        cost = _costs(kept)
        one, two = sorted(divmod(int(np.argmin(cost)), len(kept)))
        kept[one] = kept[one].joined(kept.pop(two))
    return kept


def _costs(kept: Sequence[_Swatch]) -> NDArray[np.float64]:
    """What each pair's union would cost, shape (n, n)."""
    lab = _lab(tuple(swatch.color for swatch in kept)) * _HUE_FIRST
    mass = np.array([swatch.weight for swatch in kept])
    apart = ((lab[:, None] - lab[None]) ** 2).sum(axis=2)
    cost = apart * (mass[:, None] * mass[None] / (mass[:, None] + mass[None]))
    ramps = [swatch.ramps for swatch in kept]
    kin = np.array([[not one.isdisjoint(two) for two in ramps] for one in ramps])
    shine = np.array([all(step > 0 for _, step in swatch.entries) for swatch in kept])
    flash = np.array([ramp <= _FLASHES for ramp in ramps])
    ink = np.array([swatch.ink for swatch in kept])
    cost = np.where(kin, cost, cost * _STRANGERS)
    cost = np.where(~kin & (shine[:, None] | shine), cost * _SHINE, cost)
    cost = np.where(flash[:, None] ^ flash, cost * _FLASH, cost)
    cost[ink[:, None] & ink] = np.inf
    np.fill_diagonal(cost, np.inf)
    return cost


@lru_cache(maxsize=256)
def _lab(colors: tuple[str, ...]) -> NDArray[np.float64]:
    return np.array([oklab(color) for color in colors])
