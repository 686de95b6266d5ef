"""Heads of sprites: faces, hair and headwear from any side."""

from tools.backends.sketch.sprite.head.draw import head_shapes, head_space
from tools.backends.sketch.sprite.head.hair import BEHIND_BODY

__all__ = ["BEHIND_BODY", "head_shapes", "head_space"]
