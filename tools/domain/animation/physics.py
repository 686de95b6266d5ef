"""Physical checks of a script: ranges of joints, jumps between poses, feet on the ground."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from tools.domain.animation.script import AnimationFrame, AnimationScript
from tools.domain.animation.violations import Violation
from tools.domain.rig import JOINTS, LIMITS, Joint, Proportions, parent_of, rest_offset

MOTIONS = ("flex", "abduct", "twist")

JUMP_MOST: dict[str, float] = {
    "pelvis": 105.0, "waist": 60.0, "chest": 60.0, "neck": 55.0, "head": 60.0,
    "clavicle": 50.0, "shoulder": 140.0, "elbow": 115.0, "wrist": 90.0,
    "hip": 115.0, "knee": 120.0, "ankle": 70.0, "toes": 75.0,
}  # fmt: skip
"""Degrees by which the whole turn of a joint (the angle of the rotation between both) may differ
between neighbours. Over the 60 ms of a fast frame the shoulder's 140 are 2,300 a second, what the
elbow reaches in a pitch (Fleisig et al. 1995, "Kinetics of baseball pitching"); the others follow
in the proportion of their ranges, and the pelvis turns a somersault in four frames.
"""
SUDDEN = 1.3
"""How much further a joint may jump into a blow, given or taken: the fastest frame there is."""
_SUDDEN_PHASES = frozenset({"Contact", "Impact Received", "Evade Action"})

LIFT_LEAST = 0.02
"""Head heights; less is on the ground."""
_KNEELING = 40.0
"""Hundredths of a head by which something that is meant to carry may hang above the lowest."""
_BELOW_GROUND = 1.0

_PARENTS: tuple[int, ...] = tuple(
    -1 if (parent := parent_of(joint)) is None else JOINTS.index(parent) for joint in JOINTS
)
_BODY = Proportions()
_OFFSETS: NDArray[np.float64] = np.array([rest_offset(joint, _BODY) for joint in JOINTS])
_SIDES: NDArray[np.float64] = np.array(
    [{"l": 1.0, "r": -1.0}.get(joint.partition("_")[2], 0.0) for joint in JOINTS]
)
_STEMS: tuple[str, ...] = tuple(joint.partition("_")[0] for joint in JOINTS)
_WRISTS = np.array([stem == "wrist" for stem in _STEMS])
_BACKWARDS = np.array(
    [stem == "knee" or side == 0 for stem, side in zip(_STEMS, _SIDES, strict=True)]
)
_LEAST = np.array([[getattr(LIMITS[joint], m)[0] for m in MOTIONS] for joint in JOINTS])
_MOST = np.array([[getattr(LIMITS[joint], m)[1] for m in MOTIONS] for joint in JOINTS])
_JUMPS = np.array([JUMP_MOST[stem] for stem in _STEMS])


def physical_violations(script: AnimationScript, *, who: str) -> tuple[Violation, ...]:
    """What a body could not do in this script.

    Angles beyond a joint's range, poses that leap between neighbours (and over the seam of a
    script that loops), figures that float or stand on nothing. Measured on a body of standard
    proportions.
    """
    frames = script.frames
    if not frames:
        return ()
    angles = _angles(frames)
    found = list(_out_of_range(angles, who))
    turns = _turns(angles)
    found += _jumps(turns, frames, who, loops=loops(script))
    found += _off_ground(_heights(turns), frames, who)
    return tuple(found)


def sole_below_pelvis(frame: AnimationFrame) -> float:
    """How far below the pelvis the lower sole is, in hundredths of a head."""
    return float(_heights(_turns(_angles((frame,))))[0, len(JOINTS) :].max())


def loops(script: AnimationScript) -> bool:
    """Whether the last frame leads back to the first."""
    return script.action_type in ("idle", "walk", "run")


def _angles(frames: Sequence[AnimationFrame]) -> NDArray[np.float64]:
    """Shape (frames, joints, 3), in degrees."""
    table = np.zeros((len(frames), len(JOINTS), len(MOTIONS)))
    for index, frame in enumerate(frames):
        for joint, turn in frame.pose.items():
            table[index, _INDEX[joint]] = (turn.flex, turn.abduct, turn.twist)
    return table


_INDEX: dict[Joint, int] = {joint: index for index, joint in enumerate(JOINTS)}


def _out_of_range(angles: NDArray[np.float64], who: str) -> Iterator[Violation]:
    beyond = (angles < _LEAST) | (angles > _MOST) | ~np.isfinite(angles)
    for frame, joint, motion in np.argwhere(beyond).tolist():
        least, most = _LEAST[joint, motion], _MOST[joint, motion]
        yield Violation(
            code="JOINT_OUT_OF_RANGE",
            who=who,
            frame=frame,
            detail=(
                f"{JOINTS[joint]} cannot {MOTIONS[motion]} to {angles[frame, joint, motion]:g} "
                f"degrees: keep it between {least:g} and {most:g}"
            ),
        )


def _turns(angles: NDArray[np.float64]) -> NDArray[np.float64]:
    """The turn of every joint from its parent, shape (frames, joints, 3, 3): the rig's
    `rotation` for all at once.
    """
    radians = np.radians(np.nan_to_num(angles))
    flex, abduct, twist = radians[..., 0], radians[..., 1], radians[..., 2]
    outward = np.where(_SIDES == 0, -1.0, _SIDES)
    inward = np.where(_SIDES == 0, 1.0, -_SIDES)
    forwards = np.where(_WRISTS, abduct, np.where(_BACKWARDS, -flex, flex))
    sideways = np.where(_WRISTS, -_SIDES * flex, outward * abduct)
    around = np.where(_WRISTS, 0.0, inward * twist)
    sf, cf = np.sin(forwards), np.cos(forwards)
    ss, cs = np.sin(sideways), np.cos(sideways)
    sa, ca = np.sin(around), np.cos(around)
    rows = (
        (cs * ca + ss * sf * sa, ss * cf, cs * sa - ss * sf * ca),
        (-ss * ca + cs * sf * sa, cs * cf, -ss * sa - cs * sf * ca),
        (-cf * sa, sf, cf * ca),
    )
    return np.stack([np.stack(row, axis=-1) for row in rows], axis=-2)


def _jumps(
    turns: NDArray[np.float64], frames: Sequence[AnimationFrame], who: str, *, loops: bool
) -> Iterator[Violation]:
    after = np.roll(turns, -1, axis=0) if loops else turns[1:]
    before = turns if loops else turns[:-1]
    traces = np.einsum("fjab,fjab->fj", before, after)
    degrees = np.degrees(np.arccos(np.clip((traces - 1.0) / 2.0, -1.0, 1.0)))
    arriving = [(index + 1) % len(frames) for index in range(len(degrees))]
    sudden = [SUDDEN if frames[index].phase in _SUDDEN_PHASES else 1.0 for index in arriving]
    allowed = _JUMPS[None, :] * np.array(sudden).reshape(-1, 1)
    for step, joint in np.argwhere(degrees > allowed + 0.5).tolist():
        yield Violation(
            code="POSE_JUMP",
            who=who,
            frame=arriving[step],
            detail=(
                f"{JOINTS[joint]} turns by {degrees[step, joint]:.0f} degrees from frame {step} "
                f"to frame {arriving[step]}: at most {allowed[step, joint]:.0f} there; put a "
                "pose between them or bring them closer"
            ),
        )


def _heights(turns: NDArray[np.float64]) -> NDArray[np.float64]:
    """How far below the pelvis each joint and, last, the lower sole of both feet are, shape
    (frames, joints + 2), in hundredths of a head.
    """
    count = len(turns)
    frames = np.empty_like(turns)
    points = np.zeros((count, len(JOINTS), 3))
    for joint, parent in enumerate(_PARENTS):
        if parent < 0:
            frames[:, joint] = turns[:, joint]
            continue
        frames[:, joint] = frames[:, parent] @ turns[:, joint]
        points[:, joint] = points[:, parent] + frames[:, parent] @ _OFFSETS[joint]
    soles = [_sole(points, frames, side) for side in ("l", "r")]
    return np.concatenate((points[..., 1], np.stack(soles, axis=1)), axis=1)


def _sole(
    points: NDArray[np.float64], frames: NDArray[np.float64], side: str
) -> NDArray[np.float64]:
    ankle, toes = (next(i for i, j in enumerate(JOINTS) if j == f"{stem}_{side}")
                   for stem in ("ankle", "toes"))  # fmt: skip
    heel = np.array((0.0, _BODY.ankle_height, -_BODY.foot * 0.28))
    tip = np.array((0.0, _BODY.ankle_height * 0.25, _BODY.toes))
    return np.maximum(
        points[:, ankle, 1] + (frames[:, ankle] @ heel)[:, 1],
        points[:, toes, 1] + (frames[:, toes] @ tip)[:, 1],
    )


def _off_ground(
    heights: NDArray[np.float64], frames: Sequence[AnimationFrame], who: str
) -> Iterator[Violation]:
    joints, soles = heights[:, : len(JOINTS)], heights[:, len(JOINTS) :]
    lowest = heights.max(axis=1)
    for index, frame in enumerate(frames):
        detail = _unsupported(frame, float(soles[index].max()), float(lowest[index]), joints[index])
        if detail:
            yield Violation(code="FEET_OFF_GROUND", who=who, frame=index, detail=detail)


_CARRIERS = np.array([stem in ("pelvis", "chest", "waist", "knee", "hip") for stem in _STEMS])


def _unsupported(
    frame: AnimationFrame, sole: float, lowest: float, joints: NDArray[np.float64]
) -> str | None:
    lifted = frame.lift > LIFT_LEAST
    if frame.stance != "air" and lifted:
        return (
            f"stands on the {frame.stance} with a lift of {frame.lift:g} head heights: make its "
            "stance air, or take the lift away"
        )
    if frame.stance == "air" and not lifted:
        return "is in the air without a lift: give it one, or make its stance ground"
    if frame.phase in _GROUNDED and lifted:
        return f"is in the air in {frame.phase}, which is done on the ground"
    carried = max(sole, float(joints[_CARRIERS].max()) + _KNEELING)
    if frame.stance == "ground" and carried < lowest - _BELOW_GROUND:
        return (
            f"has both feet {(lowest - sole) / 100:.2f} head heights above what it stands on: "
            "bring a foot, a knee or the trunk down, or make its stance air"
        )
    return None


_GROUNDED = frozenset({"Ready", "Return to Ready", "Startup", "Anticipation", "Prepare", "React"})
"""Phases that are over before, or begin after, a leap."""
