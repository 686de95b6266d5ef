"""In which size a picture is made, for it to have exactly the size that was asked for."""

from __future__ import annotations

import math
from dataclasses import dataclass

from tools.backends.comfyui.families import Family

LEAST_SIDE, MOST_SIDE = 16, 8192
MOST_PIXELS = 33_554_432
_NEAR = (0.55, 1.5)
"""Areas, as shares of the native one, that a model draws well without a change of size."""
_UNKNOWN_MOST_SIDE = 1024
"""The side of the largest square that a model of an unknown family is trusted with."""
_SAME_SHAPE = 1.15
"""By how much shapes may differ for one to be cut to the other."""
_LATENT_MOST = 2.5
"""How many times the area a second pass over enlarged latents may have."""


@dataclass(frozen=True, kw_only=True)
class Made:
    """The size in which a picture leaves the sampler, in pixels, and the share of the asked side
    that it has: above 1 it is made larger than asked."""

    width: int
    height: int
    share: float

    @property
    def falls_short(self) -> bool:
        """Whether the picture has to be enlarged by so much that it shows."""
        return self.share < 0.8

    @property
    def latents_reach(self) -> bool:
        """Whether a second pass can draw the missing detail."""
        return self.share**-2 <= _LATENT_MOST


def made_size(width: int, height: int, family: Family) -> Made:
    """The size for the sampler: the next larger multiples, near the family's native area.

    Of an unknown family only the most is known to be safe.
    """
    area = width * height
    side = family.side_px or min(math.sqrt(area), _UNKNOWN_MOST_SIDE)
    low, high = _NEAR if family.side_px else (0.0, 1.0)
    factor = 1.0 if low <= area / side**2 <= high else side / math.sqrt(area)
    return Made(
        width=up_to(width * factor, family.multiple),
        height=up_to(height * factor, family.multiple),
        share=factor,
    )


@dataclass(frozen=True, kw_only=True)
class Inner:
    """Where a picture of another shape stands in one that is made, in pixels."""

    width: int
    height: int
    x: int
    y: int


def inner_of(size: tuple[int, int], made: Made) -> Inner | None:
    """Where the whole of a picture of this size fits; None where its shape is nearly the same."""
    width, height = size
    if max(width * made.height, height * made.width) <= _SAME_SHAPE * min(
        width * made.height, height * made.width
    ):
        return None
    share = min(made.width / width, made.height / height)
    inner = max(round(width * share), 1), max(round(height * share), 1)
    return Inner(
        width=inner[0],
        height=inner[1],
        x=(made.width - inner[0]) // 2,
        y=(made.height - inner[1]) // 2,
    )


def up_to(length: float, multiple: int) -> int:
    """The next multiple that is not smaller, at least 64 pixels."""
    return max(math.ceil(round(length, 3) / multiple), math.ceil(64 / multiple)) * multiple
