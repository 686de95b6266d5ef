"""From the rig's pose in space to the bones of a flat picture."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from tools.domain.rig import Camera, PoseAngles, Proportions, Skeleton, posed
from tools.imaging.cutout.mesh import BoneMove
from tools.imaging.cutout.skeleton import JointName, Place, named_joint

Point = NDArray[np.float64]
"""Shape (2,): x to the right, y down."""

_ADULT = Proportions()
_TRUNK_LENGTH = _ADULT.pelvis + _ADULT.waist + _ADULT.chest
_FADE, _FADE_LEG = math.radians(75.0), math.radians(14.0)
"""A picture's own slant of a limb is gone when the limb has turned so far from rest: soon for
legs, or a step that starts from a stride goes nowhere."""
_SHORTEST = {"trunk": 0.82, "arm": 0.55, "leg": 0.4, "hand": 0.8, "foot": 0.7, "thing": 0.45}
_GRIP_TILT = math.radians(40.0)
"""How a blade lies in a closed hand: from square to the forearm towards the fingers."""
_SHIFT, _OUTWARD = 0.85, 0.3
_LEAN, _FALL, _LEAN_SHARE = math.radians(45.0), math.radians(80.0), 0.68
_LONGER = {"arm": 0.5, "leg": 0.3}
"""How much longer a sprite's limb is drawn at most, far from rest: else it stays in the body."""
_BOLD_FROM, _BOLD_TO = math.radians(35.0), math.radians(90.0)
_STEP = math.radians(12.0)
"""The turn of a thigh from which a leg is on its way."""
_STIFF_FOOT, _STIFF_HEAD = 0.75, 0.45
"""How much less feet of a few pixels turn, and heads that are half of the figure."""
WAIST_SHARE = 0.42
"""Where the trunk bends, from pelvis to neck."""


@dataclass(frozen=True, kw_only=True)
class PictureBones:
    """A picture's skeleton at rest, in its cutting's pixels; `thing` is the held thing's axis
    from the grip to its far end.
    """

    joints: Mapping[JointName, Place]
    crown: Place
    thing: tuple[Place, Place] | None
    chibi: float = 0.0
    """0 for an adult's proportions, 1 for a sprite's: short limbs need bolder moves."""
    skirt: float = 0.0
    """How much of the legs a skirt covers, 0 to 1."""

    @property
    def unit(self) -> float:
        """Pixels for a hundredth of a head of the rig, by the length of the trunk."""
        return math.dist(self.joints["pelvis"], self.joints["neck"]) / _TRUNK_LENGTH


@dataclass(frozen=True, kw_only=True)
class Moves:
    """How every bone of a picture lies in one frame, the pelvis where it was at rest.

    `trunk` is pelvis to waist and waist to neck; `arm` upper arm, forearm, hand; `leg` thigh,
    shin, foot. `depth` is how far each part is before the trunk, in hundredths of a head.
    """

    trunk: tuple[BoneMove, BoneMove]
    head: BoneMove
    arms: Mapping[str, tuple[BoneMove, BoneMove, BoneMove]]
    legs: Mapping[str, tuple[BoneMove, BoneMove, BoneMove]]
    thing: BoneMove | None
    depth: Mapping[str, float]


def waist_of(joints: Mapping[JointName, Place]) -> Place:
    """Where the trunk bends."""
    (x0, y0), (x1, y1) = joints["pelvis"], joints["neck"]
    return (x0 + WAIST_SHARE * (x1 - x0), y0 + WAIST_SHARE * (y1 - y0))


def retargeted(
    pose: PoseAngles, yaw: float, bones: PictureBones, holder: str, carry: float = 0.0
) -> Moves:
    """The bones of a picture that looks the way of `yaw`, doing what the rig does.

    Bones take the rig's directions as a camera sees them and are shortened as it sees them,
    keeping the picture's own lengths. `carry` (0 to 1) is how far a held pole keeps the attitude
    that it has in the picture. Near the rig's rest they keep the picture's own slant.
    """
    return _Retargeting(pose, yaw, bones, holder, carry).moves()


class _Retargeting:
    """One pose before one camera; the steps share the projected rig."""

    def __init__(
        self, pose: PoseAngles, yaw: float, bones: PictureBones, holder: str, carry: float
    ) -> None:
        self._bones = bones
        self._joints = {name: np.array(place) for name, place in bones.joints.items()}
        self._holder = holder
        self._carry = carry
        self._rig = _seen(posed(pose, _ADULT), yaw)
        self._rest = _rest_seen(yaw)
        self._profile = abs(math.sin(math.radians(yaw)))

    def moves(self) -> Moves:
        lower, upper = self._trunk()
        neck = _carried(self._joints["neck"], self._waist, upper)
        crown = np.array(self._bones.crown)
        share = 0.8 * (1 - _STIFF_HEAD * self._bones.chibi * self._standing(upper))
        head = self._free(neck, self._joints["neck"], crown, ("head", "crown"), "trunk", share)
        arms = {side: self._arm(side, upper) for side in ("l", "r")}
        legs = {side: self._leg(side, lower) for side in ("l", "r")}
        return Moves(
            trunk=(lower, upper), head=head, arms=arms, legs=legs,
            thing=self._thing(arms[self._holder][2]), depth=self._depths(),
        )  # fmt: skip

    def _trunk(self) -> tuple[BoneMove, BoneMove]:
        pelvis = self._joints["pelvis"]
        self._waist = np.array(waist_of(self._bones.joints))
        lower = self._free(pelvis, pelvis, self._waist, ("pelvis", "waist"), "trunk", 1.0)
        start = _carried(self._waist, pelvis, lower)
        upper = self._free(
            start, self._waist, self._joints["neck"], ("waist", "neck"), "trunk", 1.0
        )
        return lower, upper

    def _arm(self, side: str, upper: BoneMove) -> tuple[BoneMove, BoneMove, BoneMove]:
        shoulder, elbow, wrist = (self._place(s, side) for s in ("shoulder", "elbow", "wrist"))
        at = _carried(shoulder, self._waist, upper) + self._twist(f"shoulder_{side}", "neck", upper)
        at = at + self._reach(side, shoulder)
        tip = wrist + 0.45 * (wrist - elbow)
        first = self._limb(at, shoulder, elbow, (f"shoulder_{side}", f"elbow_{side}"), "arm")
        at = _carried(elbow, shoulder, first, elbow - shoulder)
        second = self._limb(at, elbow, wrist, (f"elbow_{side}", f"wrist_{side}"), "arm")
        at = _carried(wrist, elbow, second, wrist - elbow)
        hand = self._limb(at, wrist, tip, (f"wrist_{side}", f"hand_{side}"), "hand")
        return first, second, hand

    def _leg(self, side: str, lower: BoneMove) -> tuple[BoneMove, BoneMove, BoneMove]:
        hip, knee, ankle = (self._place(s, side) for s in ("hip", "knee", "ankle"))
        toes = self._place("toes", side)
        pelvis = self._joints["pelvis"]
        half = BoneMove(start=lower.start, turn=0.5 * lower.turn, stretch=1.0)
        upright = abs(lower.turn) < math.radians(50)
        frame = half if upright else lower
        at = _carried(hip, pelvis, frame) + self._twist(f"hip_{side}", "pelvis", frame)
        first = self._limb(at, hip, knee, (f"hip_{side}", f"knee_{side}"), "leg")
        first = _nearer(first, frame.turn, math.radians(90 - 60 * self._bones.skirt))
        at = at + self._together(side, first.turn - frame.turn)
        first = replace(first, start=_pair(at))
        at = _carried(knee, hip, first, knee - hip)
        second = self._limb(at, knee, ankle, (f"knee_{side}", f"ankle_{side}"), "leg")
        second = _nearer(second, first.turn, math.radians(140 - 110 * self._bones.skirt))
        at = _carried(ankle, knee, second, ankle - knee)
        share = self._profile if self._profile > 0.4 else 0.0
        share *= 1 - _STIFF_FOOT * self._bones.chibi * self._standing(lower)
        foot = self._free(at, ankle, toes, (f"ankle_{side}", f"toe_{side}"), "foot", share)
        return first, second, foot

    def _together(self, side: str, turn: float) -> Point:
        """In profile both hips are in one place, unless the legs stand as they are drawn."""
        other = self._place("hip", "l" if side == "r" else "r")
        half = 0.5 * float(other[0] - self._place("hip", side)[0])
        share = min(1.0, abs(turn) / _STEP) * max(0.0, self._profile - 0.5) * 2
        return np.array((half * share, 0.0))

    def _thing(self, hand: BoneMove) -> BoneMove | None:
        if self._bones.thing is None:
            return None
        grip, end = (np.array(place) for place in self._bones.thing)
        wrist = self._place("wrist", self._holder)
        elbow = self._place("elbow", self._holder)
        at = _carried(grip, wrist, hand, wrist - elbow)
        side = self._holder
        now, rest = self._rig[f"grip_{side}"], self._rest[f"grip_{side}"]
        move = _move(at, end - grip, now, rest, 1.0, _SHORTEST["thing"])
        free = 1.0 - self._carry
        return BoneMove(
            start=move.start, turn=free * move.turn, stretch=1.0 + free * (move.stretch - 1.0)
        )

    def _limb(
        self, at: Point, start: Point, end: Point, names: tuple[str, str], kind: str
    ) -> BoneMove:
        now = self._rig[names[1]] - self._rig[names[0]]
        rest = self._rest[names[1]] - self._rest[names[0]]
        length = float(np.linalg.norm(rest))
        fade = _FADE_LEG if kind == "leg" else _FADE
        move = _move(at, end - start, now, rest, length, _SHORTEST[kind], fade)
        longer = 1 + self._bones.chibi * _LONGER.get(kind, 0.0) * _boldness(now, rest)
        return replace(move, stretch=move.stretch * longer)

    def _standing(self, trunk: BoneMove) -> float:
        """1 for an upright trunk, 0 for one that has fallen."""
        return 1 - min(1.0, max(0.0, (abs(trunk.turn) - _LEAN) / (_FALL - _LEAN)))

    def _free(
        self, at: Point, start: Point, end: Point, names: tuple[str, str], kind: str, share: float
    ) -> BoneMove:
        """A bone that turns as the rig's does, from however it lies in the picture."""
        now = self._rig[names[1]] - self._rig[names[0]]
        rest = self._rest[names[1]] - self._rest[names[0]]
        steady = 0.15 * float(np.linalg.norm(rest))
        turn = _angle(now[:2] + steady * _unit(rest[:2])) - _angle(rest[:2])
        seen = float(np.linalg.norm(now[:2])) / max(float(np.linalg.norm(rest[:2])), 1e-6)
        stretch = 1.0 if kind == "foot" else float(np.clip(seen, _SHORTEST[kind], 1.06))
        del start, end
        turn = _wrapped(turn)
        if kind == "trunk":
            turn = _eased(turn)
        return BoneMove(start=_pair(at), turn=share * turn, stretch=stretch)

    def _twist(self, joint: str, base: str, frame: BoneMove) -> Point:
        """How far a shoulder or hip is shifted by the turn of the trunk about its own length.

        Less to the outside than to the middle, so that it stays on the trunk that is drawn.
        """
        rest = (self._rest[joint] - self._rest[base])[:2]
        now = _turned((self._rig[joint] - self._rig[base])[:2], -frame.turn)
        shift = (now - rest) * self._bones.unit * _SHIFT
        middle = self._joints["chest" if base == "neck" else "pelvis"][0]
        out = self._joints[_rig_name(joint)][0] - middle
        if shift[0] * out > 0:
            shift[0] *= _OUTWARD
        return _turned(shift, frame.turn)

    def _reach(self, side: str, shoulder: Point) -> Point:
        """How far a raised arm draws its shoulder forward in profile, where trunks are deep."""
        way = self._rig[f"wrist_{side}"] - self._rig[f"shoulder_{side}"]
        ahead = max(0.0, float(way[0])) / max(float(np.linalg.norm(way)), 1e-6)
        spare = max(0.0, self._joints["chest"][0] - shoulder[0])
        return np.array((spare * ahead * max(0.0, self._profile - 0.5) * 2, 0.0))

    def _depths(self) -> dict[str, float]:
        trunk = 0.5 * float(self._rig["neck"][2] + self._rig["pelvis"][2])
        depths = {"head": float(self._rig["crown"][2]) - trunk}
        for side in ("l", "r"):
            arm = [self._rig[f"{stem}_{side}"][2] for stem in ("shoulder", "elbow", "wrist")]
            leg = [self._rig[f"{stem}_{side}"][2] for stem in ("hip", "knee", "ankle")]
            depths[f"arm_{side}"] = float(np.mean(arm)) - trunk
            depths[f"leg_{side}"] = float(np.mean(leg)) - trunk
        return depths

    def _place(self, stem: str, side: str) -> Point:
        return self._joints[named_joint(stem, side)]


def _rig_name(joint: str) -> JointName:
    stem, _, side = joint.partition("_")
    return named_joint(stem, side)


def _eased(turn: float) -> float:
    """A lean made smaller, a fall left as it is: a heavy head doubles what a lean says."""
    fallen = min(1.0, max(0.0, (abs(turn) - _LEAN) / (_FALL - _LEAN)))
    return turn * (_LEAN_SHARE + (1 - _LEAN_SHARE) * fallen)


def _nearer(move: BoneMove, turn: float, most: float) -> BoneMove:
    """A bone that turns less than `most` from the one that carries it, if that is below square."""
    if most >= math.radians(90):
        return move
    apart = _wrapped(move.turn - turn)
    limited = most * math.tanh(apart / most)
    return replace(move, turn=turn + limited, stretch=max(move.stretch, math.cos(limited)))


def _boldness(now: Point, rest: Point) -> float:
    """0 for a limb about where it is at rest, 1 for one that is square to that."""
    apart = abs(_wrapped(_angle(now[:2]) - _angle(rest[:2])))
    return min(1.0, max(0.0, (apart - _BOLD_FROM) / (_BOLD_TO - _BOLD_FROM)))


def _move(
    at: Point,
    way: Point,
    now: Point,
    rest: Point,
    length: float,
    shortest: float,
    fade: float = _FADE,
) -> BoneMove:
    """A bone in the rig's direction, with what is left of the picture's own slant."""
    steady = 0.12 * length
    seen = _angle(now[:2] + steady * _unit(rest[:2]))
    at_rest, drawn = _angle(rest[:2]), _angle(way)
    apart = abs(_wrapped(seen - at_rest))
    slant = _wrapped(drawn - at_rest) * max(0.0, 1 - apart / fade)
    stretch = float(np.clip(np.linalg.norm(now[:2]) / max(length, 1e-6), shortest, 1.0))
    return BoneMove(start=_pair(at), turn=_wrapped(seen + slant - drawn), stretch=stretch)


def _seen(skeleton: Skeleton, yaw: float) -> dict[str, Point]:
    """The rig's points as x, y and depth; `grip_l` and `grip_r` are the ways things point."""
    camera = Camera(yaw=yaw)
    points = {name: camera.project(point) for name, point in skeleton.points.items()}
    for side in ("l", "r"):
        wrist = skeleton.frames["wrist_l" if side == "l" else "wrist_r"]
        along = wrist[:, 2] * math.cos(_GRIP_TILT) + wrist[:, 1] * math.sin(_GRIP_TILT)
        points[f"grip_{side}"] = camera.project(along)
    return points


@lru_cache(maxsize=64)
def _rest_seen(yaw: float) -> dict[str, Point]:
    return _seen(posed(PoseAngles(), _ADULT), yaw)


def _carried(place: Point, origin: Point, move: BoneMove, way: Point | None = None) -> Point:
    """Where a bone takes a place of the picture; shortened along `way` where that is given."""
    offset = place - origin
    if way is not None:
        along = _unit(way)
        offset = offset + (move.stretch - 1) * float(offset @ along) * along
    elif move.stretch != 1.0:
        offset = offset * np.array((1.0, move.stretch))
    return _turned(offset, move.turn) + np.array(move.start)


def _turned(way: Point, turn: float) -> Point:
    cosine, sine = math.cos(turn), math.sin(turn)
    return np.array((cosine * way[0] - sine * way[1], sine * way[0] + cosine * way[1]))


def _angle(way: Point) -> float:
    return math.atan2(float(way[1]), float(way[0]))


def _unit(way: Point) -> Point:
    length = float(np.linalg.norm(way))
    return way / length if length > 1e-6 else np.array((0.0, 1.0))


def _wrapped(angle: float) -> float:
    return (angle + math.pi) % (2 * math.pi) - math.pi


def _pair(point: Point) -> tuple[float, float]:
    return (float(point[0]), float(point[1]))
