"""How far two poses are apart, and how to get from one to the other without a jump."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from tools.domain.animation.kinds import Phase
from tools.domain.animation.physics import JUMP_MOST, SUDDEN
from tools.domain.animation.script import AnimationFrame, AnimationScript
from tools.domain.rig import JOINTS, Angles, Joint
from tools.domain.rig.kinematics import rotation

_SUDDEN_PHASES: frozenset[Phase] = frozenset({"Contact", "Impact Received", "Evade Action"})
_REST = Angles()
_STEP = 0.98
"""Of a step, what is taken at once: angles are rounded to a tenth of a degree."""
Pose = Mapping[Joint, Angles]


def gap_steps(one: Pose, two: Pose) -> float:
    """How many frames' worth of turning lie between two poses; up to 1 they can be neighbours.

    Of every joint the sum of its three turns over what it may turn between neighbours
    (`JUMP_MOST`), the greatest. The sum is never less than the angle of the whole rotation, so
    a pose blended by 1 / steps is always within reach.
    """
    gaps = [
        sum(abs(turn) for turn in _turns(joint, one, two)) / JUMP_MOST[joint.partition("_")[0]]
        for joint in one.keys() | two.keys()
    ]
    return max(gaps, default=0.0)


def distance_degrees(one: Pose, two: Pose) -> float:
    """How unlike two poses are: the sum of what every joint turns, in degrees."""
    return sum(
        abs(turn)
        for joint in JOINTS
        if joint in one or joint in two
        for turn in _turns(joint, one, two)
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
            steps = gap_steps(last, frame.pose)
            reaching = steps > 1.0
            if reaching:
                update["pose"] = blended_pose(last, frame.pose, _STEP / steps)
        frames.append(frame.model_copy(update=update))
    return tuple(frames)


def settled(script: AnimationScript) -> AnimationScript:
    """The script without leaps between neighbours: what leaps is held to what can be reached."""
    for _ in range(script.frame_count):
        at = _first_leap(script)
        if at is None:
            break
        frames = eased_in(script.frames[:at], script.frames[at:])
        script = script.model_copy(update={"frames": frames})
    return script


def _first_leap(script: AnimationScript) -> int | None:
    for one, two in pairwise(script.frames):
        most = SUDDEN if two.phase in _SUDDEN_PHASES else 1.0
        if _leaps(_Same(one.pose), _Same(two.pose), most):
            return two.frame_index
    return None


class _Same:
    """A pose by its identity: drawn poses are shared and never change, so verdicts on them keep."""

    __slots__ = ("pose",)

    def __init__(self, pose: Pose) -> None:
        self.pose = pose

    def __hash__(self) -> int:
        return id(self.pose)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.pose is other.pose


@lru_cache(maxsize=4096)
def _leaps(before: _Same, after: _Same, most: float) -> bool:
    one, two = before.pose, after.pose
    for joint in one.keys() | two.keys():
        limit = JUMP_MOST[joint.partition("_")[0]] * most
        if sum(abs(turn) for turn in _turns(joint, one, two)) > limit:
            first, second = one.get(joint, _REST), two.get(joint, _REST)
            if _rotated(joint, _plain(first), _plain(second)) > limit:
                return True
    return False


@lru_cache(maxsize=8192)
def _rotated(
    joint: Joint, one: tuple[float, float, float], two: tuple[float, float, float]
) -> float:
    """The angle of the whole rotation between two turns of a joint, in degrees."""
    first = rotation(joint, Angles(flex=one[0], abduct=one[1], twist=one[2]))
    second = rotation(joint, Angles(flex=two[0], abduct=two[1], twist=two[2]))
    cosine = (float((first * second).sum()) - 1.0) / 2.0
    return math.degrees(math.acos(min(1.0, max(-1.0, cosine))))


def _plain(angles: Angles) -> tuple[float, float, float]:
    return angles.flex, angles.abduct, angles.twist


def _turns(joint: Joint, one: Pose, two: Pose) -> tuple[float, float, float]:
    first, second = one.get(joint, _REST), two.get(joint, _REST)
    return (
        _turn(joint, first.flex, second.flex),
        _turn(joint, first.abduct, second.abduct),
        _turn(joint, first.twist, second.twist),
    )


def _turn(joint: Joint, start: float, end: float) -> float:
    """From one angle to the other in degrees; the pelvis, which turns all round, the short way."""
    return (end - start + 180.0) % 360.0 - 180.0 if joint == "pelvis" else end - start


def _between(joint: Joint, start: float, end: float, share: float) -> float:
    angle = start + _turn(joint, start, end) * share
    if joint == "pelvis":
        angle = (angle + 180.0) % 360.0 - 180.0
    return round(angle, 1)
