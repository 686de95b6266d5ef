"""Light mirrored on wet ground: a broken column under every lamp."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from random import Random

from tools.backends.sketch.setting.sheet import SIZE, Point, Sheet
from tools.backends.sketch.tones import mix


def mirror_light(
    sheet: Sheet, rng: Random, x: float, top: float, wide: float, color: str, strength: float
) -> None:
    """A wavering column of light from `top` down, half as wide as `wide` at its foot."""
    low = SIZE
    paint = sheet.vertical(
        ((0, color, 0.0), (0.18, color, 0.8), (0.6, color, 0.4), (1, color, 0.0)), top, low
    )
    left: list[Point] = []
    right: list[Point] = []
    steps = 11
    for step in range(steps + 1):
        share = step / steps
        y = top + (low - top) * share
        half = wide * (0.7 + 0.5 * share)
        drift = rng.uniform(-0.08, 0.08) * wide
        left.append((x + drift - half * rng.uniform(0.88, 1.06), y))
        right.append((x + drift + half * rng.uniform(0.88, 1.06), y))
    d = (
        f"M{left[0][0]:.0f} {left[0][1]:.0f}"
        + _wave(left)
        + f"L{right[-1][0]:.0f} {right[-1][1]:.0f}"
    )
    sheet.path(d + _wave(right[::-1]) + "Z", paint, 0.7 * strength)
    dashes: list[list[Point]] = []
    for _ in range(12):
        share = rng.random()
        y = top + (low - top) * (0.12 + 0.75 * share)
        half = wide * rng.uniform(0.4, 1.0) * (0.8 + 0.6 * share)
        cx = x + rng.uniform(-0.6, 0.6) * wide
        dashes.append([(cx - half, y), (cx + half, y)])
    sheet.lines(dashes, mix(color, "#ffffff", 0.35), 2.4, 0.55 * strength)


def pools(
    sheet: Sheet, places: Iterable[tuple[float, float, float]], color: str, strength: float
) -> None:
    """Puddles: thin bright slivers of the sky or the lamps."""
    d = ""
    for x, y, wide in places:
        tall = wide * 0.09
        curve = (
            (-1, 0), (-0.6, -1.3), (0.2, -0.6), (0.55, -1), (1, -0.8), (1.05, 0.4), (0.5, 0.7),
            (0, 1.2), (-0.7, 1), (-1, 0),
        )  # fmt: skip
        dots = [f"{x + right * wide:.0f} {y + down * tall:.0f}" for right, down in curve]
        d += f"M{dots[0]}C{' '.join(dots[1:])}Z"
    sheet.path(d, color, strength)


def _wave(points: list[Point]) -> str:
    d = ""
    for before, after in itertools.pairwise(points):
        middle = (before[1] + after[1]) / 2
        d += (
            f"C{before[0]:.0f} {middle:.0f} {after[0]:.0f} {middle:.0f} {after[0]:.0f} "
            f"{after[1]:.0f}"
        )
    return d
