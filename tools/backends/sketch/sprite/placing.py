"""A sequence before the camera: poses on the ground, at one scale, within the cell."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from tools.backends.sketch.sprite.carried import held
from tools.backends.sketch.sprite.head import head_shapes
from tools.backends.sketch.sprite.proportions import chibi_of
from tools.backends.sketch.sprite.puppet import DOWN, SIDES, WRIST, Puppet, Sway, Vector
from tools.backends.sketch.sprite.shapes import bounds
from tools.backends.sketch.sprite.springs import followed
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
    loops = _loops(poses)
    flat = _swayed(flat, frames, loops=loops)
    clouds = [_cloud(puppet) for puppet in flat]
    clouds += [
        _swept(flat[at - 1], flat[at])
        for at, frame in enumerate(frames)
        if at and "smear" in frame.effects
    ]
    pitch = PITCH[perspective]
    scale = cell_px * FULL / NOMINAL
    room = cell_px - 2 * MARGIN_PX
    sides = [_extent(clouds, Camera(yaw=45.0 * k, pitch=pitch)) for k in range(8)]
    wide = max(right - left for left, _, right, _ in sides)
    tall = max(low - top for _, top, _, low in sides)
    scale = min(scale, room / wide, room / tall)
    camera = Camera(yaw=_yaw(perspective, facing), pitch=pitch, scale=scale)
    left, top, right, low = (scale * edge for edge in _extent(clouds, replace(camera, scale=1.0)))
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


def _loops(poses: Sequence[PoseAngles]) -> bool:
    """Whether the last pose leads back to the first as one frame leads to the next."""
    if len(poses) < 3:
        return False
    steps = [_apart(one, two) for one, two in pairwise(poses)]
    return _apart(poses[-1], poses[0]) <= 1.6 * max(*steps, 1e-6)


def _apart(one: PoseAngles, two: PoseAngles) -> float:
    total = 0.0
    for joint in one.joints.keys() | two.joints.keys():
        a, b = one.angles(joint), two.angles(joint)
        total += abs(a.flex - b.flex) + abs(a.abduct - b.abduct) + abs(a.twist - b.twist)
    return total


def _swayed(
    puppets: list[Puppet], frames: Sequence[AnimationFrame], *, loops: bool
) -> list[Puppet]:
    """The puppets with what hangs left behind by the body's motion."""
    durations = [frame.duration_ms for frame in frames]
    targets = np.stack([_anchors(puppet) for puppet in puppets])
    travel = np.array([(0.0, 0.0, 100.0 * frame.travel.forward) for frame in frames])
    targets[:, :9] += np.tile(travel, (1, 3))
    loops = loops and not travel.any()
    hertz = np.repeat(np.array((2.6, 1.9, 2.4, 4.2)), 3)
    lag = followed(targets, durations, hertz, 0.62, loops=loops) - targets
    return [
        replace(
            puppet,
            sway=Sway(
                hair=_limited(row[0:3], 38.0),
                back=_limited(row[3:6], 62.0),
                hips=_limited(row[6:9], 26.0),
                prop=_limited(row[9:12], 34.0),
            ),
        )
        for puppet, row in zip(puppets, lag, strict=True)
    ]


def _anchors(puppet: Puppet) -> NDArray[np.float64]:
    """What hair, cape, skirt and weapon hang from, at the length of what hangs; shape (12,)."""
    place = puppet.skeleton.place
    thing = held(puppet)
    tip = thing.tip if thing else puppet.point("wrist_r")
    hair = place("head", 0.0, 10.0, -50.0)
    back = place("chest", 0.0, 40.0, -40.0)
    hips = place("pelvis", 0.0, 40.0, 0.0)
    return np.concatenate((hair + puppet.at, back + puppet.at, hips + puppet.at, tip + puppet.at))


def _limited(shift: Vector, most: float) -> Vector:
    length = math.sqrt(float(shift @ shift))
    return shift if length <= most else shift * (most / length)


def _cloud(puppet: Puppet) -> NDArray[np.float64]:
    """Points with radii that hold the whole figure, shape (n, 4)."""
    chibi = puppet.chibi
    head = puppet.skeleton.place("head", 0.0, -38.0, 6.0)
    frame = puppet.frame("head")
    kinds = {garment.kind for garment in puppet.look.garments}
    above, aside, below = head_reach(puppet.look)
    spots: list[tuple[Vector, float]] = [(head - frame[:, 1] * (above - 3.0), 3.0)]
    for angle in np.radians(np.arange(0.0, 360.0, 45.0)).tolist():
        around = frame[:, 0] * math.sin(angle) + frame[:, 2] * math.cos(angle)
        spots.append((head + around * (aside - 4.0) - frame[:, 1] * 20.0, 4.0))
    spots.append((head + DOWN * (below - 4.0) + puppet.sway.hair, 4.0))
    for side in SIDES:
        spots += [
            (puppet.point(f"elbow_{side}"), chibi.forearm_radius + 3.0),
            (puppet.skeleton.place(WRIST[side], 0.0, 10.0, 0.0), 15.0),
            (puppet.point(f"knee_{side}"), chibi.shin_radius + 5.0),
            (puppet.point(f"heel_{side}") - np.array((0.0, 6.0, 0.0)), 8.0),
            (puppet.point(f"toe_{side}") - np.array((0.0, 6.0, 0.0)), 9.0),
        ]
    spots += [(puppet.point("pelvis"), chibi.rig.hips_half + 8.0)]
    thing = held(puppet)
    if thing:
        spots += [(thing.tip, 8.0), (thing.butt, 5.0)]
        if thing.sketch.mode in ("upright", "across", "shield"):
            spots.append(((thing.tip + thing.butt) / 2, 48.0))
    if kinds & {"cape", "cloak"}:
        down = puppet.skeleton.place("chest", 0.0, 62.0, -30.0) + puppet.sway.back
        spots.append((down, 26.0))
    return np.array([(*(point + puppet.at), radius) for point, radius in spots])


def head_reach(look: Look) -> tuple[float, float, float]:
    """How far a head with hair and headwear reaches up, aside and down from its middle."""
    return _head_reach(look.model_dump_json(include={"hair", "garments", "age", "face"}))


@lru_cache(maxsize=128)
def _head_reach(head: str) -> tuple[float, float, float]:
    look = Look.model_validate_json(head)
    seen = [
        bounds(
            head_shapes(
                look, yaw=yaw, pitch=0.0, roll=0.0, size_px=100.0, center=(0.0, 0.0),
                expression="neutral", sway=(0.0, 0.0),
            )
        )
        for yaw in (0.0, 60.0, 90.0, 180.0)
    ]  # fmt: skip
    left, top, right, low = (
        pick(box[i] for box in seen) for i, pick in enumerate((min, min, max, max))
    )
    return -top, max(-left, right), low


def _swept(before: Puppet, puppet: Puppet) -> NDArray[np.float64]:
    """Where a weapon's tip passes between two frames, shape (n, 4): on an arc about the chest."""
    one, two = held(before), held(puppet)
    if one is None or two is None:
        return np.zeros((1, 4))
    center = (before.point("chest") + before.at + puppet.point("chest") + puppet.at) / 2
    start, end = one.tip + before.at - center, two.tip + puppet.at - center
    reach = max(float(np.linalg.norm(start)), float(np.linalg.norm(end)))
    spots: list[tuple[float, ...]] = []
    for share in (0.25, 0.5, 0.75):
        way = start + (end - start) * share
        way = way * (reach / max(float(np.linalg.norm(way)), 1e-6))
        x, y, z = (center + way).tolist()
        spots.append((x, min(y, -4.0), z, 4.0))
    return np.array(spots)


def _extent(
    clouds: Sequence[NDArray[np.float64]], camera: Camera
) -> tuple[float, float, float, float]:
    """Left, top, right and bottom about the point of the ground, in hundredths of a head."""
    every = np.concatenate(clouds)
    seen = camera.project(every[:, :3])[:, :2]
    radius = every[:, 3:]
    low, high = (seen - radius).min(axis=0), (seen + radius).max(axis=0)
    return float(low[0]), float(low[1]), float(high[0]), float(high[1])


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
