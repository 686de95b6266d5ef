"""How many frames an action deserves, and how long each of them stands."""

from __future__ import annotations

from dataclasses import dataclass

from tools.domain.animation.dna import WeaponMass
from tools.domain.animation.kinds import ActionType, DifficultyTier, Perspective

GRID_COUNTS = (4, 6, 8, 9, 12, 16)
"""Counts that fill a grid: 2x2, 3x2, 4x2, 3x3, 4x3, 4x4."""

_FRAMES: dict[ActionType, float] = {
    "idle": 6, "walk": 8, "run": 8, "jump": 8, "light_attack": 6, "heavy_attack": 8, "combo": 12,
    "cast_spell": 9, "block": 4, "dodge": 6, "hit_reaction": 4, "death": 8, "victory": 8,
}  # fmt: skip
_TOTAL_MS: dict[ActionType, float] = {
    "idle": 1200, "walk": 960, "run": 640, "jump": 800, "light_attack": 420, "heavy_attack": 800,
    "combo": 1080, "cast_spell": 990, "block": 400, "dodge": 480, "hit_reaction": 360,
    "death": 1040, "victory": 1200,
}  # fmt: skip
_LEAST: dict[ActionType, int] = {
    "light_attack": 6, "heavy_attack": 6, "combo": 9, "cast_spell": 6,
}  # fmt: skip
"""Wind-up, contact, and room behind it for a counter; a combo has several contacts."""
_TIER = {"LIGHT": 1.0, "HEAVY": 1.25, "BOSS": 1.5}
_WEAPON = {"none": 0.9, "light": 0.9, "medium": 1.0, "heavy": 1.15, "oversized": 1.3}
_VIEW = {"side": 1.0, "front": 0.9, "top_down": 0.75, "isometric": 1.0}
_SWUNG: frozenset[ActionType] = frozenset({"light_attack", "heavy_attack", "combo"})
_MS_STEP = 10


@dataclass(frozen=True, kw_only=True)
class Budget:
    """`frame_ms` is the typical duration of a frame; `why` one sentence."""

    frame_count: int
    frame_ms: int
    why: str


def frame_budget(
    action: ActionType,
    *,
    tier: DifficultyTier = "LIGHT",
    weapon_mass: WeaponMass = "none",
    perspective: Perspective = "side",
) -> Budget:
    """The budget of an action.

    frames = action x tier x weapon x perspective, at least what the action needs, snapped to the
    nearest of `GRID_COUNTS` (the larger of two as near). A higher tier is longer because its
    wind-up must be readable; a heavier weapon because it must be sped up and stopped, which
    only swung actions pay; seen from above less of a motion shows. Time grows with the tier and
    the weapon alike and is shared among the frames, to 10 ms.
    """
    weapon = _WEAPON[weapon_mass] if action in _SWUNG else 1.0
    wanted = max(_FRAMES[action] * _TIER[tier] * weapon * _VIEW[perspective], _LEAST.get(action, 0))
    count = snapped(wanted)
    total_ms = _TOTAL_MS[action] * _TIER[tier] * weapon
    frame_ms = round(total_ms / count / _MS_STEP) * _MS_STEP
    held = f", {weapon_mass} weapon" if action in _SWUNG else ""
    why = (
        f"{action}: {_FRAMES[action]:g} frames, tier {tier} x{_TIER[tier]:g}{held}"
        f" x{weapon:g}, {perspective} x{_VIEW[perspective]:g}: {wanted:.1f},"
        f" so {count} frames of about {frame_ms} ms."
    )
    return Budget(frame_count=count, frame_ms=frame_ms, why=why)


def snapped(frames: float) -> int:
    """The nearest count that fills a grid; the larger of two that are as near."""
    return min(GRID_COUNTS, key=lambda count: (abs(count - frames), -count))
