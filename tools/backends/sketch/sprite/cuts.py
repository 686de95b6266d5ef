"""How garments are cut for small figures: which parts they cover, how wide, with what trim."""

from __future__ import annotations

from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal

from pydantic import BaseModel, ConfigDict, RootModel

from tools.domain.look import Garment, GarmentKind

Neck = Literal["round", "v", "shirt", "high", "sailor", "lapel", "hood", "crossed", "fur"]
Detail = Literal[
    "buttons", "zip", "pockets", "belt", "obi", "ridge", "lacing", "straps", "pouches", "apron",
    "seams", "bow", "cuffs", "knees", "stripe",
]  # fmt: skip


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Skirt(_Data):
    """What hangs from the trunk at `start` (1 the waist, 2 the crotch).

    `length` is in hundredths of a head, `flare` how much wider the hem is; `open` degrees of its
    front are missing; `pleats` lines run down it; `split` hangs as two legs.
    """

    start: float = 1.3
    length: float = 40.0
    flare: float = 12.0
    pleats: int = 0
    open: float = 0.0
    clings: float = 0.6
    """The share of a leg's movement that the hem follows."""


class Cape(_Data):
    """What hangs from the shoulders behind; `wrap` degrees to each side of the back."""

    length: float = 100.0
    flare: float = 16.0
    wrap: float = 85.0
    collar: bool = False


class Cut(_Data):
    """One kind of garment.

    `trunk` is the part of the trunk that it covers (0 the base of the neck, 1 the waist, 2 the
    crotch); `sleeve` and `legs` how far along the limb (1 the elbow or knee, 2 the wrist or
    ankle); pads are how far it stands out, in hundredths of a head; `open` degrees of the front
    show what is worn beneath. `layer` orders what lies over what.
    """

    layer: int = 1
    trunk: tuple[float, float] | None = None
    pad: float = 1.5
    sleeve: float = 0.0
    sleeve_pad: tuple[float, float] = (1.5, 1.5)
    legs: float = 0.0
    leg_pad: tuple[float, float, float] = (1.0, 1.5, 1.5)
    skirt: Skirt | None = None
    cape: Cape | None = None
    open: float = 0.0
    neck: Neck | None = None
    hem: bool = False
    plate: bool = False
    shoe: float = 0.0
    """How far up the shin a shoe reaches, 0 (sole) to 1 (knee)."""
    bare: bool = False
    details: tuple[Detail, ...] = ()


class _Cuts(RootModel[dict[GarmentKind, Cut]]):
    model_config = ConfigDict(frozen=True)


@cache
def cuts() -> dict[GarmentKind, Cut]:
    """The cuts as written in `data/garments.json`; head wear has none."""
    place = files("tools.backends.sketch.sprite").joinpath("data", "garments.json")
    return _Cuts.model_validate_json(place.read_text("utf-8")).root


@lru_cache(maxsize=128)
def worn(garments: tuple[Garment, ...]) -> list[tuple[Garment, Cut]]:
    """What the body wears, from the skin outwards; skirts are tucked into wider legs over them."""
    book = cuts()
    found = [(garment, book[garment.kind]) for garment in garments if garment.kind in book]
    tucked = max((cut.layer for _, cut in found if cut.legs and cut.trunk), default=0)
    found = [
        (garment, cut.model_copy(update={"skirt": None}) if cut.layer < tucked else cut)
        for garment, cut in found
    ]
    return sorted(found, key=lambda pair: pair[1].layer)
