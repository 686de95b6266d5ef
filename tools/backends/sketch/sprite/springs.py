"""What hangs follows what carries it: damped springs from frame to frame."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Track = NDArray[np.float64]
"""Shape (frames, values)."""
_STEP_MS = 12.0
_ROUNDS = 3
"""A loop is run so often until its end meets its beginning."""


def followed(
    targets: Track, durations_ms: Sequence[int], hertz: Track, damping: float, *, loops: bool
) -> Track:
    """Where things are that are drawn to moving targets by springs.

    Each value is a damped oscillator of its own `hertz` (shape (values,)) and a `damping` ratio
    (1 settles without swinging back), integrated by the semi-implicit Euler method; between
    frames a target moves evenly. Without `loops` everything rests at the first target to begin
    with; with it the first frame follows the last one.
    """
    omega = math.tau * hertz
    place, speed = targets[0].copy(), np.zeros(targets.shape[1])
    out = np.empty_like(targets)
    out[0] = place
    count = len(targets)
    for _ in range(_ROUNDS if loops else 1):
        for frame in range(count if loops else count - 1):
            start, end = targets[frame], targets[(frame + 1) % count]
            steps = max(2, round(durations_ms[frame] / _STEP_MS))
            seconds = durations_ms[frame] / 1000.0 / steps
            for step in range(1, steps + 1):
                goal = start + (end - start) * (step / steps)
                pull = omega * omega * (goal - place) - 2.0 * damping * omega * speed
                speed = speed + pull * seconds
                place = place + speed * seconds
            out[(frame + 1) % count] = place
    return out
