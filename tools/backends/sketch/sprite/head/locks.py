"""What tells locks apart on a mass of hair: partings, streaks, tips, the ring of light, curls."""

from __future__ import annotations

import numpy as np

from tools.backends.sketch.sprite.head.form import overlay
from tools.backends.sketch.sprite.head.shell import Shell
from tools.backends.sketch.sprite.head.space import HeadSpace, wrapped
from tools.backends.sketch.sprite.shapes import Points, Shape
from tools.domain.look import Hair

_FEW_ROWS = ((-0.34, 40.0), (-0.1, 44.0), (0.14, 46.0))
_ROWS = ((-0.42, 30.0), (-0.28, 28.0), (-0.12, 28.0), (0.04, 28.0), (0.2, 30.0), (0.36, 30.0))
"""Rows of curls: their heights and the degrees from one to the next."""
_STREAKS = ((-34.0, 8.0), (62.0, 7.0), (150.0, 8.0), (-120.0, 7.0))
"""Azimuths of streaks and half their widths, in degrees."""


def strands(
    shell: Shell, space: HeadSpace, part: str, order: float, length: float = 0.3
) -> list[Shape]:
    """Dark partings that rise between two locks."""
    out: list[Shape] = []
    for azimuth, height in _partings(shell):
        alpha = wrapped(azimuth + space.yaw)
        if abs(alpha) > 84 or height <= -0.3:
            continue
        lean = 6.0 if azimuth >= 0 else -6.0
        half = 3.2
        rise = max(length, 0.5 * (height + 0.4))
        rise *= 0.75 if round(abs(azimuth) / 10) % 2 else 1.0
        ring = shell.strip(
            space,
            np.array((azimuth - half, azimuth + half, azimuth - lean)),
            np.array((height + 0.02, height + 0.02, height - rise)),
        )
        out.append(overlay(ring, "hair", -1, part, order))
    return out


def streaks(shell: Shell, hair: Hair, space: HeadSpace, part: str, order: float) -> list[Shape]:
    """A few locks in the colour of the streak, from crown to hem."""
    if not hair.streak:
        return []
    out: list[Shape] = []
    for azimuth, half in _STREAKS:
        if abs(wrapped(azimuth + space.yaw)) > 84:
            continue
        low = float(shell.hem_at([azimuth])[0]) + 0.1
        ys = np.linspace(-0.42, low, 8)
        side = np.linspace(half * 0.5, half, 8)
        ring = shell.strip(
            space,
            np.concatenate((azimuth - side, (azimuth + side)[::-1])),
            np.concatenate((ys, ys[::-1])),
        )
        out.append(overlay(ring, "hair_streak", 0, part, order))
    return out


def tips(shell: Shell, hair: Hair, space: HeadSpace, part: str, order: float) -> list[Shape]:
    """The ends in the tips' colour, with a jagged upper edge."""
    if not hair.tips:
        return []
    alphas = np.arange(-90.0, 90.1, 5.0)
    low = shell.hem_at(alphas - space.yaw)
    depth = 0.06 + 0.28 * np.clip((low - 0.1) / max(0.3, shell.longest), 0.0, 1.0)
    depth = np.where((low < 0.16) & (shell.longest > 0.4), -0.2, depth)
    jag = np.where(np.arange(len(alphas)) % 2 == 0, 0.0, 0.05)
    ring = shell.band(space, alphas, low - depth + jag, low + 0.08)
    return [overlay(ring, "hair_tips", 0, part, order)]


def shine(shell: Shell, space: HeadSpace, part: str, order: float) -> list[Shape]:
    """The ring of light, broken into locks, on the side where the light comes from."""
    alphas = np.arange(-66.0, 34.1, 100.0 / 10)
    share = np.linspace(0.0, np.pi, len(alphas))
    thick = 0.03 + 0.075 * np.sin(share)
    jag = np.where(np.arange(len(alphas)) % 2 == 0, 0.035, -0.005)
    top = shell.crown * 0.62 + 0.02
    ring = shell.band(space, alphas, top - thick * 0.4 + jag * 0.5, top + thick + jag)
    return [overlay(ring, "hair", 1, part, order)]


def curls(shell: Shell, space: HeadSpace, part: str, order: float) -> list[Shape]:
    """Rows of small arcs, light above and shade below, staggered like tiles."""
    out: list[Shape] = []
    rows = _FEW_ROWS if space.size < 30 else _ROWS
    for index, (height, step) in enumerate(rows):
        for azimuth in np.arange(-180.0 + (index % 2) * step / 2, 179.0, step):
            alpha = wrapped(float(azimuth) + space.yaw)
            if abs(alpha) > 72 or float(shell.hem_at([azimuth])[0]) < height + 0.06:
                continue
            nudge = ((round(float(azimuth)) * 7 + index * 13) % 11 - 5) / 5.0
            if nudge > 0.9:
                continue
            spot = shell.at([azimuth + 6.0 * nudge], [height + 0.03 * nudge])
            x, y = shell.project(space, spot)[0]
            r = max(1.0, 0.07 * space.size) * (0.6 + 0.4 * np.cos(np.radians(alpha)))
            arc = _arc((float(x), float(y)), float(r), max(1.0, 0.03 * space.size))
            tone = 1 if alpha < 20 and height < 0 else -1
            out.append(overlay(arc, "hair", tone, part, order))
    return out


def _partings(shell: Shell) -> list[tuple[float, float]]:
    """Where locks part: the hem's valleys, and on long even hems every so many degrees."""
    found = shell.valleys()
    if shell.longest < 0.45:
        return found
    for azimuth in (-164.0, -136.0, -110.0, 110.0, 136.0, 164.0):
        if all(abs(wrapped(azimuth - other)) > 12.0 for other, _ in found):
            found.append((azimuth, float(shell.hem_at([azimuth])[0])))
    return found


def _arc(center: tuple[float, float], radius: float, thick: float) -> Points:
    angles = np.radians(np.linspace(160.0, 380.0, 9))
    outer = np.stack((np.cos(angles), np.sin(angles)), axis=1) * radius
    inner = outer * max(0.1, 1 - thick / radius)
    return np.concatenate((outer, inner[::-1] + np.array((0.0, thick * 0.4)))) + np.array(center)
