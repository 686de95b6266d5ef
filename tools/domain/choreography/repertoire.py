"""Which movement plays an action or a response, by weapon and by what the character can do."""

from __future__ import annotations

from functools import lru_cache

from tools.domain.animation.kinds import ActionType, ResponderKind
from tools.domain.choreography.manner import Manner, WeaponClass
from tools.domain.choreography.movement import movement_names

_STAND_INS: dict[WeaponClass, tuple[str | None, ...]] = {
    "unarmed": ("unarmed", None, "slash"),
    "slash": ("slash", "armed", None),
    "heavy": ("heavy", "armed", None, "slash"),
    "thrust": ("thrust", "armed", None, "slash"),
    "staff": ("staff", "armed", None, "slash"),
    "bow": ("bow", "armed", None, "unarmed"),
    "gun": ("gun", "armed", None, "unarmed"),
}
"""For each weapon whose variant to take, the first that there is; None is the one for all."""

_ROLL_BEATS_LEAST = 4
"""A whole turn of the body in fewer frames of evasion reads as a flicker."""
_ROLLING = ("roll", "tumble", "somersault")
_DUCKING = ("duck", "evade", "sidestep", "side step", "sway", "lean", "slip", "crouch")
_STEPPING = ("backstep", "step back", "retreat", "leap back", "jump back", "hop")
_KNEELING = ("knee", "kneel")


def action_movement(action: ActionType, manner: Manner) -> str:
    """The name of the movement that plays this action."""
    return _variant(action, manner.weapon)


@lru_cache(maxsize=128)
def _variant(action: str, weapon: WeaponClass) -> str:
    there = movement_names("actions")
    for stand_in in _STAND_INS[weapon]:
        name = f"{action}_{stand_in}" if stand_in else action
        if name in there:
            return name
    raise ValueError(f"no movement plays {action} with {weapon}")


def reaction_movement(
    kind: ResponderKind, manner: Manner, *, response: str, evading: int, falling: int
) -> str:
    """The name of the movement that answers so.

    The words of the `response` choose first, then what the character can do; `evading` and
    `falling` are how many frames it has for getting out of the way and for being thrown.
    """
    words = response.lower()
    match kind:
        case "dodge":
            return _dodge(words, manner, evading)
        case "full_hit":
            heavy = manner.mass in ("heavy", "massive")
            kneels = any(w in words for w in _KNEELING) or heavy or falling < 2
            return "full_hit_knee" if kneels else "full_hit_back"
        case "block":
            return "block_unarmed" if manner.weapon in ("unarmed", "bow", "gun") else "block_armed"
        case "partial_hit":
            return "partial_hit"
        case "counter" | "interrupt":
            return kind


def _dodge(words: str, manner: Manner, evading: int) -> str:
    can_roll = evading >= _ROLL_BEATS_LEAST
    if any(word in words for word in _ROLLING):
        return "dodge_roll" if can_roll else "dodge_duck"
    if any(word in words for word in _STEPPING):
        return "dodge_backstep"
    if any(word in words for word in _DUCKING) or manner.mobility == "low":
        return "dodge_duck"
    return "dodge_backstep"
