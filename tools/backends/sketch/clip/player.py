"""A moving figure in its place: the camera stays, the feet stay where they stand."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from tools.backends.sketch.clip.motion import Moment, Motion
from tools.backends.sketch.compose import head_view
from tools.backends.sketch.figure.body import SIDES, Body
from tools.backends.sketch.figure.feet import Foot
from tools.backends.sketch.figure.outfit import Figure
from tools.backends.sketch.posebook import PoseFile, pose_named
from tools.backends.sketch.props.held import blade_way, carrying, reach_above
from tools.backends.sketch.stage import (
    INK,
    PITCH,
    SCALE,
    SIDE,
    YAW,
    ZOOM,
    Life,
    Stage,
    closer,
    grounded,
    reach,
    touching,
)
from tools.domain.rig import Camera, Skeleton, posed, proportions_of
from tools.domain.staging import Drawing, View

GAIT_YAW = 55.0
"""How far who walks is turned from the viewer: both eyes are seen, and where the way leads."""
ACTING_YAW = 48.0
_HOLD = 14.0
"""Degrees that a face turns beyond a border before another side of the head is drawn."""
_BORDERS: tuple[tuple[View, float, float], ...] = (
    ("front", 0.0, 19.0), ("three_quarter", 19.0, 64.0), ("side", 64.0, 128.0),
    ("back", 128.0, 181.0),
)  # fmt: skip
_LONG_PROP = 175.0
"""How far beyond its hands an acting figure may reach with what it wields, in hundredths."""


@dataclass(frozen=True, kw_only=True)
class Player:
    """A figure with its motion. `camera` is for the first drawing; `steps` is how far, in user
    units, the ground goes by under it up to each drawing of a round, and in a whole one."""

    drawing: Drawing
    motion: Motion
    camera: Camera
    zoom: float
    steps: tuple[float, ...] = (0.0,)

    def stage(self, index: int) -> Stage:
        """The figure at one drawing of its round."""
        moment = self.motion.moments[index % len(self.motion.moments)]
        pose = _pose_of(self, moment)
        skeleton = _skeleton(self.drawing, pose)
        body = Body(
            skeleton,
            _followed(self, skeleton, moment),
            sway=(0.0, 0.0, moment.cloth),
        )
        figure = Figure(look=self.drawing.look, body=body, ink=INK * self.zoom**0.5)
        xs = (
            [float(body.dot(f"hip_{side}")[0]) for side in SIDES]
            if pose.angles.stance == "air"
            else touching(body)
        )
        life = Life(
            eyes_open=moment.eyes_open,
            mouth=moment.mouth,
            hair=moment.hair,
            view=self._views[index % len(self.motion.moments)],
        )
        return Stage(figure=figure, pose=pose, zoom=self.zoom, ground=(min(xs), max(xs)), life=life)

    @cached_property
    def _views(self) -> tuple[tuple[View, bool], ...]:
        return _held_views(self)

    def shown(self, index: int) -> Drawing:
        """The drawing with the face of the moment."""
        moment = self.motion.moments[index % len(self.motion.moments)]
        if moment.expression is None or self.drawing.staging.expression != "neutral":
            return self.drawing
        staging = self.drawing.staging.model_copy(update={"expression": moment.expression})
        return self.drawing.model_copy(update={"staging": staging})


def player_of(drawing: Drawing, motion: Motion, ground_y: float, *, turned: bool = False) -> Player:
    """The figure at a scale at which its whole round is in the picture, on the ground."""
    look, staging = drawing.look, drawing.staging
    rest = pose_named(staging.pose)
    yaw = rest.yaw.get(staging.view, YAW[staging.view])
    if motion.gait and staging.view in ("three_quarter", "front"):
        yaw = GAIT_YAW
    elif motion.acts and staging.view in ("three_quarter", "front"):
        yaw = ACTING_YAW
    zoom = ZOOM[staging.framing]
    start = Camera(yaw=-yaw if turned else yaw, pitch=PITCH, scale=SCALE)
    player = Player(drawing=drawing, motion=motion, camera=start, zoom=zoom)
    prop = staging.prop or look.prop
    above = reach_above(staging.pose, prop) if not motion.acts else 0.0
    swings = motion.acts and not motion.gait and prop is not None
    poses = [_pose_of(player, moment) for moment in motion.moments]
    skeletons = [_skeleton(drawing, pose) for pose in poses]
    cameras = [
        grounded(skeleton, pose, start, ground_y, _raised(skeleton) if swings else above)
        for skeleton, pose in zip(skeletons[::_SAMPLED], poses[::_SAMPLED], strict=True)
    ]
    scale = min(camera.scale for camera in cameras)
    camera = _standing(skeletons[0], poses[0], replace(start, scale=scale), ground_y, above)
    if zoom > 1.0:
        camera = closer(skeletons[0], camera, zoom, staging.framing)
    player = replace(player, camera=camera)
    return replace(player, steps=_steps(player, skeletons)) if motion.gait else player


def _raised(skeleton: Skeleton) -> float:
    """How far above its hand a wielded thing may reach, in hundredths of a head."""
    return max(0.0, -float(blade_way(skeleton)[1])) * _LONG_PROP


_SAMPLED = 2
"""Every so many drawings are looked at for the room that a motion takes."""


def _standing(
    skeleton: Skeleton, pose: PoseFile, camera: Camera, ground_y: float, above: float
) -> Camera:
    """The camera at its scale with the figure in the middle, on the ground."""
    left, _, right, low = reach(Body(skeleton, camera), above)
    lift = pose.angles.lift * 100.0 * camera.scale
    return replace(camera, origin=(SIDE / 2 - (left + right) / 2, ground_y - low - lift))


def _pose_of(player: Player, moment: Moment) -> PoseFile:
    """The moment as a pose of the renderer; at ease, what is carried decides on the arms."""
    staging = player.drawing.staging
    rest = pose_named(staging.pose)
    prop = staging.prop or player.drawing.look.prop
    angles = moment.angles
    if player.motion.acts:
        hands = {"right_hand": "gripping"} if prop and angles.right_hand != "open" else {}
        return PoseFile(
            angles=angles.model_copy(update=hands),
            effect="spell" if moment.spell else None,
            wields=moment.wields,
        )
    pose = rest.model_copy(update={"angles": angles, "wields": moment.wields})
    return carrying(pose, staging.pose, prop) if prop and not moment.wields else pose


def _skeleton(drawing: Drawing, pose: PoseFile) -> Skeleton:
    look = drawing.look
    sizes = proportions_of(look.presentation, look.build, look.height, look.age)
    return posed(pose.angles, sizes)


def _followed(player: Player, skeleton: Skeleton, moment: Moment) -> Camera:
    """The camera for this drawing: what stands on the ground stays on it, where it stood."""
    first = player.motion.moments[0]
    base = _skeleton(player.drawing, _pose_of(player, first))
    camera = player.camera
    turned = replace(camera, yaw=camera.yaw + (moment.yaw if camera.yaw >= 0 else -moment.yaw))
    x, y = camera.origin
    y -= _drop(skeleton, turned) - _drop(base, camera)
    y -= (moment.angles.lift - first.angles.lift) * 100.0 * camera.scale
    forward = np.array((0.0, 0.0, (moment.travel - first.travel) * 100.0))
    x += float((camera.matrix() @ forward)[0]) * camera.scale
    if not player.motion.acts:
        x -= _stance(skeleton, turned) - _stance(base, camera)
    return replace(turned, origin=(x, y))


def _drop(skeleton: Skeleton, camera: Camera) -> float:
    """How far below the pelvis the lowest sole, or what else it rests on, is in the picture."""
    body = Body(skeleton, replace(camera, origin=(0.0, 0.0)))
    soles = [Foot(body, side).ground() for side in SIDES]
    knees = [float(body.dot(f"knee_{side}")[1]) + body.unit(16.0) for side in SIDES]
    hips = [float(body.dot(f"hip_{side}")[1]) + body.unit(26.0) for side in SIDES]
    return max(*soles, *knees, *hips)


def _stance(skeleton: Skeleton, camera: Camera) -> float:
    """Where between both feet is, from the pelvis, in the picture."""
    body = Body(skeleton, replace(camera, origin=(0.0, 0.0)))
    return sum(float(body.dot(f"ankle_{side}")[0]) for side in SIDES) / 2


def _steps(player: Player, skeletons: list[Skeleton]) -> tuple[float, ...]:
    """How far the ground has gone by at each drawing, and at the round's end.

    The foot that is lower stands still on the ground, so the ground moves as it moves; in the
    air, where no foot stands, it moves on as before.
    """
    camera = replace(player.camera, origin=(0.0, 0.0))
    spots = [_feet(skeleton, camera) for skeleton in skeletons]
    gone, total, speed = [0.0], 0.0, 0.0
    for before, after in zip(spots, [*spots[1:], spots[0]], strict=True):
        low = max(SIDES, key=lambda side: before[side][1] + after[side][1])
        moved = before[low][0] - after[low][0]
        forward = 1.0 if player.camera.yaw >= 0 else -1.0
        speed = moved if moved * forward > 0 else speed
        total += speed
        gone.append(total)
    return tuple(gone)


def _feet(skeleton: Skeleton, camera: Camera) -> dict[str, tuple[float, float]]:
    body = Body(skeleton, camera)
    return {
        side: (float(body.dot(f"ankle_{side}")[0]), Foot(body, side).ground()) for side in SIDES
    }


def _held_views(player: Player) -> tuple[tuple[View, bool], ...]:
    """From where the head is seen at each drawing: a border is crossed only when it is meant."""
    views: list[tuple[View, bool]] = []
    for moment in player.motion.moments:
        skeleton = _skeleton(player.drawing, _pose_of(player, moment))
        camera = replace(
            player.camera,
            yaw=player.camera.yaw + (moment.yaw if player.camera.yaw >= 0 else -moment.yaw),
        )
        seen = Figure(look=player.drawing.look, body=Body(skeleton, camera), ink=INK)
        views.append(_view_after(views[-1] if views else None, seen))
    return tuple(views)


def _view_after(before: tuple[View, bool] | None, seen: Figure) -> tuple[View, bool]:
    now = head_view(seen)
    if before is None or now == before:
        return now
    face = seen.body.camera.matrix() @ seen.body.skeleton.frames["head"][:, 2]
    yaw = abs(float(np.degrees(np.arctan2(face[0], face[2]))))
    low, high = next((a, b) for name, a, b in _BORDERS if name == before[0])
    return before if low - _HOLD < yaw < high + _HOLD and now[1] == before[1] else now
