"""A pose: the angles of the joints and what the hands do."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, model_validator

from tools.domain.rig.joints import JOINTS, LIMITS, Joint, mirrored_name, side_of

Hand = Literal["relaxed", "open", "fist", "pointing", "gripping"]
Stance = Literal["ground", "seat", "air"]


class Angles(BaseModel):
    """The turn of one joint in degrees; see `Limits` for the directions."""

    model_config = ConfigDict(frozen=True)

    flex: float = 0.0
    abduct: float = 0.0
    twist: float = 0.0


class PoseAngles(BaseModel):
    """A pose of the whole skeleton; joints that are not named are at rest.

    `stance` says what carries the figure: its lowest point stands on the `ground`, it sits on
    a `seat`, or it is in the `air`, `lift` head heights above the ground. Raises `ValueError`
    when a joint is turned beyond its range.
    """

    model_config = ConfigDict(frozen=True)

    joints: dict[Joint, Angles] = {}
    left_hand: Hand = "relaxed"
    right_hand: Hand = "relaxed"
    stance: Stance = "ground"
    lift: float = 0.0

    @model_validator(mode="after")
    def _within_ranges(self) -> Self:
        for joint, angles in self.joints.items():
            for motion in ("flex", "abduct", "twist"):
                least, most = getattr(LIMITS[joint], motion)
                angle = getattr(angles, motion)
                if not least <= angle <= most:
                    raise ValueError(
                        f"{joint} cannot {motion} to {angle} degrees: {least} to {most} it can"
                    )
        return self

    def angles(self, joint: Joint) -> Angles:
        """The angles of a joint; zeros at rest."""
        return self.joints.get(joint, Angles())


def mirrored(pose: PoseAngles) -> PoseAngles:
    """The pose as a looking glass shows it: what the left side did, the right side does."""
    turned: dict[Joint, Angles] = {
        mirrored_name(joint): _swapped(joint, angles) for joint, angles in pose.joints.items()
    }
    return pose.model_copy(
        update={
            "joints": turned,
            "left_hand": pose.right_hand,
            "right_hand": pose.left_hand,
        }
    )


def blended(first: PoseAngles, second: PoseAngles, share: float) -> PoseAngles:
    """The pose `share` (0 to 1) of the way between two, angle by angle; hands of the nearer."""
    near = first if share < 0.5 else second
    joints: dict[Joint, Angles] = {}
    for joint in JOINTS:
        if joint not in first.joints and joint not in second.joints:
            continue
        one, two = first.angles(joint), second.angles(joint)
        joints[joint] = Angles(
            flex=one.flex + (two.flex - one.flex) * share,
            abduct=one.abduct + (two.abduct - one.abduct) * share,
            twist=one.twist + (two.twist - one.twist) * share,
        )
    lift = first.lift + (second.lift - first.lift) * share
    return near.model_copy(update={"joints": joints, "lift": lift})


def _swapped(joint: Joint, angles: Angles) -> Angles:
    if side_of(joint):
        return angles
    return Angles(flex=angles.flex, abduct=-angles.abduct, twist=-angles.twist)
