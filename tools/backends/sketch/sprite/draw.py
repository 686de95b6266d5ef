"""Sprites of a sequence: frames of one character as pixels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from tools.backends.sketch.sprite.effects import effect_shapes
from tools.backends.sketch.sprite.figure import figure_shapes
from tools.backends.sketch.sprite.palette import Entry, Palette, base_colors, palette_of
from tools.backends.sketch.sprite.pixels import colored, counted, painted
from tools.backends.sketch.sprite.placing import Placed, placed
from tools.backends.sketch.sprite.shapes import Shape
from tools.backends.sketch.sprite.smooth import smooth_cells
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
    """The frames as cells, all at one scale and on one ground line.

    A figure stands in the middle of its cell, moved aside only as far as its reach asks for, the
    same in every frame; the travel of a frame moves it further, made smaller for the whole
    sequence where it would leave the cell. The same arguments give the same pixels: `seed`
    changes nothing that could be left to chance.
    """
    del seed
    scene = placed(look, frames, perspective, facing, cell_px)
    if style == "smooth":
        return smooth_cells(list(_shapes(scene)), base_colors(look), cell_px)
    palette = character_palette(look, cell_px)
    return [colored(painted(shapes, cell_px), palette) for shapes in _shapes(scene)]


def _shapes(scene: Placed) -> Iterator[list[Shape]]:
    """Every frame's shapes, far to near not yet sorted."""
    puppets, frames = scene.puppets, scene.frames
    for at, (puppet, frame) in enumerate(zip(puppets, frames, strict=True)):
        shapes = figure_shapes(puppet, frame.expression)
        if frame.effects:
            before = puppets[at - 1] if at else None
            poses = (frames[max(at - 1, 0)].rig_pose(), frame.rig_pose())
            shapes += effect_shapes(puppet, frame, before, poses)
        yield shapes


EFFECT_PIXELS: dict[Entry, int] = {("spark", 0): 24, ("magic", 0): 16}
"""What effects need of the palette, whether or not this sequence has any."""
_PLAIN = AnimationFrame(frame_index=0, phase="Idle", duration_ms=100)
_SIDES: tuple[tuple[Perspective, float], ...] = (("front", 20.0), ("side", 90.0), ("front", 180.0))


def character_palette(look: Look, cell_px: int) -> Palette:
    """The colours of a character, from how it looks at rest from three sides."""
    return _palette(look.model_dump_json(), cell_px)


@lru_cache(maxsize=128)
def _palette(text: str, cell_px: int) -> Palette:
    look = Look.model_validate_json(text)
    counts: Counter[Entry] = Counter(EFFECT_PIXELS)
    for perspective, facing in _SIDES:
        scene = placed(look, [_PLAIN], perspective, facing, cell_px)
        counts += counted(painted(figure_shapes(scene.puppets[0], "neutral"), cell_px))
    return palette_of(look, counts)
