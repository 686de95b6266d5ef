"""The head of the figure: face, hair and what is worn on the head."""

from __future__ import annotations

from tools.backends.sketch.head.draw import draw_head
from tools.backends.sketch.head.headwear import WORN_ON_HEAD
from tools.backends.sketch.head.layers import HeadLayers

__all__ = ["WORN_ON_HEAD", "HeadLayers", "draw_head"]
