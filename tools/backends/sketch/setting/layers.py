"""What a setting hands to the compositor."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class SceneLight:
    """How the place lights the figure; strengths 0 to 1 (`tint_strength` at most 0.35)."""

    tint: str
    tint_strength: float
    rim: str
    rim_strength: float
    shadow: str
    """The colour of the contact shadow."""


@dataclass(frozen=True, kw_only=True)
class SettingLayers:
    """SVG fragments of a 1024x1024 picture: `back` fills it, `front` goes over the figure.

    Feet stand at `ground_y`.
    """

    back: str
    front: str
    ground_y: float
    light: SceneLight
