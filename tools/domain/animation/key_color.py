"""Which background a sheet is drawn on, so that nothing of the figure is taken for it."""

from __future__ import annotations

from collections.abc import Iterable

_CANDIDATES = ("#ff00ff", "#00ff00", "#00ffff", "#ffff00")
"""Colours that clothes and skin rarely have, the usual one first."""
_FAR = 150.0
"""A distance in RGB (0 to 441) at which the usual colour needs no better."""


def key_color_for(palette: Iterable[str]) -> str:
    """The first candidate that is far from every colour of the palette, else the farthest."""
    colors = [_rgb(color) for color in palette]
    if not colors:
        return _CANDIDATES[0]
    distances = {
        candidate: min(_distance(_rgb(candidate), color) for color in colors)
        for candidate in _CANDIDATES
    }
    far = (candidate for candidate, distance in distances.items() if distance >= _FAR)
    return next(far, max(distances, key=lambda candidate: distances[candidate]))


def _rgb(color: str) -> tuple[int, int, int]:
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


def _distance(one: tuple[int, int, int], other: tuple[int, int, int]) -> float:
    return sum((a - b) ** 2 for a, b in zip(one, other, strict=True)) ** 0.5
