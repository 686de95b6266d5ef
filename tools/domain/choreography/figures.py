"""The figures behind a movement: masses, reach, the speed and the impulse of a blow."""

from __future__ import annotations

import math
from dataclasses import dataclass

from tools.domain.animation.kinds import ActionType
from tools.domain.animation.script import Force
from tools.domain.choreography.manner import BODY_KG, REACH_M, WEAPON_KG, Manner

ARM_SHARE = 0.05
"""Upper arm, forearm and hand as a share of body mass (Winter, "Biomechanics and Motor Control of
Human Movement", table 4.1: 0.028 + 0.016 + 0.006)."""
FORCE_MOST = 1.0
_FULL_BLOW_NS = 55.0
"""The impulse that counts as 1: a heavy blow of a medium body with a heavy weapon."""
_WAYS = (
    "right", "up-right", "up", "up-left", "left", "down-left", "down", "down-right",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Blow:
    """`speed` in metres a second at the reach, `mass` in kilograms that takes part."""

    mass: float
    speed: float

    @property
    def impulse(self) -> float:
        """In newton seconds."""
        return self.mass * self.speed


def blow_of(manner: Manner, strength: float) -> Blow:
    """The blow of this manner; `strength` is 0 to 1 as the movement gives it.

    The arm turns at 7 to 15 radians a second at the shoulder (a swing to a full swing), slower
    with the square root of what it carries, as at constant work.
    """
    body, weapon = BODY_KG[manner.mass], WEAPON_KG[manner.weapon_mass]
    arm = body * ARM_SHARE
    slower = math.sqrt(arm / (arm + weapon))
    turn = (7.0 + 8.0 * strength) * slower * manner.size
    leaning = body * 0.06 * strength
    return Blow(mass=arm + weapon + leaning, speed=turn * REACH_M[manner.reach] * 0.8)


def force_of(manner: Manner, strike: tuple[float, float]) -> Force:
    """The force of a blow: `strike` is degrees above the horizontal and a strength, 0 to 1."""
    way, strength = math.radians(strike[0]), strike[1]
    share = blow_of(manner, strength).impulse / _FULL_BLOW_NS
    magnitude = min(FORCE_MOST, max(0.1, strength * (0.55 + 0.45 * min(1.0, share))))
    return Force(
        x=round(math.cos(way), 3), y=round(-math.sin(way), 3), magnitude=round(magnitude, 2)
    )


def force_text(force: Force) -> str:
    """The force in words, as in `right 0.8`."""
    turn = math.degrees(math.atan2(-force.y, force.x))
    return f"{_WAYS[round(turn / 45.0) % 8]} {force.magnitude:g}"


def reasoning(
    action: ActionType, manner: Manner, strength: float | None, duration_ms: int, tell_ms: int
) -> str:
    """Sentences with the figures that this movement follows."""
    body, weapon = BODY_KG[manner.mass], WEAPON_KG[manner.weapon_mass]
    carried = f" and a weapon of {weapon:g} kg" if weapon else " and bare hands"
    said = [
        f"A {manner.mass} body of {body:.0f} kg{carried}: the {action.replace('_', ' ')} takes "
        f"{duration_ms} ms, {manner.time:.2f} times its nominal duration, at "
        f"{manner.size:.2f} times its nominal size."
    ]
    if strength is not None:
        blow = blow_of(manner, strength)
        said.append(
            f"It tells itself for {tell_ms} ms ({manner.tier}). At a reach of "
            f"{REACH_M[manner.reach]:.1f} m, {blow.mass:.1f} kg take part in the blow at "
            f"{blow.speed:.1f} m/s: an impulse of {blow.impulse:.0f} N s, which by itself would "
            f"move the striker's own body by {blow.impulse / body:.2f} m/s, so the feet are "
            "braced and the recovery takes it up."
        )
    return " ".join(said)
