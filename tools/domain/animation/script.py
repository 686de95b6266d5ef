"""A biomechanical script: what each frame of an animation shows, and for how long."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from tools.domain.animation.kinds import (
    ActionType,
    DifficultyTier,
    Perspective,
    Phase,
    ResponderKind,
)
from tools.domain.faces import Expression
from tools.domain.rig import Angles, Hand, Joint, PoseAngles, Stance

FRAMES_MOST = 64
"""Chained sequences are the longest; a budget ends at 16."""
Effect = Literal["smear", "impact", "dust", "magic", "spark", "projectile"]
"""What is drawn besides the figure: the arc of a weapon or limb, a blow that lands, dust at the
feet, gathered or released magic at the hands, sparks on a guard, something shot or thrown."""
CONTACT: frozenset[Phase] = frozenset({"Contact"})


class _Fact(BaseModel):
    model_config = ConfigDict(frozen=True)


class Force(_Fact):
    """What acts on the other (an instigator's frame) or on this one (a responder's).

    `x` is to the picture's right, `y` down, a unit vector in the side view's plane where the
    instigator faces right; `magnitude` is 0 to 1 at equal masses and grows with the mass ratio.
    """

    x: Annotated[float, Field(ge=-1.0, le=1.0)]
    y: Annotated[float, Field(ge=-1.0, le=1.0)]
    magnitude: Annotated[float, Field(ge=0.0, le=10.0)]


class Travel(_Fact):
    """Where the figure has moved from its place in frame 0, in head heights, straight on screen.

    `forward` is the way it faces, so a knockback is negative; `lift` of the pose is apart.
    """

    forward: float = 0.0
    aside: float = 0.0


class AnimationFrame(_Fact):
    """One frame. `pose` turns the joints of the rig in degrees; what is not named is at rest."""

    frame_index: Annotated[int, Field(ge=0, lt=FRAMES_MOST)]
    phase: Phase
    pose: dict[Joint, Angles] = {}
    pose_description: str = ""
    visual_focus: str = ""
    impact_window: bool = False
    force_vector: str | None = None
    force: Force | None = None
    duration_ms: Annotated[int, Field(ge=10, le=5000)]
    left_hand: Hand = "relaxed"
    right_hand: Hand = "relaxed"
    stance: Stance = "ground"
    lift: Annotated[float, Field(ge=0.0, le=4.0)] = 0.0
    travel: Travel = Travel()
    expression: Expression = "neutral"
    effects: tuple[Effect, ...] = ()

    def rig_pose(self) -> PoseAngles:
        """The frame's pose for the rig. Raises `ValueError` beyond a joint's range."""
        return PoseAngles(
            joints=self.pose,
            left_hand=self.left_hand,
            right_hand=self.right_hand,
            stance=self.stance,
            lift=self.lift,
        )


class AnimationScript(_Fact):
    """A timeline of one character. `frames` are exactly `frame_count`, numbered from 0.

    `response` is how a responder answers; `alignment` by how many frames it was shifted.
    From `swap_frame` on roles are swapped: the responder strikes, the instigator is struck.
    `joins` are the frames at which the later sequences of a chain begin.
    """

    action_type: ActionType
    difficulty_tier: DifficultyTier = "LIGHT"
    perspective: Perspective = "side"
    frame_count: Annotated[int, Field(ge=1, le=FRAMES_MOST)]
    physics_reasoning: str = ""
    response: ResponderKind | None = None
    swap_frame: Annotated[int, Field(ge=0)] | None = None
    alignment: int = 0
    joins: tuple[int, ...] = ()
    frames: tuple[AnimationFrame, ...]

    @model_validator(mode="after")
    def _numbered(self) -> Self:
        if len(self.frames) != self.frame_count:
            raise ValueError(
                f"frame_count is {self.frame_count}, but there are {len(self.frames)} frames"
            )
        for index, frame in enumerate(self.frames):
            if frame.frame_index != index:
                raise ValueError(f"frame {index} is numbered {frame.frame_index}")
        return self

    @property
    def first_contact(self) -> int | None:
        """The index of the first Contact frame."""
        return next((f.frame_index for f in self.frames if f.phase == "Contact"), None)

    @property
    def duration_ms(self) -> int:
        return sum(frame.duration_ms for frame in self.frames)
