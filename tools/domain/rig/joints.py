"""The joints of the skeleton: who hangs from whom, and how far each one turns.

Angles are `flex`, `abduct` and `twist` in degrees. Ranges follow the American Academy of
Orthopaedic Surgeons ("Joint Motion: Method of Measuring and Recording", 1965, the values
reprinted in Norkin and White, "Measurement of Joint Motion"), split over two joints where one
here stands for a column of vertebrae. Where figures kneel, deep flexion of the knee goes to
150 (AAOS 135; 150 and more in kneeling, Hefzy et al. 1998).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Joint = Literal[
    "pelvis", "waist", "chest", "neck", "head",
    "clavicle_l", "shoulder_l", "elbow_l", "wrist_l",
    "clavicle_r", "shoulder_r", "elbow_r", "wrist_r",
    "hip_l", "knee_l", "ankle_l", "toes_l",
    "hip_r", "knee_r", "ankle_r", "toes_r",
]  # fmt: skip
"""Left and right are the character's own."""

JOINTS: tuple[Joint, ...] = get_args(Joint)


@dataclass(frozen=True, kw_only=True)
class Limits:
    """The least and the greatest angle of each motion, in degrees.

    `flex` bends forwards (the knee backwards, the wrist to the palm, the ankle toes up);
    `abduct` moves away from the middle (of middle joints: leans to the character's left; of
    the clavicle: shrugs; of the wrist: towards the thumb); `twist` turns inwards (of middle
    joints: to the character's left; of the elbow: pronates; of the clavicle: rounds the back).
    """

    flex: tuple[float, float] = (0.0, 0.0)
    abduct: tuple[float, float] = (0.0, 0.0)
    twist: tuple[float, float] = (0.0, 0.0)


_ANY = (-180.0, 180.0)

_MIDDLE: dict[str, Limits] = {
    "pelvis": Limits(flex=_ANY, abduct=_ANY, twist=_ANY),
    "waist": Limits(flex=(-20.0, 50.0), abduct=(-25.0, 25.0), twist=(-20.0, 20.0)),
    "chest": Limits(flex=(-15.0, 40.0), abduct=(-15.0, 15.0), twist=(-30.0, 30.0)),
    "neck": Limits(flex=(-30.0, 30.0), abduct=(-25.0, 25.0), twist=(-35.0, 35.0)),
    "head": Limits(flex=(-30.0, 30.0), abduct=(-25.0, 25.0), twist=(-45.0, 45.0)),
}
_PAIRED: dict[str, Limits] = {
    "clavicle": Limits(abduct=(-10.0, 40.0), twist=(-20.0, 25.0)),
    "shoulder": Limits(flex=(-60.0, 180.0), abduct=(-45.0, 180.0), twist=(-90.0, 80.0)),
    "elbow": Limits(flex=(-5.0, 150.0), twist=(-80.0, 80.0)),
    "wrist": Limits(flex=(-70.0, 80.0), abduct=(-30.0, 20.0)),
    "hip": Limits(flex=(-30.0, 125.0), abduct=(-30.0, 50.0), twist=(-50.0, 45.0)),
    "knee": Limits(flex=(0.0, 150.0)),
    "ankle": Limits(flex=(-50.0, 20.0), abduct=(-15.0, 35.0), twist=(-20.0, 20.0)),
    "toes": Limits(flex=(-30.0, 70.0)),
}

LIMITS: dict[Joint, Limits] = {
    joint: _MIDDLE.get(joint) or _PAIRED[joint.split("_")[0]] for joint in JOINTS
}

_CHAIN = {"shoulder": "clavicle", "elbow": "shoulder", "wrist": "elbow",
          "knee": "hip", "ankle": "knee", "toes": "ankle"}  # fmt: skip
_TRUNK = {"waist": "pelvis", "chest": "waist", "neck": "chest", "head": "neck",
          "clavicle": "chest", "hip": "pelvis"}  # fmt: skip


def parent_of(joint: Joint) -> Joint | None:
    """The joint that carries this one; None for the pelvis."""
    stem, _, side = joint.partition("_")
    if stem in _CHAIN:
        return _named(f"{_CHAIN[stem]}_{side}")
    return _named(_TRUNK[stem]) if stem in _TRUNK else None


def mirrored_name(joint: Joint) -> Joint:
    """The same joint on the other side; middle joints are their own."""
    stem, _, side = joint.partition("_")
    return _named(f"{stem}_{'r' if side == 'l' else 'l'}") if side else joint


def side_of(joint: Joint) -> int:
    """+1 for the character's left, -1 for the right, 0 for the middle."""
    return {"l": 1, "r": -1}.get(joint.partition("_")[2], 0)


def _named(name: str) -> Joint:
    return next(joint for joint in JOINTS if joint == name)
