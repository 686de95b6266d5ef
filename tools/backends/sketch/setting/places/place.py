"""What a place is: how to draw it, and how it lights who stands there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import TypeAlias

from tools.backends.sketch.setting.air import Air, Inside
from tools.backends.sketch.setting.layers import SceneLight
from tools.backends.sketch.setting.sheet import Sheet

Draw: TypeAlias = Callable[[Sheet, Air, Random], None]


def plain_light(air: Air) -> SceneLight:
    """The light of the hour alone."""
    return air.light()


@dataclass(frozen=True, kw_only=True)
class Place:
    """One setting: far and middle plane by `draw`, what hangs before the figure by `foreground`."""

    draw: Draw
    inside: Inside = "outdoors"
    foreground: Draw | None = None
    light: Callable[[Air], SceneLight] = plain_light
