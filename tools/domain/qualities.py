"""How good a picture shall be, in a word or a number, as what a generation does for it.

| said                | threshold | tries | steps        |
| ------------------- | --------- | ----- | ------------ |
| draft, low, fast    | 0.70      | 1     | 12           |
| standard, medium    | 0.85      | 3     | the model's  |
| high, best          | 0.92      | 5     | 40           |
| a number            | itself    | 1 below 0.75, 3 below 0.9, else 5, and those steps |

`steps` go to backends that sample; the embedded renderer has none.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from tools.domain.generations import ITERATIONS, QUALITY_THRESHOLD


@dataclass(frozen=True, kw_only=True)
class Quality:
    """What a wished quality sets; `steps` None leaves them to the model."""

    quality_threshold: float
    max_iterations: int
    steps: int | None = None


_DRAFT = Quality(quality_threshold=0.70, max_iterations=1, steps=12)
_STANDARD = Quality(quality_threshold=QUALITY_THRESHOLD, max_iterations=ITERATIONS)
_HIGH = Quality(quality_threshold=0.92, max_iterations=5, steps=40)
_WORDS = {
    "draft": _DRAFT, "low": _DRAFT, "fast": _DRAFT, "quick": _DRAFT,
    "standard": _STANDARD, "medium": _STANDARD, "normal": _STANDARD,
    "high": _HIGH, "best": _HIGH, "maximum": _HIGH,
}  # fmt: skip
_HIGH_FROM, _STANDARD_FROM = 0.9, 0.75


def quality_of(said: object) -> Quality:
    """Raises `ValueError` for what is neither a word of the table nor a number from 0 to 1."""
    if isinstance(said, str) and (known := _WORDS.get(said.strip().casefold())):
        return known
    share = _share(said)
    if share is None:
        raise ValueError(f"should be a number from 0 to 1, or one of these: {', '.join(_WORDS)}")
    near = _HIGH if share >= _HIGH_FROM else _STANDARD if share >= _STANDARD_FROM else _DRAFT
    return replace(near, quality_threshold=share)


def _share(said: object) -> float | None:
    if isinstance(said, bool) or not isinstance(said, str | int | float):
        return None
    try:
        share = float(said)
    except (ValueError, OverflowError):
        return None
    return share if math.isfinite(share) and 0 <= share <= 1 else None
