"""A sequence before the camera: poses on the ground, at one scale, within the cell."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from tools.backends.sketch.sprite.proportions import chibi_of
from tools.backends.sketch.sprite.puppet import SIDES, Puppet
from tools.backends.sketch.sprite.reach import cloud_of, extent, swept
from tools.backends.sketch.sprite.swaying import loops_of, swayed
from tools.domain.animation.kinds import Perspective
from tools.domain.animation.script import AnimationFrame
from tools.domain.look import Look
from tools.domain.rig import Camera, PoseAngles, posed

PITCH: dict[Perspective, float] = {"side": 0.0, "front": 4.0, "top_down": 42.0, "isometric": 30.0}
"""Degrees from which the camera looks down."""
SIDE_TURN = 24.0
"""A figure in profile is turned so far to the viewer, so that face and both arms are seen."""
FULL = 0.74
"""The share of the cell's height that a plain adult takes."""
NOMINAL = 262.0
"""That adult's height in hundredths of a head."""
GROUND: dict[Perspective, float] = {
    "side": 0.94, "front": 0.93, "top_down": 0.86, "isometric": 0.88,
}  # fmt: skip
"""How far down the cell the point of the ground under the pelvis is; from above, feet before it
are lower. Only what would leave the cell moves it."""
MARGIN_PX = 2.0
_AT_EASE = frozenset({"Idle", "Ready", "Return to Ready"})
_HALF_EASE = frozenset({"Startup", "Recovery"})


@dataclass(frozen=True, kw_only=True)
class Placed:
    """The puppets of a sequence, and its frames."""

    puppets: tuple[Puppet, ...]
    frames: tuple[AnimationFrame, ...]
    loops: bool
    scale: float
    ground_y: float


def placed(
    look: Look, frames: Sequence[AnimationFrame], perspective: Perspective, facing: float,
    cell_px: int,
) -> Placed:  # fmt: skip
    """The puppets of a sequence.

    The scale is that of all sequences of all characters at this cell (`FULL` for a plain
    adult), unless something would leave the cell from any of eight sides: then the whole
    sequence is smaller, the same from every side. Travel is drawn as far as it fits the cell.
    """
    poses = [frame.rig_pose() for frame in frames]
    flat = [_puppet(look, frame, pose) for frame, pose in zip(frames, poses, strict=True)]
    loops = loops_of(poses)
    flat = swayed(flat, frames, loops=loops)
    clouds = [cloud_of(puppet) for puppet in flat]
    clouds += [
        swept(flat[at - 1], flat[at])
        for at, frame in enumerate(frames)
        if at and "smear" in frame.effects
    ]
    pitch = PITCH[perspective]
    scale = cell_px * FULL / NOMINAL
    room = cell_px - 2 * MARGIN_PX
    sides = [extent(clouds, Camera(yaw=45.0 * k, pitch=pitch)) for k in range(8)]
    wide = max(right - left for left, _, right, _ in sides)
    tall = max(low - top for _, top, _, low in sides)
    scale = min(scale, room / wide, room / tall)
    camera = Camera(yaw=_yaw(perspective, facing), pitch=pitch, scale=scale)
    left, top, right, low = (scale * edge for edge in extent(clouds, replace(camera, scale=1.0)))
    deepest = max(scale * side[3] for side in sides)
    ground = min(cell_px * GROUND[perspective], cell_px - MARGIN_PX - deepest)
    highest = min(scale * side[1] for side in sides)
    ground = max(ground, MARGIN_PX - highest)
    x = min(max(cell_px / 2, MARGIN_PX - left), cell_px - MARGIN_PX - right)
    shifts = _travels(frames, perspective, facing, scale, (x + left, x + right), cell_px)
    ground = float(math.floor(ground))
    puppets = tuple(
        replace(puppet, camera=replace(camera, origin=(x + shift, ground)))
        for puppet, shift in zip(flat, shifts, strict=True)
    )
    del top, low
    return Placed(puppets=puppets, frames=tuple(frames), loops=loops, scale=scale, ground_y=ground)


def _yaw(perspective: Perspective, facing: float) -> float:
    if perspective != "side":
        return facing
    turn = math.remainder(facing, 360.0)
    if abs(abs(turn) - 90.0) > 30.0:
        return facing
    return math.copysign(abs(turn) - SIDE_TURN, turn)


def _puppet(look: Look, frame: AnimationFrame, pose: PoseAngles) -> Puppet:
    chibi = chibi_of(look)
    skeleton = posed(pose, chibi.rig)
    puppet = Puppet(
        look=look,
        chibi=chibi,
        skeleton=skeleton,
        camera=Camera(),
        at=np.zeros(3),
        hands={"l": pose.left_hand, "r": pose.right_hand},
        carry=1.0 if frame.phase in _AT_EASE else 0.55 if frame.phase in _HALF_EASE else 0.0,
    )
    if look.prop and pose.right_hand in ("relaxed", "open") and look.prop.kind != "bow":
        puppet = replace(puppet, hands={**puppet.hands, "r": "gripping"})
    lowest = max(_lowest(puppet), 1.0)
    return replace(puppet, at=np.array((0.0, -lowest - 100.0 * pose.lift, 0.0)))


def _lowest(puppet: Puppet) -> float:
    """The height of the figure's lowest point below the pelvis."""
    chibi = puppet.chibi
    spots = [
        float(puppet.point(name)[1]) + radius
        for side in SIDES
        for name, radius in (
            (f"heel_{side}", 0.0),
            (f"toe_{side}", 0.0),
            (f"knee_{side}", chibi.shin_radius),
            (f"hip_{side}", chibi.thigh_radius),
            (f"shoulder_{side}", chibi.upper_arm_radius),
            (f"elbow_{side}", chibi.forearm_radius),
            (f"wrist_{side}", chibi.hand_radius),
        )
    ]
    head = puppet.skeleton.place("head", 0.0, -38.0, 6.0)
    spots.append(float(head[1]) + 48.0)
    spots.append(float(puppet.point("pelvis")[1]) + chibi.rig.hips_half * chibi.hips_deep)
    return max(spots)


def _travels(
    frames: Sequence[AnimationFrame], perspective: Perspective, facing: float, scale: float,
    span: tuple[float, float], cell_px: int,
) -> list[float]:  # fmt: skip
    """Each frame's shift to the right in pixels: its travel, all of it made smaller to fit."""
    del perspective
    ahead = math.sin(math.radians(facing))
    wanted = [frame.travel.forward * 100.0 * scale * ahead for frame in frames]
    room_left, room_right = span[0] - MARGIN_PX, cell_px - MARGIN_PX - span[1]
    share = 1.0
    if min(wanted) < 0:
        share = min(share, max(0.0, room_left) / -min(wanted))
    if max(wanted) > 0:
        share = min(share, max(0.0, room_right) / max(wanted))
    return [float(round(shift * share)) for shift in wanted]
