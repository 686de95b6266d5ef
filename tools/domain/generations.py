"""Generations: the public view of the runs that make pictures."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from tools.domain.pictures import Picture
from tools.domain.runs import Run, RunStatus

Mode = Literal["consistency_priority", "creative_exploration"]
QUALITY_THRESHOLD = 0.85
ITERATIONS = 3
ITERATIONS_MOST = 10


class ImageOrder(BaseModel):
    """What was ordered, as the run keeps it: enough to make the same picture again.

    `seed` decides everything that chance would; sides are in pixels.
    """

    model_config = ConfigDict(frozen=True)

    character: str
    scene_description: str = ""
    style: str = ""
    mode: Mode = "consistency_priority"
    quality_threshold: float = QUALITY_THRESHOLD
    max_iterations: int = ITERATIONS
    seed: int
    width: int
    height: int


class Generation(BaseModel):
    """A run that makes pictures, with what it has made so far."""

    model_config = ConfigDict(frozen=True)

    run: Run
    pictures: tuple[Picture, ...] = ()
    created_character: str | None = None
    """The character that was first created from the bible for it, by name."""

    @property
    def id(self) -> UUID:
        return self.run.id

    @property
    def status(self) -> RunStatus:
        return self.run.status

    @property
    def order(self) -> ImageOrder:
        return ImageOrder.model_validate(self.run.input["order"])

    @property
    def result(self) -> dict[str, Any]:
        return self.run.result or {}

    @property
    def best(self) -> Picture | None:
        """The picture that was kept as the run's outcome."""
        chosen = self.result.get("picture_id")
        return next((p for p in self.pictures if str(p.id) == chosen), None)
