"""A sheet in words, as models that draw are told of it: background, view, style."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tools.domain.animation.dna import CharacterDNA
from tools.domain.animation.kinds import Perspective, SpriteStyle
from tools.domain.definition import looks_worded

_HUES = {"#ff00ff": "magenta", "#00ff00": "green", "#00ffff": "cyan", "#ffff00": "yellow"}
_FACING = (
    "facing the viewer", "facing the viewer and the right", "facing right",
    "facing away and to the right", "facing away", "facing away and to the left",
    "facing left", "facing the viewer and the left",
)  # fmt: skip
_VIEW: dict[Perspective, str] = {
    "side": "side view", "front": "front view", "top_down": "top-down view from above",
    "isometric": "isometric view",
}  # fmt: skip
_STYLE: dict[SpriteStyle, str] = {
    "pixel": "pixel art, crisp pixels, few colors, dark outline",
    "smooth": "clean cel shading, smooth outlines",
}


def view_words(perspective: Perspective, facing: float) -> str:
    """From where the figures are seen, and which way they face (degrees, 90 to the right)."""
    return f"{_VIEW[perspective]}, {_FACING[round(facing / 45) % 8]}"


def background_words(key_color: str) -> str:
    """The plain background: its colour by name, where it has one, and code."""
    hue = _HUES.get(key_color.lower())
    return f"plain {hue} background {key_color}" if hue else f"plain background {key_color}"


def style_words(style: SpriteStyle) -> str:
    return _STYLE[style]


def looks_in_words(definition: Mapping[str, Any] | None, dna: CharacterDNA) -> str:
    """What the character looks like: as it is defined, else as its picture was measured."""
    if definition:
        appearance = definition.get("appearance")
        looks = looks_worded(appearance) if isinstance(appearance, Mapping) else []
        said = [definition.get("gender"), *(looks or [definition.get("description")])]
        words = ", ".join(str(one).strip().rstrip(".") for one in said if one)
        if words:
            return words
    parts = (dna.archetype, f"{dna.body_type} build", *dna.equipment, *dna.special_features)
    return ", ".join(part for part in parts if part)
