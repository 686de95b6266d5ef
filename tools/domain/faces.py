"""What a face can say."""

from __future__ import annotations

from typing import Literal

Expression = Literal["neutral", "happy", "sad", "angry", "surprised", "focused"]
