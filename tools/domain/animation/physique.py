"""Mass, reach and mobility of a body by written rules, in kilograms and metres."""

from __future__ import annotations

from dataclasses import dataclass
from math import pi

from tools.domain.animation.bodies import Weapon, body_data
from tools.domain.animation.dna import (
    BodyType,
    HeightClass,
    MassClass,
    Mobility,
    Reach,
    WeaponMass,
)
from tools.domain.animation.measures import WeaponMeasure
from tools.domain.look import Age, Garment, Presentation

ARM_IN_STATURES = 0.44
"""Shoulder to fingertip: .186 + .146 + .108 of the stature (Drillis and Contini 1966, in Winter,
"Biomechanics and Motor Control of Human Movement")."""
_MASS_LIMITS_KG = (58.0, 85.0, 120.0)
"""With all that is worn and held: where light, medium and heavy end; beyond is massive."""
_WEAPON_LIMITS_KG = (0.77, 1.83, 4.4)
"""Where light, medium and heavy end: the geometric means between .5, 1.2, 2.8 and 7 kg (a dagger,
an arming sword, a two-handed sword, and what no smith would have forged)."""
_REACH_SHORT, _REACH_LONG = 0.75, 1.05
"""Arm and weapon in statures: below the first an arm with a knife, from the second a pole arm."""
_BURDENED, _OVERBURDENED = 0.18, 0.30
"""Load over body mass. Beyond about 30 % of the body mass soldiers' speed and agility fall off
(Knapik, Reynolds and Harman, "Soldier load carriage", Military Medicine 169, 2004)."""
_STEEL_KG_M3, _WOOD_KG_M3 = 7850.0, 700.0
_BLADE_THICK_M, _HILT_KG = 0.004, 0.4


@dataclass(frozen=True, kw_only=True)
class Physique:
    """A body and its load: stature in metres, masses in kilograms."""

    stature_m: float
    body_kg: float
    load_kg: float = 0.0

    @property
    def mass_class(self) -> MassClass:
        total = self.body_kg + self.load_kg
        light, medium, heavy = _MASS_LIMITS_KG
        if total < light:
            return "light"
        if total < medium:
            return "medium"
        return "heavy" if total < heavy else "massive"


def physique_of(
    body_type: BodyType,
    height: HeightClass = "average",
    age: Age = "adult",
    presentation: Presentation = "neutral",
    load_kg: float = 0.0,
) -> Physique:
    """Stature by age and presentation, mass = BMI x stature squared (sources in the data file)."""
    data = body_data()
    stature = data["stature_m"][age][presentation] * data["height_factor"][height]
    bmi = data["bmi"][body_type] * data["bmi_factor"][age]
    return Physique(stature_m=stature, body_kg=bmi * stature**2, load_kg=load_kg)


def load_of(garments: tuple[Garment, ...], weapon: Weapon | None) -> float:
    """What clothes, armour and weapon weigh together, in kilograms."""
    table: dict[str, float] = body_data()["garment_kg"]
    worn = sum(table.get(g.kind, table["other"]) for g in garments if g.kind != "barefoot")
    return worn + (weapon.kg if weapon else 0.0)


def weapon_mass_of(kg: float) -> WeaponMass:
    """The class of a weapon of this mass; `none` for nothing."""
    if kg <= 0:
        return "none"
    light, medium, heavy = _WEAPON_LIMITS_KG
    if kg < light:
        return "light"
    if kg < medium:
        return "medium"
    return "heavy" if kg < heavy else "oversized"


def seen_weapon_kg(weapon: WeaponMeasure, stature_m: float) -> float:
    """The mass of what stands out of a silhouette.

    Metal: a blade 4 mm thick of steel with a hilt of .4 kg; else a round wooden pole.
    """
    length, width = weapon.length * stature_m, weapon.thickness * stature_m
    if weapon.metallic:
        return length * width * _BLADE_THICK_M * _STEEL_KG_M3 + _HILT_KG
    return pi / 4 * width**2 * length * _WOOD_KG_M3


def reach_of(beyond_hand_m: float, stature_m: float) -> Reach:
    """How far arm and weapon reach, in statures."""
    reach = ARM_IN_STATURES + beyond_hand_m / stature_m
    if reach < _REACH_SHORT:
        return "short"
    return "medium" if reach < _REACH_LONG else "long"


def mobility_of(
    physique: Physique, body_type: BodyType, age: Age = "adult", constraints: tuple[str, ...] = ()
) -> Mobility:
    """How nimble: from the load over the body's mass, a step less for the stocky, the massive and
    the old; low where a constraint takes the legs."""
    if {"wheelchair", "one leg", "no legs", "walks with a crutch"} & set(constraints):
        return "high" if "floating" in constraints else "low"
    share = physique.load_kg / physique.body_kg
    steps = 2 - (share > _BURDENED) - (share > _OVERBURDENED)
    steps -= {"stocky": 1, "massive": 2}.get(body_type, 0) + (age == "elder")
    by_step: tuple[Mobility, ...] = ("low", "medium", "high")
    return by_step[max(0, steps)]
