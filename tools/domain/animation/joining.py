"""How far two poses are apart, and how to get from one to the other without a jump."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tools.domain.animation.script import AnimationFrame
from tools.domain.rig import JOINTS, Angles, Joint

STEP_DEGREES = 110.0
"""The most that any joint turns from one frame to the next where timelines are joined."""
_REST = Angles()
_MOTIONS = ("flex", "abduct", "twist")
Pose = Mapping[Joint, Angles]


def gap_degrees(one: Pose, two: Pose) -> float:
    """The greatest turn of any joint between two poses, in degrees."""
    gaps = [
        abs(_turn(joint, getattr(one.get(joint, _REST), m), getattr(two.get(joint, _REST), m)))
        for joint in one.keys() | two.keys()
        for m in _MOTIONS
    ]
    return max(gaps, default=0.0)


def distance_degrees(one: Pose, two: Pose) -> float:
    """How unlike two poses are: the sum of what every joint turns, in degrees."""
    return sum(
        abs(_turn(joint, getattr(one.get(joint, _REST), m), getattr(two.get(joint, _REST), m)))
        for joint in JOINTS
        if joint in one or joint in two
        for m in _MOTIONS
    )


def blended_pose(one: Pose, two: Pose, share: float) -> dict[Joint, Angles]:
    """The pose `share` (0 to 1) of the way from one to the other, the short way round."""
    blended: dict[Joint, Angles] = {}
    for joint in JOINTS:
        if joint in one or joint in two:
            first, second = one.get(joint, _REST), two.get(joint, _REST)
            blended[joint] = Angles.model_construct(
                flex=_between(joint, first.flex, second.flex, share),
                abduct=_between(joint, first.abduct, second.abduct, share),
                twist=_between(joint, first.twist, second.twist, share),
            )
    return blended


def eased_in(
    before: Sequence[AnimationFrame], after: Sequence[AnimationFrame]
) -> tuple[AnimationFrame, ...]:
    """Both runs of frames in one, numbered from 0.

    The second run's poses are held to what can be reached from the frame before, until they are
    reached anyhow; everything but the pose stays as it was.
    """
    frames = list(before)
    reaching = bool(frames)
    for frame in after:
        update: dict[str, object] = {"frame_index": len(frames)}
        if reaching:
            last = frames[-1].pose
            gap = gap_degrees(last, frame.pose)
            reaching = gap > STEP_DEGREES
            if reaching:
                update["pose"] = blended_pose(last, frame.pose, STEP_DEGREES / gap)
        frames.append(frame.model_copy(update=update))
    return tuple(frames)


def _turn(joint: Joint, start: float, end: float) -> float:
    """From one angle to the other in degrees; the pelvis, which turns all round, the short way."""
    return (end - start + 180.0) % 360.0 - 180.0 if joint == "pelvis" else end - start


def _between(joint: Joint, start: float, end: float, share: float) -> float:
    angle = start + _turn(joint, start, end) * share
    if joint == "pelvis":
        angle = (angle + 180.0) % 360.0 - 180.0
    return round(angle, 1)
