"""How a character is put before the camera: the pose, the view, the place."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from tools.domain.colors import Hex
from tools.domain.faces import Expression
from tools.domain.look import Look, Prop

Pose = Literal[
    "standing", "confident", "walking", "running", "sitting", "kneeling", "jumping", "crouching",
    "fighting_stance", "dynamic_action", "arms_crossed", "waving", "pointing", "thinking",
    "casting", "aiming", "leaning", "cheering", "lying",
]  # fmt: skip
View = Literal["front", "three_quarter", "side", "back"]
Framing = Literal["full", "knees", "portrait", "face"]
SettingKind = Literal[
    "neon_alley", "city_street", "rooftop", "forest", "beach", "classroom", "bedroom", "shrine",
    "castle_hall", "mountains", "desert", "train_station", "spaceship", "snowfield", "cafe",
    "laboratory", "dojo", "garden", "ruins", "village", "studio",
]  # fmt: skip
TimeOfDay = Literal["dawn", "day", "sunset", "night"]
Weather = Literal["clear", "rain", "snow", "fog", "petals", "storm"]

Light = Literal["natural", "soft", "dramatic", "backlit"]
"""How the place is lit: as its hour and weather have it, evenly, by contrast, from behind."""


class Scene(BaseModel):
    """The place behind the figure. `studio` is the plain backdrop of reference pictures."""

    model_config = ConfigDict(frozen=True)

    setting: SettingKind = "studio"
    time_of_day: TimeOfDay = "day"
    weather: Weather = "clear"
    light: Light = "natural"
    palette: tuple[Hex, ...] = ()
    """Colours of the project's bible, which tint the place; empty leaves its own colours."""


class Staging(BaseModel):
    """What the figure does in the picture. `prop` overrides the look's own prop."""

    model_config = ConfigDict(frozen=True)

    pose: Pose = "standing"
    expression: Expression = "neutral"
    view: View = "three_quarter"
    framing: Framing = "full"
    prop: Prop | None = None
    scene: Scene = Scene()
    scene_light: float = 1.0
    """The share, 0 to 1, of the place's tint and rim that falls on the figure."""


class Drawing(BaseModel):
    """A definition and a scene's words read into what the rig draws.

    `undrawn` holds the words, as written, that the rig cannot draw; nobody drops them silently.
    """

    model_config = ConfigDict(frozen=True)

    look: Look
    staging: Staging
    undrawn: tuple[str, ...] = ()
