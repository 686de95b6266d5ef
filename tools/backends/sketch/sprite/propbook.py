"""The props as drawn on paper: regions along and across what is held."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Literal

from pydantic import BaseModel, ConfigDict, RootModel

from tools.domain.look import Hex, PropKind

Mode = Literal["swing", "pole", "bow", "gun", "shield", "upright", "hang", "across"]


class Stroke(BaseModel):
    """One region of a prop: a polygon, a line of a `width`, or a `circle` (u, v, radius).

    u runs along the prop from the middle of the grip, v across it; hundredths of a head.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    points: tuple[tuple[float, float], ...] = ()
    circle: tuple[float, float, float] | None = None
    ramp: str
    tone: int = 0
    clip: bool = False
    glow: bool = False
    width: float | None = None


class Sketch(BaseModel):
    """A prop: how it is carried, its colour where the look names none, its regions.

    `size` multiplies all lengths: what is small in the hand is drawn large enough to read.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    mode: Mode
    size: float = 1.0
    color: Hex
    shapes: tuple[Stroke, ...]

    @property
    def reach(self) -> tuple[float, float]:
        """The least and greatest u, in hundredths of a head."""
        spots = [u for stroke in self.shapes for u, _ in stroke.points]
        spots += [s.circle[0] + s.circle[2] for s in self.shapes if s.circle]
        return min(spots) * self.size, max(spots) * self.size


class _Book(RootModel[dict[PropKind, Sketch]]):
    model_config = ConfigDict(frozen=True)


@cache
def prop_sketches() -> dict[PropKind, Sketch]:
    """The props as drawn in `data/props.json`."""
    place = files("tools.backends.sketch.sprite").joinpath("data", "props.json")
    return _Book.model_validate_json(place.read_text("utf-8")).root
