"""A sequence of a puppet: every frame's pieces at one scale above one ground line."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from tools.backends.cutout.framing import Shot, extent, kept_within
from tools.backends.cutout.pixel_steps import on_pixels
from tools.backends.cutout.puppet import Moved, Puppet, carries, moved
from tools.backends.cutout.retargeting import Moves, retargeted
from tools.backends.cutout.springs import trailing
from tools.domain.animation.kinds import Phase
from tools.domain.animation.script import AnimationFrame
from tools.domain.rig import PoseAngles, mirrored
from tools.imaging.cutout.seeds import PartName

FULL = 0.74
"""The share of the cell's height that the picture's figure takes at rest."""
GROUND = 0.94
"""The ground's height in the cell, from the top."""
MARGIN_PX = 2.0
_POLE = 0.5
"""The share of the figure's height from which a held thing is a pole."""
_EASE: dict[Phase, float] = {
    "Idle": 0.9, "Ready": 0.9, "Return to Ready": 0.9, "Startup": 0.5, "Recovery": 0.5,
}  # fmt: skip
_LUNGE: dict[Phase, float] = {"Contact": 0.1, "Follow-through": 0.07}
"""The share of its height by which a sprite goes forward with a blow: its arms are too short."""
_ARMS: tuple[PartName, PartName] = ("arm_l", "arm_r")
_LEGS: tuple[PartName, PartName] = ("leg_l", "leg_r")
_PROFILE = 60.0
_NEARER = -22.0
"""Hundredths of a head behind the trunk from which an arm is drawn behind it."""


@dataclass(frozen=True, kw_only=True)
class Staged:
    """All frames; a place p of the cutting goes to `origin` + `scale` x (p + the shot's shift)."""

    shots: tuple[Shot, ...]
    scale: float
    origin: tuple[float, float]


def staged(
    puppet: Puppet, frames: Sequence[AnimationFrame], yaw: float, cell: int, *, grid: int
) -> Staged:
    """The frames of a puppet in a cell of `cell` pixels, which is `grid` to a pixel of pixel art.

    The scale is one for all sequences of this picture: where something would leave the cell, the
    figure travels and leaps less, and only one too large for the cell by itself is drawn smaller.
    """
    poses = [_pose(frame, puppet) for frame in frames]
    moves = [
        retargeted(pose, yaw, puppet.bones, puppet.holder, _carry(puppet, frame))
        for pose, frame in zip(poses, frames, strict=True)
    ]
    if puppet.pixel_art:
        moves = [on_pixels(move, puppet.bones) for move in moves]
    lags = trailing([move.head.start for move in moves], puppet.height)
    shots = [
        _shot(puppet, frame, move, lag, yaw)
        for frame, move, lag in zip(frames, moves, lags, strict=True)
    ]
    side = cell / grid
    room = side - 2 * max(1.0, MARGIN_PX / grid)
    largest = 1.0 if puppet.pixel_art else FULL * cell / puppet.height
    shots = kept_within(shots, room / largest, puppet)
    left, top, right, low = extent(shots)
    fit = side - 1 if puppet.pixel_art else room
    scale = min(largest, fit / (right - left), fit / (low - top))
    x = _placed(side / 2 - puppet.middle * scale, left * scale, right * scale, side)
    ground = GROUND * side - puppet.bottom * scale
    y = _placed(ground, top * scale, low * scale, side)
    if puppet.pixel_art:
        x, y = float(round(x)), float(round(y))
    return Staged(shots=tuple(shots), scale=scale, origin=(x, y))


def _placed(wanted: float, first: float, last: float, room: float) -> float:
    """The wanted shift, or the nearest at which nothing leaves the cell."""
    margin = 1.0
    return min(max(wanted, margin - first), room - margin - last)


def _carry(puppet: Puppet, frame: AnimationFrame) -> float:
    """Long poles stay upright in a hand at ease; blades and short things never do."""
    axis = puppet.bones.thing
    if axis is None or puppet.thing_length < _POLE * puppet.height:
        return 0.0
    return _EASE.get(frame.phase, 0.0)


def _pose(frame: AnimationFrame, puppet: Puppet) -> PoseAngles:
    pose = frame.rig_pose()
    return mirrored(pose) if puppet.holder == "l" else pose


def _shot(puppet: Puppet, frame: AnimationFrame, moves: Moves, lag: float, yaw: float) -> Shot:
    pieces: dict[PartName, Moved] = {
        name: moved(puppet, name, moves, lag) for name in puppet.pieces
    }
    soles = [
        float(piece.outline[:, 1].max())
        for name, piece in pieces.items()
        if carries(name) and len(piece.outline)
    ]
    head = min(puppet.head, 0.3 * puppet.height)
    up = puppet.bottom - max(soles) - frame.lift * head
    lunge = _LUNGE.get(frame.phase, 0.0) * puppet.bones.chibi * puppet.height
    forward = (frame.travel.forward * head + lunge) * max(0.0, math.sin(math.radians(yaw)))
    if puppet.pixel_art:
        forward, up = float(round(forward)), float(round(up))
    return Shot(
        pieces=pieces,
        order=_order(puppet, moves, yaw),
        shift=(forward + frame.travel.aside * head, up),
    )


def _order(puppet: Puppet, moves: Moves, yaw: float) -> tuple[tuple[PartName, bool], ...]:
    """Far to near. Arms beside the trunk are drawn over it, with their caps beneath."""
    depth = moves.depth
    away = yaw > 120
    arms: list[PartName] = sorted(_ARMS, key=lambda name: depth[name])
    legs: list[PartName] = sorted(_LEGS, key=lambda name: depth[name])
    behind: list[PartName] = [name for name in arms if _is_behind(name, depth[name], yaw)]
    before: list[PartName] = [name for name in arms if name not in behind]
    order: list[tuple[PartName, bool]] = [] if away else [("drape", True)]
    for name in behind:
        order += _with_thing(puppet, name, whole=True)
    under: list[PartName] = [*legs, "skirt", *before, "trunk"]
    order.extend((name, True) for name in under)
    over_head: list[PartName] = [name for name in before if depth[name] > depth["head"] - 25]
    for name in before:
        if name not in over_head:
            order += _with_thing(puppet, name, whole=False)
    order.append(("head", True))
    for name in over_head:
        order += _with_thing(puppet, name, whole=False)
    if away:
        order.append(("drape", True))
    return tuple((name, whole) for name, whole in order if name in puppet.pieces)


def _is_behind(arm: PartName, depth: float, yaw: float) -> bool:
    """In profile the near arm, the character's right one, is always before the trunk."""
    if _PROFILE <= yaw <= 180 - _PROFILE:
        return arm == "arm_l"
    return depth < _NEARER


def _with_thing(puppet: Puppet, arm: PartName, *, whole: bool) -> list[tuple[PartName, bool]]:
    held: list[tuple[PartName, bool]] = [("thing", True)] if arm[-1] == puppet.holder else []
    return [*held, (arm, whole)]
