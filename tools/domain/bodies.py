"""The kinds of bodies."""

from __future__ import annotations

from typing import Literal

Build = Literal["slim", "average", "athletic", "stocky"]
Height = Literal["short", "average", "tall"]
Age = Literal["child", "teen", "adult", "elder"]
Presentation = Literal["masculine", "feminine", "neutral"]
