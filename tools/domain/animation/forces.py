"""Blows: what arrives of a force, and how far it drives who is struck."""

from __future__ import annotations

import math
import re

from tools.domain.animation.dna import MASS_RATIO_LEAST, MASS_RATIO_MOST, WeaponMass
from tools.domain.animation.kinds import ResponderKind
from tools.domain.animation.script import Force

DRIVE_HEADS = 0.9
"""How far a full hit of force 1 between equal masses drives, in head heights."""
_DRIVEN_SHARE: dict[ResponderKind, float] = {
    "full_hit": 1.0, "counter": 1.0, "partial_hit": 0.45, "interrupt": 0.45, "block": 0.2,
    "dodge": 0.0,
}  # fmt: skip
"""A glancing hit gives less than half of its momentum; a guard holds most of it with the feet."""
_COUNTER_FORCE: dict[WeaponMass, float] = {
    "none": 0.45, "light": 0.5, "medium": 0.6, "heavy": 0.75, "oversized": 0.9,
}  # fmt: skip
UNNAMED_FORCE = Force(x=1.0, y=0.0, magnitude=0.6)
"""What a blow is taken for that says nothing of its force."""
_DIGITS = 4
_WORDS = re.compile(
    r"\s*(?:(up|down)(?:ward|wards)?)?[\s_-]*(?:(left|right)(?:ward|wards)?)?"
    r"(?:[\s:,(]+(?:at\s+)?([0-9]*\.?[0-9]+)\)?)?\s*",
    re.IGNORECASE,
)


def gain(mass_ratio: float) -> float:
    """What a force does to who is struck, 1 at equal masses: 2r / (1 + r), so 0.18 to 1.82.

    The speed after a perfectly inelastic collision, from the conservation of momentum: of a
    striker of mass m1 on a body of m2 at rest it is v m1 / (m1 + m2), here over its value at
    equal masses. `mass_ratio` is the striker's mass over the other's.
    """
    ratio = clipped_ratio(mass_ratio)
    return 2.0 * ratio / (1.0 + ratio)


def clipped_ratio(ratio: float) -> float:
    """The ratio within 0.1 to 10."""
    return min(max(ratio, MASS_RATIO_LEAST), MASS_RATIO_MOST)


def received(force: Force | None, mass_ratio: float) -> Force:
    """The force as it arrives: its direction, its magnitude times `gain`."""
    sent = force or UNNAMED_FORCE
    size = round(min(sent.magnitude * gain(mass_ratio), 10.0), _DIGITS)
    return Force(x=sent.x, y=sent.y, magnitude=size)


def driven_heads(force: Force | None, mass_ratio: float, kind: ResponderKind) -> float:
    """How far a sent force drives along its direction, in head heights.

    magnitude x gain x 0.9 x the kind's share, so it grows with the mass ratio.
    """
    return received(force, mass_ratio).magnitude * DRIVE_HEADS * _DRIVEN_SHARE[kind]


def counter_force(weapon_mass: WeaponMass) -> Force:
    """The force of a blow struck back, to the picture's left, by what it is struck with."""
    return Force(x=-1.0, y=0.0, magnitude=_COUNTER_FORCE[weapon_mass])


def force_from_words(words: str) -> Force | None:
    """The force that such a text means; None where it names no direction. Size 0.6 unless said."""
    found = _WORDS.fullmatch(words)
    if found is None or not (found[1] or found[2]):
        return None
    across = {"left": -1.0, "right": 1.0}.get((found[2] or "").lower(), 0.0)
    along = {"up": -1.0, "down": 1.0}.get((found[1] or "").lower(), 0.0)
    length = math.hypot(across, along)
    size = float(found[3]) if found[3] else UNNAMED_FORCE.magnitude
    return Force(
        x=round(across / length, _DIGITS),
        y=round(along / length, _DIGITS),
        magnitude=min(size, 10.0),
    )
