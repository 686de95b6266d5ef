"""The closed lists of sprite animation."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import StringConstraints

ActionType = Literal[
    "idle", "walk", "run", "jump", "light_attack", "heavy_attack", "combo", "cast_spell",
    "block", "dodge", "hit_reaction", "death", "victory",
]  # fmt: skip
ContactAction = Literal["light_attack", "heavy_attack", "combo", "cast_spell"]
"""The actions that reach another character: what an instigator can do."""
DifficultyTier = Literal["LIGHT", "HEAVY", "BOSS"]
Perspective = Literal["side", "front", "top_down", "isometric"]
Directions = Literal[1, 4, 8]
GenerationMode = Literal["single", "dual"]
ResponderKind = Literal["dodge", "block", "partial_hit", "full_hit", "counter", "interrupt"]
SpriteStyle = Literal["pixel", "smooth"]
ExportFormat = Literal[
    "aseprite", "texturepacker", "phaser", "godot", "unity", "gif", "apng", "webp", "mp4"
]

InstigatorPhase = Literal[
    "Startup", "Anticipation", "Contact", "Follow-through", "Recovery", "Idle"
]
ResponderPhase = Literal[
    "Ready", "Anticipation", "React", "Prepare", "Impact Received", "Stagger", "Knockback",
    "Evade Action", "Recovery", "Return to Ready",
]  # fmt: skip
Phase = InstigatorPhase | ResponderPhase

Who = Annotated[str, StringConstraints(pattern=r"^(instigator|responder(-[2-9])?)$")]
"""`instigator`, `responder`, `responder-2` …: one character of an animation."""

_WHO = re.compile(r"(instigator)|responder(?:-([2-9]))?")


def responder_named(index: int) -> str:
    """The name of the responder at a place in the list, from 0: `responder`, `responder-2` …"""
    return "responder" if index == 0 else f"responder-{index + 1}"


def place_of(who: str) -> int | None:
    """The responder's place in the list, from 0; None for the instigator.

    Raises `ValueError` for a name that is neither.
    """
    found = _WHO.fullmatch(who)
    if found is None:
        raise ValueError(f"nobody is called {who!r}: instigator, responder, responder-2 …")
    return None if found[1] else int(found[2] or 1) - 1
