"""What a model says of a character against what is measured: the pixels win, and it is told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from pydantic import BaseModel, ConfigDict

from tools.domain.animation.dna import (
    BodyType,
    CharacterDNA,
    HeightClass,
    MassClass,
    Mobility,
    Reach,
    WeaponMass,
)
from tools.domain.reading.colors import is_hex
from tools.domain.validation.shades import distance

_STEPS: dict[str, tuple[str, ...]] = {
    "mass_class": get_args(MassClass),
    "mobility": get_args(Mobility),
    "weapon_mass": get_args(WeaponMass),
    "reach": get_args(Reach),
    "body_type": ("slim", "average", "stocky", "massive"),
}
"""Ordered classes; an athletic build counts as an average one."""
_HEADS_WITHIN = 0.2
"""The share by which two counts of heads may differ; the silhouette's own error is 9 %."""
_OTHER_COLOR = 0.2
"""From this OKLab distance to the nearest measured colour on a said colour is not there."""
_TEXT_MOST, _LIST_MOST = 60, 12


class DNAWarning(BaseModel):
    """A field in which a model and the measures disagree, or that cannot be used.

    `said` and `kept` are in words.
    """

    model_config = ConfigDict(frozen=True)

    code: Literal["DNA_CONTRADICTS_PICTURE", "DNA_FIELD_UNUSABLE"]
    field: str
    said: str
    kept: str
    detail: str


def merged_dna(
    measured: CharacterDNA, said: Mapping[str, Any]
) -> tuple[CharacterDNA, tuple[DNAWarning, ...]]:
    """The measured DNA completed by what a model says, and where the two disagree.

    Colours and palette are the pixels' own. `head_to_body`, build, mass, reach and the weapon's
    mass follow the model where they are not measured; where they are (`measured.measured`) it may
    differ by a fifth or one step in silence and is overruled beyond that. A weapon that stands
    out of the silhouette cannot be denied; one that is not seen there may be named, since hands
    hold things before the body too. What the definition knows stays.
    """
    merging = _Merging(measured=measured, said=said)
    heads = merging.heads()
    height = merging.chosen("height_class", get_args(HeightClass), nested=True)
    weapon, weapon_mass = merging.weapon()
    merging.colors()
    dna = CharacterDNA.model_validate(
        measured.model_dump()
        | {
            "archetype": merging.text("archetype") or measured.archetype,
            "body_type": merging.stepped("body_type", get_args(BodyType)),
            "body_proportions": {
                "head_to_body": heads,
                "height_class": height or measured.body_proportions.height_class,
            },
            "mass_class": merging.stepped("mass_class", get_args(MassClass)),
            "mobility": merging.stepped("mobility", get_args(Mobility)),
            "equipment": merging.texts("equipment"),
            "weapon_type": weapon,
            "weapon_mass": weapon_mass,
            "reach": merging.stepped("reach", get_args(Reach)),
            "special_features": merging.texts("special_features"),
            "anatomical_constraints": merging.texts("anatomical_constraints"),
        }
    )
    return dna, tuple(merging.warnings)


@dataclass(kw_only=True)
class _Merging:
    measured: CharacterDNA
    said: Mapping[str, Any]
    warnings: list[DNAWarning] = field(default_factory=list[DNAWarning])

    def known(self, name: str) -> bool:
        return name in self.measured.measured

    def heads(self) -> float:
        mine = self.measured.body_proportions.head_to_body
        said = _object(self.said.get("body_proportions")).get("head_to_body")
        if said is None:
            return mine
        if isinstance(said, bool) or not isinstance(said, int | float) or not 1 <= said <= 12:
            self.unusable("head_to_body", said, mine)
            return mine
        if not self.known("body_proportions"):
            return round(float(said), 2)
        if abs(said - mine) > _HEADS_WITHIN * mine:
            detail = f"The figure is {mine:g} heads tall by its silhouette, not {said:g}."
            self.overruled("head_to_body", said, mine, detail)
        return mine

    def stepped(self, name: str, allowed: Sequence[str]) -> str:
        """A class of an ordered list: the said one, unless it is measured and far from it."""
        mine = str(getattr(self.measured, name))
        said = self.chosen(name, allowed)
        if said is None or said == mine:
            return mine
        if not self.known(name):
            return said
        order = _STEPS[name]
        apart = abs(order.index(_ordered(said)) - order.index(_ordered(mine)))
        if apart > 1:
            detail = f"{_words(name)} is {mine} by what is measured, not {said}."
            self.overruled(name, said, mine, detail)
            return mine
        return mine if self.defined else said

    @property
    def defined(self) -> bool:
        """Whether a definition stands behind the measures: it knows, it does not estimate."""
        return self.known("equipment")

    def chosen(self, name: str, allowed: Sequence[str], *, nested: bool = False) -> str | None:
        source = _object(self.said.get("body_proportions")) if nested else self.said
        said = source.get(name)
        if said is None:
            return None
        if isinstance(said, str) and said in allowed:
            return None if nested and self.defined else said
        whole = self.measured.body_proportions if nested else self.measured
        self.unusable(name, said, getattr(whole, name))
        return None

    def weapon(self) -> tuple[str | None, str]:
        mine = self.measured
        if self.known("weapon_type") and self.defined:
            return mine.weapon_type, mine.weapon_mass
        said = self.text("weapon_type", own=False)
        mass = self.stepped("weapon_mass", get_args(WeaponMass))
        if self.known("weapon_type"):
            denied = "weapon_type" in self.said and said is None
            if denied:
                detail = f"Something like a {mine.weapon_type} stands out of the silhouette."
                self.overruled("weapon_type", "none", mine.weapon_type, detail)
                return mine.weapon_type, mine.weapon_mass
            return said or mine.weapon_type, mass
        if said is None:
            return mine.weapon_type, mine.weapon_mass
        return said, mass if mass != "none" else "medium"

    def colors(self) -> None:
        """Only compared: the measured ones are kept."""
        said = self.said.get("dominant_colors")
        if not isinstance(said, list | tuple) or not self.known("dominant_colors"):
            return
        there = self.measured.palette or self.measured.dominant_colors
        for color in said[:8]:
            if not isinstance(color, str) or not is_hex(color) or len(color) != 7:
                self.unusable("dominant_colors", color, "the measured colours")
            elif there and min(distance(color.lower(), own) for own in there) > _OTHER_COLOR:
                detail = f"{color} is not among the figure's colours."
                self.overruled("dominant_colors", color, ", ".join(there[:4]), detail)

    def text(self, name: str, *, own: bool = True) -> str | None:
        """A short text; the measured one where the definition knows it."""
        mine = getattr(self.measured, name)
        if own and self.known(name):
            return mine
        said = self.said.get(name)
        if said is None:
            return mine if own else None
        if not isinstance(said, str):
            self.unusable(name, said, mine)
            return mine if own else None
        bare = " ".join(said.split())[:_TEXT_MOST]
        return bare if bare.lower() not in ("", "none", "null", "unarmed", "nothing") else None

    def texts(self, name: str) -> tuple[str, ...]:
        """Measured ones first, then what is said besides; the definition's list stays as it is."""
        mine: tuple[str, ...] = getattr(self.measured, name)
        if name == "equipment" and self.defined:
            return mine
        said = self.said.get(name)
        if said is None:
            return mine
        if not isinstance(said, list | tuple):
            self.unusable(name, said, ", ".join(mine))
            return mine
        words = [" ".join(one.split())[:_TEXT_MOST] for one in said if isinstance(one, str)]
        return tuple(dict.fromkeys(word for word in (*mine, *words) if word))[:_LIST_MOST]

    def overruled(self, name: str, said: object, kept: object, detail: str) -> None:
        self.warnings.append(
            DNAWarning(
                code="DNA_CONTRADICTS_PICTURE",
                field=name,
                said=str(said)[:_TEXT_MOST],
                kept=str(kept),
                detail=detail,
            )
        )

    def unusable(self, name: str, said: object, kept: object) -> None:
        self.warnings.append(
            DNAWarning(
                code="DNA_FIELD_UNUSABLE",
                field=name,
                said=str(said)[:_TEXT_MOST],
                kept=str(kept),
                detail=f"{_words(name)} is not usable as said.",
            )
        )


def _ordered(name: str) -> str:
    return "average" if name == "athletic" else name


def _words(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _object(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
