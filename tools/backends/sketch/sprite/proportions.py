"""How small figures are built: short bodies under a large head, from a data file."""

from __future__ import annotations

from functools import cache, lru_cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict

from tools.domain.look import Age, Build, Height, Look, Presentation
from tools.domain.rig import Proportions


class Chibi(BaseModel):
    """Measures in hundredths of a head: what `Proportions` needs, and what it does not.

    Radii are of the round limbs at their joints; `hand_radius` is of the closed hand;
    `waist_deep` and the like are the trunk's depth over its width.
    """

    model_config = ConfigDict(frozen=True)

    rig: Proportions
    upper_arm_radius: float = 12.0
    forearm_radius: float = 10.5
    hand_radius: float = 11.5
    thigh_radius: float = 16.0
    shin_radius: float = 12.5
    foot_half: float = 12.5
    chest_deep: float = 0.70
    waist_deep: float = 0.74
    hips_deep: float = 0.76


class ChibiBook(BaseModel):
    """The plain figure and what multiplies its measures for each kind of person."""

    model_config = ConfigDict(frozen=True)

    base: dict[str, float]
    presentation: dict[Presentation, dict[str, float]]
    build: dict[Build, dict[str, float]]
    age: dict[Age, dict[str, float]]
    height: dict[Height, dict[str, float]]


@cache
def chibi_book() -> ChibiBook:
    """The measures as written in `data/proportions.json`."""
    place = files("tools.backends.sketch.sprite").joinpath("data", "proportions.json")
    return ChibiBook.model_validate_json(place.read_text("utf-8"))


def chibi_of(look: Look) -> Chibi:
    """The small figure of a look, 2.3 to 3 heads tall by age and height."""
    return _chibi(look.presentation, look.build, look.age, look.height)


@lru_cache(maxsize=64)
def _chibi(presentation: Presentation, build: Build, age: Age, height: Height) -> Chibi:
    book = chibi_book()
    values = dict(book.base)
    for factors in (
        book.presentation[presentation],
        book.build[build],
        book.age[age],
        book.height[height],
    ):
        for name, factor in factors.items():
            values[name] *= factor
    rig_names = Proportions.model_fields.keys() & values.keys()
    rig = Proportions(**{name: values[name] for name in rig_names})
    rest = {name: value for name, value in values.items() if name not in rig_names}
    return Chibi(rig=rig, **rest)
