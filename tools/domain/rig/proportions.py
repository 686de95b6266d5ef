"""Bone lengths by age, height, build and presentation, as data.

Lengths are in hundredths of a head height (chin to crown). An adult stands six and a half
heads tall, as in character sheets for animation; a child about five and a quarter.
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from tools.domain.bodies import Age, Build, Height, Presentation


class Proportions(BaseModel):
    """Where the joints sit at rest and how thick the body is, in hundredths of a head.

    `shoulder_width` and `hip_width` are half distances from the middle. `girth` multiplies the
    thickness of limbs and trunk; `bust` is how far the chest stands out beyond the flat one.
    """

    model_config = ConfigDict(frozen=True)

    neck: float = 30.0
    chest: float = 66.0
    waist: float = 56.0
    pelvis: float = 55.0
    hip_drop: float = 18.0
    shoulder_drop: float = 28.0
    shoulder_width: float = 60.0
    hip_width: float = 25.0
    upper_arm: float = 96.0
    forearm: float = 82.0
    hand: float = 56.0
    thigh: float = 167.0
    shin: float = 142.0
    ankle_height: float = 26.0
    foot: float = 52.0
    toes: float = 18.0
    girth: float = 1.0
    muscle: float = 1.0
    chest_half: float = 45.0
    waist_half: float = 35.0
    hips_half: float = 43.0
    neck_half: float = 13.5
    bust: float = 0.0

    @property
    def stature(self) -> float:
        """From the sole to the crown when standing straight."""
        trunk = self.neck + self.chest + self.waist + self.pelvis - HEAD_BELOW_JOINT
        return 100.0 + trunk + self.hip_drop + self.thigh + self.shin + self.ankle_height


HEAD_BELOW_JOINT = 12.0
"""How far the chin lies below the joint of neck and head."""

_PRESENTATION: dict[Presentation, dict[str, float]] = {
    "masculine": {"shoulder_width": 66, "hip_width": 24.5, "chest_half": 49, "waist_half": 38,
                  "hips_half": 42, "neck_half": 15.5, "muscle": 1.1},
    "feminine": {"shoulder_width": 52, "hip_width": 25.5, "chest_half": 40, "waist_half": 30,
                 "hips_half": 45, "neck_half": 11.5, "muscle": 0.9, "bust": 11, "hand": 51,
                 "foot": 47, "upper_arm": 92, "forearm": 79},
    "neutral": {"shoulder_width": 58, "neck_half": 13.0},
}  # fmt: skip
_BUILD: dict[Build, dict[str, float]] = {
    "slim": {"girth": 0.90, "waist_half": 0.93, "chest_half": 0.95, "hips_half": 0.95,
             "shoulder_width": 0.96},
    "average": {},
    "athletic": {"muscle": 1.12, "shoulder_width": 1.06, "chest_half": 1.05},
    "stocky": {"girth": 1.16, "waist_half": 1.26, "chest_half": 1.12, "hips_half": 1.12,
               "neck_half": 1.15, "shoulder_width": 1.04},
}  # fmt: skip
_LONG = ("upper_arm", "forearm", "thigh", "shin")
_TRUNK = ("chest", "waist", "pelvis", "neck", "hip_drop")
_WIDE = (
    "shoulder_width",
    "chest_half",
    "waist_half",
    "hips_half",
    "hip_width",
    "neck_half",
)
_AGE: dict[Age, tuple[float, float, float, float]] = {
    # limbs, trunk, widths, thickness of limbs
    "child": (0.66, 0.76, 0.74, 0.84),
    "teen": (0.92, 0.93, 0.92, 0.93),
    "adult": (1.0, 1.0, 1.0, 1.0),
    "elder": (0.95, 0.95, 0.98, 0.95),
}
_HEIGHT: dict[Height, float] = {"short": 0.93, "average": 1.0, "tall": 1.07}


def proportions_of(
    presentation: Presentation = "neutral",
    build: Build = "average",
    height: Height = "average",
    age: Age = "adult",
) -> Proportions:
    """The measures of a body of this kind."""
    values = {**Proportions().model_dump(), **_PRESENTATION[presentation]}
    for name, factor in _BUILD[build].items():
        values[name] *= factor
    limbs, trunk, widths, thickness = _AGE[age]
    tall = _HEIGHT[height]
    _scale(values, _LONG, limbs * tall)
    _scale(values, _TRUNK, trunk * (1 + (tall - 1) * 0.6))
    _scale(values, _WIDE, widths)
    _scale(
        values,
        ("hand", "foot", "toes", "ankle_height", "shoulder_drop"),
        0.35 + 0.65 * limbs,
    )
    values["girth"] *= thickness
    if age == "child":
        values["bust"] = 0.0
        values["waist_half"] = max(values["waist_half"], values["chest_half"] * 0.93)
    elif age == "teen":
        values["bust"] *= 0.75
    return Proportions(**values)


def _scale(values: dict[str, float], names: tuple[str, ...], factor: float) -> None:
    for name in names:
        values[name] *= factor
