"""From a look to at most sixteen colours: ramps whose shadows are cooler and lights warmer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from tools.backends.sketch.sprite.propbook import prop_sketches
from tools.backends.sketch.sprite.shapes import TONE_MOST
from tools.backends.sketch.tones import mix, oklab, tone
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
    "mouth": 1.2, "hair": 1.5, "hair_streak": 3.0, "hair_tips": 2.0,
}  # fmt: skip
_ACCENT_DEAR, _TONE_DEAR = 1.3, 1.5
_INK_DEAR = 0.3
_STRANGERS = 1.7
"""How much more it costs to join colours of two ramps than two tones of one."""
_SHINE = 2.5
"""Highlights rather vanish in their own ramp than become a stranger's colour: times."""
_FLASHES, _FLASH = frozenset({"spark", "magic"}), 12.0
"""Ramps of effects, which keep colours of their own and lend them to nobody: times."""
_INK_APART, _PALE_INK = 0.12, 8.0
"""An outline may not become a colour that is so much lighter: what that would cost, times."""
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

    `counts` are the pixels of each ramp and tone in typical views; what is common and dear
    (eyes, skin) keeps its own colour, near ones become one (Ward's method: the pair whose union
    costs least, weight times squared distance in OKLab).
    """
    bases = base_colors(look)
    entries = sorted(counts)
    colors = [ramp_color(bases[ramp], step) for ramp, step in entries]
    weights = [_weight(entry, counts[entry]) for entry in entries]
    groups = _merged(colors, weights, entries, most)
    kept = [colors[max(group, key=lambda i: (weights[i], -i))] for group in groups]
    places = {entries[i]: at for at, group in enumerate(groups) for i in group}
    return Palette(colors=tuple(kept), bases=bases, places=places)


def _weight(entry: Entry, count: int) -> float:
    ramp, step = entry
    dear = _DEAR.get(ramp, _ACCENT_DEAR if ramp.endswith("_accent") else 1.0)
    if step != 0:
        dear = min(dear, _TONE_DEAR)
    return (count + 1) ** 0.55 * dear * (_INK_DEAR if step <= INK else 1.0)


def _merged(
    colors: list[str], weights: list[float], entries: list[Entry], most: int
) -> list[list[int]]:
    """Groups of indices, at most so many; equal colours always meet."""
    first: dict[str, list[int]] = {}
    for at, color in enumerate(colors):
        first.setdefault(color, []).append(at)
    groups = list(first.values())
    while len(groups) > most:
        mass = np.array([sum(weights[i] for i in group) for group in groups])
        heads = [colors[max(group, key=lambda i: (weights[i], -i))] for group in groups]
        lab = _lab(tuple(heads)) * _HUE_FIRST
        names = [{entries[i][0] for i in group} for group in groups]
        apart = ((lab[:, None] - lab[None]) ** 2).sum(axis=2)
        cost = apart * (mass[:, None] * mass[None] / (mass[:, None] + mass[None]))
        kin = np.array([[bool(one & two) for two in names] for one in names])
        cost = np.where(kin, cost, cost * _STRANGERS)
        shine = np.array([all(entries[i][1] > 0 for i in group) for group in groups])
        cost = np.where(~kin & (shine[:, None] | shine), cost * _SHINE, cost)
        flash = np.array([all(entries[i][0] in _FLASHES for i in group) for group in groups])
        cost = np.where(flash[:, None] ^ flash, cost * _FLASH, cost)
        inky = np.array([any(entries[i][1] <= INK for i in group) for group in groups])
        pale = (np.abs(lab[:, None, 0] - lab[None, :, 0]) > _INK_APART) & (inky[:, None] ^ inky)
        cost = np.where(pale, cost * _PALE_INK, cost)
        np.fill_diagonal(cost, np.inf)
        one, two = sorted(divmod(int(np.argmin(cost)), len(groups)))
        groups[one] = groups[one] + groups.pop(two)
    return groups


@lru_cache(maxsize=256)
def _lab(colors: tuple[str, ...]) -> NDArray[np.float64]:
    return np.array([oklab(color) for color in colors])
