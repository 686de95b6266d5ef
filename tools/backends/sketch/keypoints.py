"""Where the joints and the face of drawn figures are, by the names of OpenPose."""

from __future__ import annotations

import math
from typing import Literal

from tools.backends.sketch.compose import head_view
from tools.backends.sketch.figure.outfit import Figure
from tools.backends.sketch.head.face import face_shape
from tools.backends.sketch.parts import load_part
from tools.backends.sketch.sprite.head import head_space
from tools.backends.sketch.sprite.head.eye import seen_eyes
from tools.backends.sketch.sprite.puppet import Puppet, face_angles
from tools.backends.sketch.sprite.shapes import Points
from tools.backends.sketch.sprite.trunk import head_middle
from tools.domain.faces import Expression
from tools.domain.staging import View
from tools.imaging.openpose import PosePoint

Place = tuple[float, float]
FacePoint = Literal["nose", "eye_l", "eye_r", "ear_l", "ear_r"]
LIMB_JOINTS: tuple[PosePoint, ...] = (
    "shoulder_r", "elbow_r", "wrist_r", "shoulder_l", "elbow_l", "wrist_l",
    "hip_r", "knee_r", "ankle_r", "hip_l", "knee_l", "ankle_l",
)  # fmt: skip
"""The points that the rig names as OpenPose does."""

_EARS: dict[View, dict[FacePoint, Place]] = {
    "front": {"ear_l": (41.0, -27.0), "ear_r": (-41.0, -27.0)},
    "three_quarter": {"ear_r": (-29.0, -27.5)},
    "side": {"ear_r": (-8.0, -28.0)},
    "back": {"ear_l": (-41.0, -27.0), "ear_r": (41.0, -27.0)},
}
"""The middles of the drawn ears in head space; turned heads face the picture's right."""
_ANCHORS: dict[str, FacePoint] = {"nose": "nose", "eye_left": "eye_l", "eye_right": "eye_r"}
_OTHER: dict[FacePoint, FacePoint] = {
    "nose": "nose", "eye_l": "eye_r", "eye_r": "eye_l", "ear_l": "ear_r", "ear_r": "ear_l",
}  # fmt: skip
_NOSE = (0.0, 0.235, 0.43)
_EAR = (0.465, 0.17, -0.03)
_NOSE_HIDDEN, _EAR_HIDDEN = -0.08, -0.3
"""The depths in head heights from which a sprite's nose and far ear are behind its head."""


def figure_points(figure: Figure) -> dict[PosePoint, Place]:
    """The points of a picture's figure in user units; a turned-away face leaves its own out."""
    body = figure.body
    points: dict[PosePoint, Place] = {}
    for name in LIMB_JOINTS:
        x, y, _ = body.dot(name)
        points[name] = (float(x), float(y))
    x, y, _ = body.dot("head")
    crown_x, crown_y, _ = body.dot("crown")
    tilt = math.atan2(float(crown_x - x), float(y - crown_y))
    sine, cosine = math.sin(tilt), math.cos(tilt)
    scale = body.camera.scale
    for name, (a, b) in _face(figure).items():
        points[name] = (
            float(x) + scale * (a * cosine - b * sine),
            float(y) + scale * (a * sine + b * cosine),
        )
    return _with_neck(points)


def sprite_points(puppet: Puppet, expression: Expression) -> dict[PosePoint, Place]:
    """The points of a sprite in pixels of its cell; what the head hides is left out."""
    points: dict[PosePoint, Place] = {name: puppet.joint(name)[:2] for name in LIMB_JOINTS}
    yaw, pitch, roll = face_angles(puppet)
    space = head_space(
        yaw=yaw, pitch=pitch, roll=roll, size_px=puppet.px(100.0),
        center=puppet.spot(head_middle(puppet))[:2],
    )  # fmt: skip
    for eye in seen_eyes(puppet.look, space, expression):
        points["eye_l" if eye.ramp == "eye_left" else "eye_r"] = eye.middle
    if space.depth(_NOSE) > _NOSE_HIDDEN:
        points["nose"] = _spot(space.put(_NOSE)[0])
    a, y, b = _EAR
    sides: tuple[tuple[PosePoint, float], ...] = (("ear_l", a), ("ear_r", -a))
    for name, across in sides:
        if space.depth((across, y, b)) > _EAR_HIDDEN:
            points[name] = _spot(space.put((across, y, b))[0])
    return _with_neck(points)


def _face(figure: Figure) -> dict[FacePoint, Place]:
    """The face's points in head space, from the anchors of the drawn part."""
    view, mirrored = head_view(figure)
    part = load_part(f"head/face/{face_shape(figure.look)}/{view}.svg")
    found = dict(_EARS[view])
    for name, place in part.anchors.items():
        if name in _ANCHORS:
            found[_ANCHORS[name]] = place
    if not mirrored:
        return found
    return {_OTHER[name]: (-a, b) for name, (a, b) in found.items()}


def _with_neck(points: dict[PosePoint, Place]) -> dict[PosePoint, Place]:
    """OpenPose has the neck in the middle between the shoulders."""
    (x0, y0), (x1, y1) = points["shoulder_l"], points["shoulder_r"]
    points["neck"] = ((x0 + x1) / 2, (y0 + y1) / 2)
    return points


def _spot(point: Points) -> Place:
    return float(point[0]), float(point[1])
