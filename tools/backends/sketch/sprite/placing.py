"""A sequence before the camera: poses on the ground, at one scale, within the cell."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

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
TRAVEL_SHARES = (1.0, 0.8, 0.6, 0.45, 0.3, 0.2, 0.1)
"""What may be drawn of a sequence's travel, so that it stays within the cell."""
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
    clouds = _clouds(flat, frames)
    pitch = PITCH[perspective]
    room = cell_px - 2 * MARGIN_PX
    scale = min(cell_px * FULL / NOMINAL, room / max(_spans(clouds, pitch)))
    flat = _travelled(flat, frames, pitch, room / scale)
    clouds = _clouds(flat, frames)
    sides = [extent(clouds, Camera(yaw=45.0 * k, pitch=pitch)) for k in range(8)]
    camera = Camera(yaw=_yaw(perspective, facing), pitch=pitch, scale=scale)
    left, _, right, _ = (scale * edge for edge in extent(clouds, replace(camera, scale=1.0)))
    highest, lowest = (scale * pick(side[i] for side in sides) for i, pick in ((1, min), (3, max)))
    ground = min(cell_px * GROUND[perspective], cell_px - MARGIN_PX - lowest)
    ground = float(math.floor(max(ground, MARGIN_PX - highest)))
    x = min(max(cell_px / 2, MARGIN_PX - left), cell_px - MARGIN_PX - right)
    camera = replace(camera, origin=(x, ground))
    return Placed(
        puppets=tuple(replace(puppet, camera=camera) for puppet in flat),
        frames=tuple(frames),
        loops=loops,
        scale=scale,
        ground_y=ground,
    )


def _clouds(
    puppets: Sequence[Puppet], frames: Sequence[AnimationFrame]
) -> list[NDArray[np.float64]]:
    """What every frame needs room for: the figure, and the way of its weapon where it smears."""
    return [cloud_of(puppet) for puppet in puppets] + [
        swept(puppets[at - 1], puppets[at])
        for at, frame in enumerate(frames)
        if at and "smear" in frame.effects
    ]


def _spans(clouds: Sequence[NDArray[np.float64]], pitch: float) -> tuple[float, float]:
    """The widest and the tallest extent from any of eight sides, in hundredths of a head."""
    sides = [extent(clouds, Camera(yaw=45.0 * k, pitch=pitch)) for k in range(8)]
    wide = max(right - left for left, _, right, _ in sides)
    return wide, max(low - top for _, top, _, low in sides)


def _travelled(
    puppets: list[Puppet], frames: Sequence[AnimationFrame], pitch: float, room: float
) -> list[Puppet]:
    """The puppets moved by their travel, or by the largest of a few shares of it that fits."""
    ways = [np.array((-f.travel.aside, 0.0, f.travel.forward)) * 100.0 for f in frames]
    if not any(way.any() for way in ways):
        return puppets
    for share in TRAVEL_SHARES:
        moved = [
            replace(puppet, at=puppet.at + way * share)
            for puppet, way in zip(puppets, ways, strict=True)
        ]
        if max(_spans(_clouds(moved, frames), pitch)) <= room:
            return moved
    return puppets


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
