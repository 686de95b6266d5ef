"""One vector a figure, for nearest-neighbour search: colours by zone, gradients, outline."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from tools.imaging.anatomy import Zone
from tools.imaging.description import Description
from tools.imaging.oklab import from_hex
from tools.imaging.picture import Floats, floats

DIMENSIONS = 512
ZONES = (Zone.CROWN, Zone.FACE, Zone.TORSO, Zone.LEGS)
CODES = 108
"""Colours of the codebook: 4 x 108 of these, 4 x 9 gradients, 36 of the outline, 8 sizes."""
_REACH = 0.07
_SHARES = {"color": 0.8, "gradient": 0.08, "outline": 0.08, "size": 0.04}
_ZONE_SHARES = {Zone.CROWN: 0.32, Zone.FACE: 0.16, Zone.TORSO: 0.32, Zone.LEGS: 0.2}


def search_vector(described: Description) -> Floats:
    """512 numbers of length 1, for cosine distance.

    Each part is the root of a histogram, so its cosine is the Bhattacharyya coefficient, and
    the parts count as `_SHARES` says. Light is evened out by grey balance of the whole figure
    only: two vectors cannot know of each other.
    """
    parts = [
        zone_colors(described, zone) * _root(_ZONE_SHARES[zone] * _SHARES["color"])
        for zone in ZONES
    ]
    parts += [
        _unit(np.sqrt(described.gradients[zone])) * _root(_SHARES["gradient"] / 4) for zone in ZONES
    ]
    parts.append(_unit(np.sqrt(described.outline)) * _root(_SHARES["outline"]))
    parts.append(_unit(np.pad(np.sqrt(described.sizes), (0, 2))) * _root(_SHARES["size"]))
    return floats(_unit(np.concatenate(parts)))


def zone_colors(described: Description, zone: Zone) -> Floats:
    """108 numbers of length 1 (or all zero): how much of each codebook colour the zone holds.

    Feet count with the legs.
    """
    shares = described.zones[:, zone]
    if zone is Zone.LEGS:
        sizes = described.sizes
        shares = shares * sizes[Zone.LEGS] + described.zones[:, Zone.FEET] * sizes[Zone.FEET]
    return _unit(np.sqrt(shares @ _nearness(described.colors)))


def wished_vector(wishes: Mapping[Zone, str]) -> Floats:
    """512 numbers of length 1 that lie near figures with these colours (`#rrggbb`) by zone.

    Zones without a wish, gradients and outline are zero, so they do not count.
    Raises `ValueError` where there is no wish or a colour is not one.
    """
    if not wishes:
        raise ValueError("A search by colour needs at least one colour.")
    parts: list[np.ndarray] = []
    for zone in ZONES:
        if zone in wishes:
            histogram = _nearness(from_hex(wishes[zone])[None])[0]
            parts.append(_unit(np.sqrt(histogram)) * _root(_ZONE_SHARES[zone]))
        else:
            parts.append(np.zeros(CODES))
    filled = np.concatenate(parts)
    return floats(_unit(np.pad(filled, (0, DIMENSIONS - len(filled)))))


def _nearness(colors: Floats) -> Floats:
    """Of each colour (k x 3) its shares in the codebook, k x 108, rows summing to 1."""
    distance = (((colors[:, None] - _CODEBOOK[None]) * floats([0.7, 1, 1])) ** 2).sum(axis=2)
    near = np.exp(-(distance - distance.min(axis=1, keepdims=True)) / (2 * _REACH * _REACH))
    return floats(near / near.sum(axis=1, keepdims=True))


def _codebook() -> Floats:
    """108 colours: 12 greys, and 16 hues at 6 pairs of lightness and chroma."""
    greys = [(light, 0.0, 0.0) for light in np.linspace(0.05, 0.98, 12)]
    rings = ((0.3, 0.06), (0.35, 0.13), (0.5, 0.09), (0.6, 0.18), (0.72, 0.09), (0.85, 0.12))
    hues = np.arange(16) * np.pi / 8
    colors = [
        (light, chroma * float(np.cos(hue)), chroma * float(np.sin(hue)))
        for light, chroma in rings
        for hue in hues
    ]
    return floats([*greys, *colors])


def _root(share: float) -> float:
    return float(np.sqrt(share))


def _unit(values: np.ndarray) -> np.ndarray:
    length = float(np.linalg.norm(values))
    return values / length if length > 0 else values


_CODEBOOK = _codebook()
