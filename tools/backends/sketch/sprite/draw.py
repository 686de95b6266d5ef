"""Sprites of a sequence: frames of one character as pixels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from tools.backends.sketch.sprite.figure import figure_shapes
from tools.backends.sketch.sprite.palette import Entry, Palette, palette_of
from tools.backends.sketch.sprite.pixels import colored, counted, painted
from tools.backends.sketch.sprite.placing import placed
from tools.domain.animation.kinds import Perspective, SpriteStyle
from tools.domain.animation.script import AnimationFrame
from tools.domain.look import Look

Cell = NDArray[np.uint8]
"""Shape (cell, cell, 4): red, green, blue and straight alpha."""


def draw_frames(
    look: Look,
    frames: Sequence[AnimationFrame],
    *,
    perspective: Perspective,
    facing: float,
    cell_px: int,
    style: SpriteStyle,
    seed: int = 0,
) -> list[Cell]:
    """The frames as cells, all at one scale and on one ground line."""
    del seed, style
    scene = placed(look, frames, perspective, facing, cell_px)
    palette = character_palette(look, cell_px)
    return [
        colored(painted(figure_shapes(puppet, frame.expression), cell_px), palette)
        for puppet, frame in zip(scene.puppets, scene.frames, strict=True)
    ]


_PLAIN = AnimationFrame(frame_index=0, phase="Idle", duration_ms=100)
_SIDES: tuple[tuple[Perspective, float], ...] = (("front", 20.0), ("side", 90.0), ("front", 180.0))


@lru_cache(maxsize=128)
def character_palette(look: Look, cell_px: int) -> Palette:
    """The colours of a character, from how it looks at rest from three sides."""
    counts: Counter[Entry] = Counter()
    for perspective, facing in _SIDES:
        scene = placed(look, [_PLAIN], perspective, facing, cell_px)
        counts += counted(painted(figure_shapes(scene.puppets[0], "neutral"), cell_px))
    return palette_of(look, counts)
