"""Our own drawings, drawn and measured once a session."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from evals.training import chibi
from evals.training.rendered import drawn
from tools.domain.animation.measures import Measures
from tools.domain.look import Garment, Look, Prop
from tools.domain.staging import Staging
from tools.imaging.picture import Picture
from tools.imaging.silhouette import measure_silhouette

GARMENTS = (
    Garment(kind="sweater", color="#c02a2a"),
    Garment(kind="trousers", color="#2f57b0"),
    Garment(kind="boots", color="#503020"),
)
LOOKS = {
    "plain": Look(garments=GARMENTS),
    "stocky": Look(garments=GARMENTS, build="stocky", presentation="masculine"),
    "slim": Look(garments=GARMENTS, build="slim", presentation="masculine"),
    "child": Look(garments=GARMENTS, age="child"),
    "swordsman": Look(garments=GARMENTS, prop=Prop(kind="sword")),
    "lancer": Look(garments=GARMENTS, prop=Prop(kind="spear")),
    "bare": Look(
        garments=(Garment(kind="tank_top", color="#f0f0f0"), *GARMENTS[1:]), build="athletic"
    ),
}
Measuring = Callable[[str], Measures]


@pytest.fixture(scope="session")
def pictures() -> dict[str, Picture]:
    """By name, 256 pixels a side; `sprite` is a chibi of 64, enlarged."""
    found = {name: drawn(look, Staging(view="front"), 3, 256) for name, look in LOOKS.items()}
    found["portrait"] = drawn(LOOKS["plain"], Staging(framing="portrait"), 3, 256)
    rng = np.random.default_rng(9)
    found["sprite"] = chibi.drawn(chibi.invented(rng), "down", "stand", rng)
    return found


@pytest.fixture(scope="session")
def measured(pictures: dict[str, Picture]) -> Measuring:
    """The measures of a picture by its name, each measured once."""
    kept: dict[str, Measures] = {}

    def measures(name: str) -> Measures:
        if name not in kept:
            kept[name] = measure_silhouette(pictures[name])
        return kept[name]

    return measures
