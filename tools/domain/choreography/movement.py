"""Movements: keyframed poses in data files, phase by phase."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from tools.domain.animation.kinds import Phase
from tools.domain.animation.script import Effect
from tools.domain.choreography.channels import angles_of, row_of
from tools.domain.rig import Hand, Joint, PoseAngles, Stance
from tools.domain.staging import Expression

Ease = Literal["linear", "in", "out", "in_out"]
Shelf = Literal["actions", "reactions"]
Share = Annotated[float, Field(ge=0.0, le=1.0)]


class _Stored(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class KeyPose(_Stored):
    """A drawn pose: up to three degrees a joint (flex, abduct, twist)."""

    joints: dict[Joint, Annotated[tuple[float, ...], Field(min_length=1, max_length=3)]]
    left_hand: Hand = "relaxed"
    right_hand: Hand = "relaxed"
    stance: Stance = "ground"


class Key(_Stored):
    """A pose at a share of its phase, what it looks like and how it leaves for the next.

    `travel` and `lift` are in head heights. `spin` are whole turns of the pelvis about its
    left-right axis that have been made by then (a roll backwards is negative).
    """

    at: Share
    pose: str
    ease: Ease = "in_out"
    travel: float = 0.0
    lift: Annotated[float, Field(ge=0.0, le=4.0)] = 0.0
    spin: int = 0
    expression: Expression = "neutral"
    effects: tuple[Effect, ...] = ()
    says: str


class Section(_Stored):
    """One phase of a movement.

    `ms` is its nominal duration in all, shared among its frames; `hold` is how much longer than
    the others the frame nearest to `golden` stays. `golden` is the share that stands for the
    whole phase when it has one frame only. `weight` is its claim on frames, and sections with the
    greatest `spare` go first when there are fewer frames than sections (0 never goes).
    `strike` is the way and strength of a blow: degrees above the horizontal, and 0 to 1.
    """

    phase: Phase
    weight: Annotated[float, Field(gt=0.0)] = 1.0
    spare: Annotated[int, Field(ge=0)] = 0
    ms: Annotated[int, Field(ge=20, le=3000)]
    hold: Annotated[float, Field(ge=1.0, le=4.0)] = 1.0
    golden: Share = 1.0
    focus: str
    strike: tuple[float, float] | None = None
    keys: Annotated[tuple[Key, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        times = [key.at for key in self.keys]
        if times != sorted(set(times)):
            raise ValueError(f"the keys of {self.phase} are not in order: {times}")
        return self


class Movement(_Stored):
    """A movement: its sections in order. A `loop` has one, whose end is its beginning.

    `base` names the pose from which amplitude is measured; a movement without one is never
    scaled (falls and rolls end where the ground is).
    """

    about: str
    loop: bool = False
    base: str | None = None
    poses: dict[str, KeyPose]
    sections: Annotated[tuple[Section, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _whole(self) -> Self:
        named = {key.pose for section in self.sections for key in section.keys}
        missing = (named | ({self.base} if self.base else set())) - self.poses.keys()
        if missing:
            raise ValueError(f"no such poses: {', '.join(sorted(missing))}")
        for pose in self.poses.values():
            PoseAngles(joints=angles_of(row_of(pose.joints)))
        return self


@lru_cache(maxsize=128)
def movement(shelf: Shelf, name: str) -> Movement:
    """The movement in this data file. Raises `FileNotFoundError`, or `ValueError` if malformed."""
    place = files("tools.domain.choreography").joinpath(shelf, f"{name}.toml")
    return Movement.model_validate(tomllib.loads(place.read_text("utf-8")))


def movement_names(shelf: Shelf) -> tuple[str, ...]:
    """The names of the movements on a shelf."""
    folder = files("tools.domain.choreography").joinpath(shelf)
    found = (item.name for item in folder.iterdir() if item.name.endswith(".toml"))
    return tuple(sorted(name.removesuffix(".toml") for name in found))
