"""The light of a place on a figure: a tint over every colour, a rim on the far edge."""

from __future__ import annotations

import re
from functools import lru_cache

from tools.backends.sketch.setting import SceneLight
from tools.backends.sketch.tones import mix

_COLOR = re.compile(r"#[0-9a-f]{6}\b")
_PAINT = re.compile(r'(fill|stroke)="#[0-9a-f]{6}"')
RIM_REACH = (3.4, -1.2)
"""How far the rim stands out beyond the outline, in user units."""
TINT_SHARE = 0.4
"""Share of the place's tint that figures take, so that their own colours can be named."""


def tinted(svg: str, light: SceneLight) -> str:
    """The fragment with every colour drawn towards the place's tint."""
    share = round(light.tint_strength * TINT_SHARE, 3)
    if share <= 0.01:
        return svg
    return _COLOR.sub(lambda found: _mixed(found[0], light.tint, share), svg)


def rim_of(ink: str, light: SceneLight, zoom: float) -> str:
    """The outline once more in the rim's colour, shifted to the side the light comes from."""
    if light.rim_strength < 0.15:
        return ""
    color = light.rim
    bright = _PAINT.sub(lambda found: f'{found[1]}="{color}"', ink)
    x, y = (value * zoom**0.5 for value in RIM_REACH)
    return (
        f'<g id="rim" opacity="{min(1.0, 0.25 + 0.75 * light.rim_strength):.2f}"'
        f' transform="translate({x:.1f} {y:.1f})">{bright}</g>'
    )


@lru_cache(maxsize=8192)
def _mixed(color: str, tint: str, share: float) -> str:
    return mix(color, tint, share)
