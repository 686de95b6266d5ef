"""The light of a place on a figure: a tint over every colour, a rim on the far edge."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from tools.backends.sketch.setting import SceneLight
from tools.backends.sketch.tones import mix, oklch

_COLOR = re.compile(r"#[0-9a-f]{6}\b")
_PAINT = re.compile(r'(fill|stroke)="#[0-9a-f]{6}"')
_EYES = re.compile(r'<g[^>]*data-region="eyes"[^>]*(?<!/)>')
_GROUP = re.compile(r"<g\b[^>]*(?<!/)>|</g>")
RIM_REACH = (3.4, -1.2)
"""How far the rim stands out beyond the outline, in user units."""
TINT_SHARE = 0.45
"""Share of the place's tint that figures take, so that their own colours can be named."""


def dimmed(light: SceneLight, share: float) -> SceneLight:
    """The light with `share` (0 to 1) of its tint and rim."""
    return replace(
        light,
        tint_strength=light.tint_strength * share,
        rim_strength=light.rim_strength * share,
    )


def tinted(svg: str, light: SceneLight) -> str:
    """The fragment with every colour drawn towards the place's tint; eyes keep their own."""
    share = round(light.tint_strength * TINT_SHARE, 3)
    if share <= 0.01:
        return svg
    out: list[str] = []
    for part, is_eyes in _by_eyes(svg):
        out.append(part if is_eyes else _COLOR.sub(lambda f: _mixed(f[0], light.tint, share), part))
    return "".join(out)


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


def _by_eyes(svg: str) -> Iterator[tuple[str, bool]]:
    """The fragment in pieces, each with whether it is a group of the region `eyes`."""
    at = 0
    for opening in _EYES.finditer(svg):
        if opening.start() < at:
            continue
        yield svg[at : opening.start()], False
        depth, end = 0, opening.start()
        for tag in _GROUP.finditer(svg, opening.start()):
            depth += -1 if tag[0] == "</g>" else 1
            if depth == 0:
                end = tag.end()
                break
        yield svg[opening.start() : end], True
        at = end
    yield svg[at:], False


@lru_cache(maxsize=8192)
def _mixed(color: str, tint: str, share: float) -> str:
    """The colour in the light; full colours give way less, so that they can still be named."""
    fullness = min(1.0, oklch(color)[1] / 0.16)
    return mix(color, tint, share * (1 - 0.55 * fullness))
