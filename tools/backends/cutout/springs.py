"""How far what hangs loose trails behind the figure: a damped spring through the frames."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

_MOST = math.radians(24.0)
_PUSH, _BACK, _KEPT = 2.4, 0.45, 0.55
"""What a move of the neck by the figure's height adds, in radians, to the swing; the share of
the angle taken back in a frame; and the share of the swing that is left for the next."""
_CLOSED = 0.08
"""The share of the height within which the last frame leads back to the first."""


def trailing(necks: Sequence[tuple[float, float]], height: float) -> list[float]:
    """The angle of hair and cloth in each frame, radians, positive where the foot lies left.

    A sequence that ends where it began is run through twice, so that its loop closes.
    """
    across = np.array([x for x, _ in necks]) / max(height, 1.0)
    closed = bool(abs(across[-1] - across[0]) < _CLOSED)
    rounds = 3 if closed else 1
    before = across[-1] if closed else across[0]
    angle, swing = 0.0, 0.0
    angles: list[float] = []
    for x in [*across] * rounds:
        swing = _KEPT * swing + _PUSH * float(x - before) - _BACK * angle
        angle = float(np.clip(angle + swing, -_MOST, _MOST))
        angles.append(angle)
        before = x
    return angles[-len(across) :]
