"""Whether an animation closes: the step from its last frame to its first against the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from tools.imaging.oklab import oklab
from tools.imaging.picture import Picture, floats

CLOSES_BELOW = 1.35
"""A loop closes when its last step is at most this times the largest step within."""
_STILL = 1e-4


@dataclass(frozen=True, kw_only=True)
class LoopCheck:
    """`gap` is the closing step over the largest inner one; steps are `difference`s."""

    gap: float
    closing_step: float
    largest_step: float
    closes: bool
    verdict: str


def loop_gap(frames: Sequence[Picture]) -> float:
    """The step from the last frame to the first over the largest step between neighbours.

    0 for fewer than two frames and for frames all alike; above `CLOSES_BELOW` the loop jumps.
    """
    return check_loop(frames).gap


def check_loop(frames: Sequence[Picture]) -> LoopCheck:
    """The loop of frames on one canvas (each height x width x 4), with a sentence."""
    if len(frames) < 2:
        return _check(0.0, 0.0, "One frame alone always loops.")
    steps = [difference(a, b) for a, b in pairwise(frames)]
    closing, largest = difference(frames[-1], frames[0]), max(steps)
    if closing < _STILL:
        return _check(closing, largest, "The last frame is the first again: the loop closes.")
    gap = closing / max(largest, _STILL)
    words = "closes" if gap <= CLOSES_BELOW else "jumps"
    return _check(
        closing,
        largest,
        f"The loop {words}: its last step is {gap:.2f} times the largest step within.",
    )


def difference(first: Picture, second: Picture) -> float:
    """Mean OKLab distance over the pixels that either frame shows, colour weighted by alpha.

    A pixel that only one of them shows counts 1. Raises `ValueError` for different sizes.
    """
    if first.shape != second.shape:
        raise ValueError(f"frames of {first.shape} and {second.shape} are not on one canvas")
    one, two = floats(first[:, :, 3]) / 255, floats(second[:, :, 3]) / 255
    seen = (one > 0) | (two > 0)
    if not seen.any():
        return 0.0
    one, two = one[seen], two[seen]
    colors = [oklab(picture[seen][None])[0] for picture in (first, second)]
    away = np.linalg.norm(colors[0] - colors[1], axis=1)
    return float((np.minimum(one, two) * away + np.abs(one - two)).mean())


def _check(closing: float, largest: float, verdict: str) -> LoopCheck:
    gap = 0.0 if closing < _STILL else closing / max(largest, _STILL)
    return LoopCheck(
        gap=gap,
        closing_step=closing,
        largest_step=largest,
        closes=gap <= CLOSES_BELOW,
        verdict=verdict,
    )
