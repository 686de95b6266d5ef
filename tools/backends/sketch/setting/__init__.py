"""Places: what is behind the figure and what falls before it, with the light on it."""

from __future__ import annotations

from random import Random

from tools.backends.sketch.setting.air import Air
from tools.backends.sketch.setting.camera import GROUND_Y
from tools.backends.sketch.setting.layers import SceneLight, SettingLayers
from tools.backends.sketch.setting.places import PLACES
from tools.backends.sketch.setting.sheet import Sheet
from tools.backends.sketch.setting.weather import draw_weather
from tools.domain.staging import Scene

__all__ = ["SceneLight", "SettingLayers", "draw_setting"]


def draw_setting(scene: Scene, seed: int) -> SettingLayers:
    """The place of a scene; the same scene and seed give the same bytes."""
    place = PLACES[scene.setting]
    air = Air(scene, place.inside)
    back, front = Sheet("sb"), Sheet("sf")
    back.fill(air.haze())
    place.draw(back, air, Random(f"{scene.setting} {seed}"))
    outside = place.inside == "outdoors" and scene.setting != "studio"
    falling = Random(f"weather {scene.weather} {seed}")
    if outside and scene.weather != "fog":
        draw_weather(back, air, falling, share=0.6, floor=930)
    if place.foreground is not None:
        place.foreground(front, air, Random(f"front {scene.setting} {seed}"))
    if outside:
        draw_weather(front, air, falling, share=0.7)
    return SettingLayers(back=back.svg, front=front.svg, ground_y=GROUND_Y, light=place.light(air))
