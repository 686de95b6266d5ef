"""How a place is lit beyond its hour: evenly, by contrast, or from behind the figures."""

from __future__ import annotations

from dataclasses import replace

from tools.backends.sketch.setting.air import Air
from tools.backends.sketch.setting.layers import SceneLight, SettingLayers
from tools.backends.sketch.tones import mix

_MIDDLE = 'gradientUnits="userSpaceOnUse" cx="512" cy="500"'
_EVERYWHERE = '<rect x="-1100" y="-1100" width="3224" height="3224"'
_VEIL_SHARE = 0.2
_DARKEST = 0.72


def lit(layers: SettingLayers, air: Air) -> SettingLayers:
    """The place in the scene's light; what changes lies behind the figures, and on their rim."""
    light = air.scene.light
    if light == "soft":
        return _over(layers, _veil(air), rim_strength=0.0, tint=0.5)
    if light == "dramatic":
        return _over(layers, _dark_around(layers.light), rim_strength=0.9, tint=1.0)
    if light == "backlit":
        glow = mix(air.hour.beam, "#ffffff", 0.35)
        back = _over(layers, _glow(glow), rim_strength=1.0, tint=1.0)
        return replace(back, light=replace(back.light, rim=mix(glow, "#ffffff", 0.4)))
    return layers


def _over(layers: SettingLayers, drawn: str, *, rim_strength: float, tint: float) -> SettingLayers:
    light = replace(
        layers.light,
        rim_strength=rim_strength,
        tint_strength=layers.light.tint_strength * tint,
    )
    return replace(layers, back=layers.back + drawn, light=light)


def _veil(air: Air) -> str:
    """Light from everywhere takes contrast away."""
    color = mix(air.haze(), "#ffffff", 0.5)
    return f'{_EVERYWHERE} fill="{color}" fill-opacity="{_VEIL_SHARE}"/>'


def _dark_around(light: SceneLight) -> str:
    """Only the middle is lit."""
    dark = mix(light.shadow, "#05060c", 0.6)
    stops = (
        f'<stop offset="0.25" stop-color="{dark}" stop-opacity="0"/>'
        f'<stop offset="1" stop-color="{dark}" stop-opacity="{_DARKEST}"/>'
    )
    return _radial("lit-around", 640, stops)


def _glow(color: str) -> str:
    """A source of light behind the figures."""
    stops = (
        f'<stop offset="0" stop-color="{color}" stop-opacity="0.9"/>'
        f'<stop offset="0.45" stop-color="{color}" stop-opacity="0.4"/>'
        f'<stop offset="1" stop-color="{color}" stop-opacity="0"/>'
    )
    return _radial("lit-behind", 560, stops)


def _radial(name: str, radius: int, stops: str) -> str:
    gradient = f'<radialGradient id="{name}" {_MIDDLE} r="{radius}">{stops}</radialGradient>'
    return f'<defs>{gradient}</defs>{_EVERYWHERE} fill="url(#{name})"/>'
