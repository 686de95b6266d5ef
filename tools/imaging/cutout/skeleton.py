"""The joints that a picture's figure is moved by: names, order, what hangs from what."""

from __future__ import annotations

from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict

from tools.imaging.cutout.facing import FigureView

JointName = Literal[
    "head", "neck", "chest", "pelvis",
    "shoulder_l", "elbow_l", "wrist_l", "shoulder_r", "elbow_r", "wrist_r",
    "hip_l", "knee_l", "ankle_l", "toes_l", "hip_r", "knee_r", "ankle_r", "toes_r",
]  # fmt: skip
"""Left and right are the character's own; names are those of the rig."""

JOINT_NAMES: tuple[JointName, ...] = get_args(JointName)

_PARENTS: dict[JointName, JointName] = {
    "chest": "pelvis", "neck": "chest", "head": "neck",
    "shoulder_l": "chest", "elbow_l": "shoulder_l", "wrist_l": "elbow_l",
    "shoulder_r": "chest", "elbow_r": "shoulder_r", "wrist_r": "elbow_r",
    "hip_l": "pelvis", "knee_l": "hip_l", "ankle_l": "knee_l", "toes_l": "ankle_l",
    "hip_r": "pelvis", "knee_r": "hip_r", "ankle_r": "knee_r", "toes_r": "ankle_r",
}  # fmt: skip
_SIDES = {"l": "left ", "r": "right "}

Place = tuple[float, float]
"""x to the right and y down, in pixels."""


class JointLabel(BaseModel):
    """One joint for an editor: what to call it, and the joint that a line leads to."""

    model_config = ConfigDict(frozen=True)

    name: JointName
    label: str
    parent: JointName | None


class JointEstimate(BaseModel):
    """Where a picture's joints are, in its pixels, and which way the figure looks.

    `view` and `yaw` (0 to the viewer, 90 to the picture's right, 180 away, 270 left) are of the
    picture as it is. `confidence` is 0 to 1 a joint; below a half a person should look.
    """

    model_config = ConfigDict(frozen=True)

    joints: dict[JointName, Place]
    confidence: dict[JointName, float]
    view: FigureView
    yaw: float
    view_confidence: float


def joint_names() -> tuple[JointLabel, ...]:
    """Every joint in the order in which an editor lists them."""
    return tuple(
        JointLabel(name=name, label=_label(name), parent=parent_joint(name)) for name in JOINT_NAMES
    )


def parent_joint(name: JointName) -> JointName | None:
    """The joint that carries this one; None for the pelvis."""
    return _PARENTS.get(name)


def other_side(name: JointName) -> JointName:
    """The same joint on the other side; middle joints are their own."""
    stem, _, side = name.partition("_")
    wanted = f"{stem}_{'r' if side == 'l' else 'l'}" if side else name
    return next(joint for joint in JOINT_NAMES if joint == wanted)


def named_joint(stem: str, side: str) -> JointName:
    """`("knee", "l")` as a joint's name."""
    return next(joint for joint in JOINT_NAMES if joint == f"{stem}_{side}")


def corrected(
    joints: dict[JointName, Place], given: dict[JointName, Place]
) -> dict[JointName, Place]:
    """The joints with some of them put where somebody says; the others follow these.

    A joint moves as the nearest corrected one above it does, or, where one below it was
    corrected as well, by both in proportion to how near they are; with only one below, by half
    of its move for each step.
    """
    moves: dict[JointName, Place] = {
        name: (given[name][0] - joints[name][0], given[name][1] - joints[name][1]) for name in given
    }
    result: dict[JointName, Place] = {}
    for name in JOINT_NAMES:
        dx, dy = moves[name] if name in moves else _follow(name, moves)
        result[name] = (joints[name][0] + dx, joints[name][1] + dy)
    return result


def _follow(name: JointName, moves: dict[JointName, Place]) -> Place:
    above = _above(name, moves)
    below = _below(name, moves)
    if above and below:
        (move_a, steps_a), (move_b, steps_b) = above, below
        share = steps_a / (steps_a + steps_b)
        return (
            move_a[0] + (move_b[0] - move_a[0]) * share,
            move_a[1] + (move_b[1] - move_a[1]) * share,
        )
    if above:
        return above[0]
    if below and name != "pelvis" and name != "chest":
        factor = 0.5 ** below[1]
        return (below[0][0] * factor, below[0][1] * factor)
    return (0.0, 0.0)


def _above(name: JointName, moves: dict[JointName, Place]) -> tuple[Place, int] | None:
    steps, at = 1, parent_joint(name)
    while at is not None:
        if at in moves:
            return moves[at], steps
        steps, at = steps + 1, parent_joint(at)
    return None


def _below(name: JointName, moves: dict[JointName, Place]) -> tuple[Place, int] | None:
    found: list[tuple[int, Place]] = []
    for moved, move in moves.items():
        steps, at = 0, moved
        while at is not None and at != name:
            steps, at = steps + 1, parent_joint(at)
        if at == name:
            found.append((steps, move))
    if not found:
        return None
    steps, move = min(found)
    return move, steps


def _label(name: JointName) -> str:
    stem, _, side = name.partition("_")
    return _SIDES.get(side, "") + ("skull base" if stem == "head" else stem)
