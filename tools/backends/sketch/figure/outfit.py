"""What a figure wears, resolved into covers of limbs and trunk, cloth that hangs, and extras."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from tools.backends.sketch.figure.body import Body
from tools.backends.sketch.figure.feet import Shoe
from tools.backends.sketch.figure.limbs import Cover
from tools.backends.sketch.figure.paint import Pieces
from tools.backends.sketch.figure.shell import Edge, Shell
from tools.domain.look import Look

TrunkDetail = Callable[[Shell], str]


@dataclass(frozen=True)
class Figure:
    """The posed body before the camera with the look it wears; `ink` is the width of outlines
    in pixels."""

    look: Look
    body: Body
    ink: float

    def unit(self, size: float) -> float:
        """A length in hundredths of a head as pixels."""
        return self.body.unit(size)


Extra = Callable[[Figure, Pieces], None]
"""Draws something that is neither a cover nor hanging cloth: a collar, a bag, a scarf."""


@dataclass(frozen=True, kw_only=True)
class TrunkCover:
    """Cloth or armour around the trunk from height `top` to `bottom` (0 neck to 100 crotch)
    and from `start` to `end` degrees around; `swell` is its thickness at top, waist, bottom."""

    color: str
    top: float = 3.0
    bottom: float = 82.0
    swell: tuple[float, float, float] = (2.0, 3.0, 3.0)
    start: Edge = -180.0
    end: Edge = 180.0
    order: float = 0.0
    folds: bool = True
    hem: bool = True
    cloth: bool = True
    """Without, only the details are laid on the trunk: a tie, a necklace."""
    shadow: float = 0.62
    details: tuple[TrunkDetail, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Hanging:
    """Cloth that falls from the waist (or the shoulders) over the legs.

    `length` runs from 0 (the hips) over 1 (the knees) to 2 (the ankles); `flare` is how far the
    hem stands out, in hundredths of a head; `pleats` counts folds around (0 for none).
    """

    color: str
    top: float = 62.0
    length: float = 0.5
    swell: float = 3.0
    flare: float = 14.0
    pleats: int = 0
    start: Edge = -180.0
    end: Edge = 180.0
    order: float = 1.0
    lining: str | None = None
    hem_band: str | None = None
    shadow: float = 0.62
    details: tuple[TrunkDetail, ...] = ()


@dataclass(kw_only=True)
class Outfit:
    """Everything worn below the neck, from the skin outwards."""

    arms: list[Cover] = field(default_factory=list[Cover])
    legs: list[Cover] = field(default_factory=list[Cover])
    trunk: list[TrunkCover] = field(default_factory=list[TrunkCover])
    hanging: list[Hanging] = field(default_factory=list[Hanging])
    extras: list[Extra] = field(default_factory=list[Extra])
    shoe: Shoe | None = None
    gloves: str | None = None
    tucked: bool = False
