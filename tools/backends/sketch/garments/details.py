"""Details of garments: part files wrapped around the trunk, circuits that shine, sleeves."""

from __future__ import annotations

import re

import numpy as np

from tools.backends.sketch.figure.body import Side
from tools.backends.sketch.figure.geometry import smooth
from tools.backends.sketch.figure.limbs import Detail
from tools.backends.sketch.figure.outfit import TrunkDetail
from tools.backends.sketch.figure.paint import fill, line
from tools.backends.sketch.figure.shell import Shell
from tools.backends.sketch.figure.warp import warped
from tools.backends.sketch.parts import load_part
from tools.backends.sketch.tones import mix, oklch, srgb, tone
from tools.domain.look import Garment, Look

METAL = "#b9bec8"
BRASS = "#c9a24a"
WHITE = "#f4f4f6"
LEATHER = "#6b4a33"

_WIDTH = re.compile(r'stroke-width="([\d.]+)"')


def palette_of(garment: Garment, look: Look, **more: str) -> dict[str, str]:
    """The colours of a garment's parts; trims take its accent or a livelier tone of its own."""
    return {
        "cloth": garment.color,
        "trim": trim_of(garment),
        "skin": look.skin,
        "metal": METAL,
        "white": WHITE,
        **more,
    }


def trim_of(garment: Garment) -> str:
    """The colour of trims: the accent, or a contrast to the cloth."""
    if garment.accent:
        return garment.accent
    lightness = oklch(garment.color)[0]
    return mix(garment.color, "#ffffff" if lightness < 0.55 else "#20242e", 0.22)


def wrapped(name: str, colors: dict[str, str], layer: str = "main") -> TrunkDetail:
    """One layer of a garment's part file around the trunk."""
    part = load_part(f"garments/{name}.svg")
    return lambda shell: warped(part.layer(layer, colors), shell)


def shining(name: str, colors: dict[str, str], glow: str, layer: str = "circuits") -> TrunkDetail:
    """A layer of lines that shine: a wide halo, the colour, and a bright core."""
    part = load_part(f"garments/{name}.svg")

    def draw(shell: Shell) -> str:
        lines = warped(part.layer(layer, colors), shell)
        return halo(lines, glow)

    return draw


def neon(color: str) -> str:
    """The colour as a lamp shows it: bright and full."""
    lightness, chroma, hue = oklch(color)
    return srgb(max(lightness, 0.63), max(chroma, 0.10) * 1.15 if chroma > 0.03 else chroma, hue)


def halo(lines: str, color: str) -> str:
    """Stroked lines as light: halo, colour and core."""
    glow = neon(color)
    wide = _WIDTH.sub(lambda found: f'stroke-width="{float(found[1]) * 4.6:.2f}"', lines)
    middle = _WIDTH.sub(lambda found: f'stroke-width="{float(found[1]) * 1.8:.2f}"', lines)
    core = _WIDTH.sub(lambda found: f'stroke-width="{float(found[1]) * 0.7:.2f}"', lines)
    return (
        f'<g stroke-opacity="0.32" fill-opacity="0.3">{_all(wide, glow)}</g>{_all(middle, glow)}'
        f"{_all(core, tone(glow, 'glow'))}"
    )


def band(at: float, color: str, width: float, *, edged: bool = True) -> Detail:
    """A band of colour around a limb at a height (0 to 1 of the segment)."""

    def draw(shell: Shell, side: Side) -> str:
        del side
        v = shell.surface.v
        if not v[0] - 0.02 <= at <= v[-1] + 0.02:
            return ""
        top, bottom = max(at - width / 2, float(v[0])), min(at + width / 2, float(v[-1]))
        out = shell.fills(color, top=top, bottom=bottom, shadow=0.62)
        if edged:
            edge = smooth(shell.arc(top), closed=False)
            out += line(edge, tone(color, "line"), shell.camera.scale * 1.3)
        return out

    return draw


def stripe(u: float, color: str, width: float, glow: bool = False) -> Detail:
    """A stripe along the outside of a limb: `u` degrees from the front, outwards."""

    def draw(shell: Shell, side: Side) -> str:
        v = shell.surface.v
        angles = np.full(len(v), u if side == "l" else -u)
        if not shell.shows(angles, v).all():
            return ""
        path = smooth(shell.at(angles, v), closed=False)
        drawn = line(path, color, width * shell.camera.scale)
        return halo(drawn, color) if glow else drawn

    return draw


def patch(u: float, span: float, top: float, bottom: float, color: str) -> Detail:
    """A pocket, pad or plate on a limb, from `u - span` to `u + span` degrees, outwards."""

    def draw(shell: Shell, side: Side) -> str:
        sign = 1.0 if side == "l" else -1.0
        middle = u * sign
        low, high = middle - span, middle + span
        v = shell.surface.v
        if top < v[0] - 0.01 or bottom > v[-1] + 0.01:
            return ""
        dark = tone(color, "line")
        out: list[str] = []
        for path in shell.panels(low, high, top, bottom):
            out.append(fill(path, color))
            shadow = shell.panels(low, high, top, bottom, shell.dark_window(0.6))
            out += [fill(part, tone(color, "shade")) for part in shadow]
            out.append(line(path, dark, shell.camera.scale * 1.4))
        return "".join(out)

    return draw


def _all(lines: str, color: str) -> str:
    return re.sub(r'(stroke|fill)="#[0-9a-f]{6}"', lambda found: f'{found[1]}="{color}"', lines)
