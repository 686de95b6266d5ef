"""Places: what is behind the figure and what falls before it, with the light on it."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from tools.backends.sketch.setting.air import Air
from tools.backends.sketch.setting.camera import GROUND_Y
from tools.backends.sketch.setting.layers import SceneLight, SettingLayers
from tools.backends.sketch.setting.lighting import lit
from tools.backends.sketch.setting.places import PLACES
from tools.backends.sketch.setting.sheet import Sheet
from tools.backends.sketch.setting.weather import draw_weather
from tools.domain.staging import Scene

__all__ = ["SceneLight", "SettingLayers", "draw_falling", "draw_setting", "draw_still"]


def draw_setting(scene: Scene, seed: int) -> SettingLayers:
    """The place of a scene; the same scene and seed give the same bytes."""
    still = draw_still(scene, seed)
    behind, before = draw_falling(scene, seed)
    return replace(still, back=still.back + behind, front=still.front + before)


def draw_still(scene: Scene, seed: int) -> SettingLayers:
    """The place without what falls in it."""
    place = PLACES[scene.setting]
    air = Air(scene, place.inside)
    back, front = Sheet("sb"), Sheet("sf")
    back.fill(air.haze())
    place.draw(back, air, Random(f"{scene.setting} {seed}"))
    if place.foreground is not None:
        place.foreground(front, air, Random(f"front {scene.setting} {seed}"))
    layers = SettingLayers(
        back=back.svg, front=front.svg, ground_y=GROUND_Y, light=place.light(air)
    )
    return lit(layers, air)


def draw_falling(scene: Scene, seed: int) -> tuple[str, str]:
    """What falls behind the figures and before them, as SVG fragments; empty in clear weather."""
    place = PLACES[scene.setting]
    if place.inside != "outdoors" or scene.setting == "studio":
        return "", ""
    air = Air(scene, place.inside)
    behind, before = Sheet("wb"), Sheet("wf")
    falling = Random(f"weather {scene.weather} {seed}")
    if scene.weather != "fog":
        draw_weather(behind, air, falling, share=0.6, floor=930)
    draw_weather(before, air, falling, share=0.7)
    return behind.svg, before.svg
