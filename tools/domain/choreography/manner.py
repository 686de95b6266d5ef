"""How one character moves: size, speed and weapon of its movements, from its DNA."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from tools.domain.animation.bodies import body_data
from tools.domain.animation.dna import CharacterDNA, MassClass, Mobility, Reach, WeaponMass
from tools.domain.animation.kinds import DifficultyTier, Perspective

WeaponClass = Literal["unarmed", "slash", "heavy", "thrust", "staff", "bow", "gun"]

BODY_KG: dict[MassClass, float] = body_data()["mass_class_kg"]
WEAPON_KG: dict[WeaponMass, float] = body_data()["weapon_class_kg"]
REACH_M: dict[Reach, float] = body_data()["reach_class_m"]
"""What stands for each class, from `animation/data/bodies.toml`, where the sources are."""

_WORDS: tuple[tuple[WeaponClass, tuple[str, ...]], ...] = (
    ("gun", ("gun", "rifle", "pistol", "musket", "blaster", "revolver", "crossbow")),
    ("bow", ("bow", "sling")),
    ("staff", ("staff", "wand", "rod", "scepter", "sceptre", "tome", "book", "orb", "cane")),
    ("thrust", ("spear", "lance", "pike", "rapier", "trident", "halberd", "javelin", "glaive")),
    ("heavy", ("axe", "hammer", "greatsword", "great sword", "zweihander", "claymore", "maul",
               "club", "mace", "two-handed", "scythe")),
    ("unarmed", ("fist", "claw", "gauntlet", "glove", "none", "unarmed", "bare")),
)  # fmt: skip

_TIER_SIZE: dict[DifficultyTier, float] = {"LIGHT": 0.86, "HEAVY": 1.0, "BOSS": 1.12}
_TIER_TIME: dict[DifficultyTier, float] = {"LIGHT": 0.85, "HEAVY": 1.0, "BOSS": 1.2}
_TIER_TELL: dict[DifficultyTier, float] = {"LIGHT": 0.85, "HEAVY": 1.1, "BOSS": 1.7}
_MASS_SIZE: dict[MassClass, float] = {"light": 1.04, "medium": 1.0, "heavy": 0.97, "massive": 0.93}
_MASS_TIME: dict[MassClass, float] = {"light": 0.9, "medium": 1.0, "heavy": 1.12, "massive": 1.28}
_WEAPON_TIME: dict[WeaponMass, float] = {
    "none": 0.94, "light": 0.92, "medium": 1.0, "heavy": 1.14, "oversized": 1.3,
}  # fmt: skip
_WEAPON_TELL: dict[WeaponMass, float] = {
    "none": 0.9, "light": 0.9, "medium": 1.0, "heavy": 1.25, "oversized": 1.5,
}  # fmt: skip
_REACH_SIZE: dict[Reach, float] = {"short": 1.04, "medium": 1.0, "long": 0.95}
"""Who reaches less steps and leans further."""
_SIZE_MOST = 1.12
"""Beyond it joints come to the ends of their ranges and poses lose their lines."""


@dataclass(frozen=True, kw_only=True)
class Manner:
    """`size` multiplies how far poses go from their base, `time` the durations, and `tell` the
    duration and the frames of anticipations besides."""

    tier: DifficultyTier
    perspective: Perspective
    weapon: WeaponClass
    mass: MassClass
    weapon_mass: WeaponMass
    reach: Reach
    mobility: Mobility
    size: float
    time: float
    tell: float


def manner_of(dna: CharacterDNA, tier: DifficultyTier, perspective: Perspective) -> Manner:
    """The manner of this character in this tier."""
    return _manner(
        dna.mass_class, dna.weapon_type, dna.weapon_mass, dna.reach, dna.mobility, tier, perspective
    )


@lru_cache(maxsize=4096)
def _manner(
    mass: MassClass,
    weapon_type: str | None,
    weapon_mass: WeaponMass,
    reach: Reach,
    mobility: Mobility,
    tier: DifficultyTier,
    perspective: Perspective,
) -> Manner:
    return Manner(
        tier=tier,
        perspective=perspective,
        weapon=weapon_class(weapon_type, weapon_mass),
        mass=mass,
        weapon_mass=weapon_mass,
        reach=reach,
        mobility=mobility,
        size=min(_SIZE_MOST, _TIER_SIZE[tier] * _MASS_SIZE[mass] * _REACH_SIZE[reach]),
        time=_TIER_TIME[tier] * _MASS_TIME[mass] * _WEAPON_TIME[weapon_mass],
        tell=_TIER_TELL[tier] * _WEAPON_TELL[weapon_mass],
    )


def weapon_class(weapon_type: str | None, weapon_mass: WeaponMass) -> WeaponClass:
    """How a weapon of this name and mass is wielded; bare hands where there is none."""
    if weapon_type is None:
        return "unarmed"
    name = weapon_type.lower().replace("_", " ")
    for kind, words in _WORDS:
        if any(word in name for word in words):
            return kind
    if weapon_mass == "none":
        return "unarmed"
    return "heavy" if weapon_mass in ("heavy", "oversized") else "slash"
