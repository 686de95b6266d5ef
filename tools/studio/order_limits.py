"""How much one order may ask for; beyond, the error states the limit."""

from __future__ import annotations

from typing import Protocol

from tools.domain.errors import InvalidError, LimitExceededError
from tools.domain.generations import (
    CANDIDATES_MOST,
    CFG_MOST,
    CLIP_S_MOST,
    FRAME_RATE,
    FRAMES_MOST,
    ITERATIONS_MOST,
    SEED_MOST,
    STEPS_MOST,
)
from tools.studio.limits import SIDE_PX, within_name_limit, within_text_limit

COMPANIONS_MOST = 7


class Asked(Protocol):
    """The figures and words of an order, before defaults."""

    @property
    def scene_description(self) -> str: ...
    @property
    def style(self) -> str: ...
    @property
    def prompt(self) -> str: ...
    @property
    def negative_prompt(self) -> str | None: ...
    @property
    def quality_threshold(self) -> float | None: ...
    @property
    def max_iterations(self) -> int | None: ...
    @property
    def candidates(self) -> int | None: ...
    @property
    def seed(self) -> int | None: ...
    @property
    def width(self) -> int | None: ...
    @property
    def height(self) -> int | None: ...
    @property
    def frames(self) -> int | None: ...
    @property
    def duration(self) -> float | None: ...
    @property
    def companions(self) -> tuple[str, ...]: ...
    @property
    def denoise(self) -> float | None: ...
    @property
    def steps(self) -> int | None: ...
    @property
    def cfg(self) -> float | None: ...
    @property
    def backend(self) -> str | None: ...


def frames_of(asked: Asked) -> int:
    """How many frames the order has: 1 is a picture. Frames win over a duration."""
    if asked.frames is not None:
        return asked.frames
    if asked.duration is not None:
        return max(1, round(asked.duration * FRAME_RATE))
    return 1


def within_limits(asked: Asked) -> None:
    """Raises `InvalidError` or `LimitExceededError`."""
    within_text_limit("scene_description", asked.scene_description)
    within_text_limit("style", asked.style)
    within_text_limit("prompt", asked.prompt)
    within_text_limit("negative_prompt", asked.negative_prompt or "")
    _share("quality_threshold", asked.quality_threshold)
    if asked.denoise is not None and not 0 < asked.denoise <= 1:
        raise InvalidError("denoise must be above 0 and at most 1.")
    _count("max_iterations", asked.max_iterations, 1, ITERATIONS_MOST)
    _count("candidates", asked.candidates, 1, CANDIDATES_MOST)
    _count("steps", asked.steps, 1, STEPS_MOST)
    _count("cfg", asked.cfg, 0, CFG_MOST)
    _count("seed", asked.seed, 0, SEED_MOST)
    _count("companions", len(asked.companions), 0, COMPANIONS_MOST)
    for name in asked.companions:
        within_name_limit("companion's name", name)
    if asked.backend:
        within_name_limit("backend", asked.backend)
    _within_clip_limits(asked)
    for side, value in (("width", asked.width), ("height", asked.height)):
        if value is not None and value not in SIDE_PX:
            raise LimitExceededError(
                f"{side} must be between {SIDE_PX.start} and {SIDE_PX.stop - 1} pixels.",
                limit=[SIDE_PX.start, SIDE_PX.stop - 1],
            )


def _within_clip_limits(asked: Asked) -> None:
    if asked.frames is None and asked.duration is not None:
        if not 0 < asked.duration <= CLIP_S_MOST:
            raise LimitExceededError(
                f"duration must be above 0 and at most {CLIP_S_MOST} seconds.", limit=CLIP_S_MOST
            )
        return
    _count("frames", asked.frames, 1, FRAMES_MOST)


def _share(field: str, value: float | None) -> None:
    if value is not None and not 0 <= value <= 1:
        raise InvalidError(f"{field} must be between 0 and 1.")


def _count(field: str, value: float | None, least: int, most: float) -> None:
    if value is not None and not least <= value <= most:
        raise LimitExceededError(f"{field} must be between {least} and {most:g}.", limit=most)
