"""The colours that each region of a figure shows, from its pixels."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from pydantic import BaseModel, ConfigDict

from tools.domain.animation.measures import ColorShare, Share
from tools.domain.consistency import Region
from tools.imaging.eyes import eyes_in
from tools.imaging.measured import Measured
from tools.imaging.oklab import to_hex
from tools.imaging.picture import Floats
from tools.imaging.regions import ZONES
from tools.imaging.tint import squared_distances

_ALIKE = 0.05
"""OKLab distance below which two colours of a region are told as one."""
_LEAST_SHARE = 0.04


class RegionColors(BaseModel):
    """`size` is the region's share of the figure; of each colour its share of the region.

    Eyes have no size of their own: theirs is 0.
    """

    model_config = ConfigDict(frozen=True)

    size: Share
    colors: tuple[ColorShare, ...]


def region_colors(measured: Measured) -> Mapping[Region, RegionColors]:
    """The colours of every region that the picture shows, the most frequent first."""
    described = measured.description
    found: dict[Region, RegionColors] = {}
    for region, zone in ZONES.items():
        shares = described.zones[:, zone]
        if shares.any():
            colors = _merged(described.colors, shares)
            found[region] = RegionColors(size=min(1.0, float(described.sizes[zone])), colors=colors)
    irises = eyes_in(measured)
    if irises:
        share = round(1 / len(irises), 4)
        eyes = tuple(ColorShare(color=to_hex(eye.color), share=share) for eye in irises)
        found[Region.EYES] = RegionColors(size=0.0, colors=eyes)
    return found


def _merged(colors: Floats, shares: Floats) -> tuple[ColorShare, ...]:
    """Colours nearer than `_ALIKE` to a more frequent one count with it."""
    order = np.argsort(-shares, kind="stable")
    kept: list[tuple[Floats, float]] = []
    for index in order[shares[order] > 0]:
        near = next(
            (
                at
                for at, (color, _) in enumerate(kept)
                if squared_distances(colors[index][None], color[None])[0, 0] < _ALIKE**2
            ),
            None,
        )
        if near is None:
            kept.append((colors[index], float(shares[index])))
        else:
            kept[near] = (kept[near][0], kept[near][1] + float(shares[index]))
    kept.sort(key=lambda one: -one[1])
    return tuple(
        ColorShare(color=to_hex(color), share=min(1.0, round(share, 4)))
        for color, share in kept
        if share >= _LEAST_SHARE
    )
