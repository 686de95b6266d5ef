"""Where a figure's joints are, estimated from its silhouette, its colours and its parts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import cv2
import numpy as np

from tools.imaging.cutout.arms import ArmSearch, best_arm
from tools.imaging.cutout.bodymap import BodyMap, body_map
from tools.imaging.cutout.cutting import Cutting, cut_out, mirrored
from tools.imaging.cutout.errors import UnknownJointError
from tools.imaging.cutout.facing import FigureView
from tools.imaging.cutout.legs import leg_places
from tools.imaging.cutout.skeleton import (
    JOINT_NAMES,
    JointEstimate,
    JointName,
    Place,
    corrected,
    named_joint,
    other_side,
)
from tools.imaging.cutout.views import implied_view
from tools.imaging.picture import Picture

ESTIMATE_HEIGHT = 256


@dataclass(frozen=True, kw_only=True)
class Found:
    """A figure that looks to the viewer or to the right, and its joints in the cutting's pixels.

    `turned` says that the cutting is the picture's mirror image: then the character's left and
    right have changed places with it, and `estimate` has them back in theirs.
    """

    cutting: Cutting
    body: BodyMap
    joints: dict[JointName, Place]
    confidence: dict[JointName, float]
    turned: bool

    @property
    def view(self) -> FigureView:
        return self.body.facing.view

    @property
    def yaw(self) -> float:
        """0, 40, 90 or 180: never to the left."""
        return self.body.facing.yaw

    def place(self, name: JointName) -> Place:
        """A joint of this name, or of the other side where the figure is turned, in the picture."""
        return self.cutting.in_picture(*self.joints[name])


def estimated_joints(picture: Picture) -> JointEstimate:
    """The joints of the picture's figure, in the picture's pixels. About 60 ms.

    Raises `NoFigureError` or `FigureTooSmallError`.
    """
    found = find_figure(picture, ESTIMATE_HEIGHT)
    yaw = (360.0 - found.yaw) % 360.0 if found.turned else found.yaw
    names: dict[JointName, JointName] = {
        n: other_side(n) if found.turned else n for n in found.joints
    }
    places: dict[JointName, Place] = {
        names[n]: _rounded(found.cutting.in_picture(*place)) for n, place in found.joints.items()
    }
    sure: dict[JointName, float] = {names[n]: round(s, 2) for n, s in found.confidence.items()}
    return JointEstimate(
        joints=places,
        confidence=sure,
        view=found.view,
        yaw=yaw,
        view_confidence=round(found.body.facing.confidence, 2),
    )


def find_figure(picture: Picture, height: int) -> Found:
    """Cut the figure out at most `height` pixels high, turn it to the right, find its joints.

    Raises `NoFigureError` or `FigureTooSmallError`.
    """
    cutting = cut_out(picture, height)
    body = body_map(cutting)
    turned = 180.0 < body.facing.yaw < 360.0
    if turned:
        cutting = mirrored(cutting)
        body = body_map(cutting)
    joints, confidence = _joints(body)
    scaled: dict[JointName, Place] = {
        name: (x * body.scale, y * body.scale) for name, (x, y) in joints.items()
    }
    return Found(cutting=cutting, body=body, joints=scaled, confidence=confidence, turned=turned)


def corrected_figure(found: Found, given: Mapping[str, Place]) -> Found:
    """The figure with joints where a person put them, in the picture's pixels.

    Joints that are not given follow those that are; both shoulders and both hips say from which
    side the figure is seen as well. Raises `UnknownJointError`.
    """
    moved: dict[JointName, Place] = {}
    for spoken, place in given.items():
        name: JointName | None = next((j for j in JOINT_NAMES if j == spoken), None)
        if name is None:
            raise UnknownJointError(spoken, JOINT_NAMES)
        own = other_side(name) if found.turned else name
        moved[own] = found.cutting.from_picture(*place)
    sure: dict[JointName, float] = {
        name: 1.0 if name in moved else found.confidence[name] for name in found.joints
    }
    body = found.body
    view = implied_view(moved, body.facing, body.chibi)
    if view is not None:
        body = replace(body, facing=view)
    return replace(found, joints=corrected(found.joints, moved), confidence=sure, body=body)


def _joints(body: BodyMap) -> tuple[dict[JointName, Place], dict[JointName, float]]:
    trunk = _trunk(body)
    joints: dict[JointName, Place] = dict(trunk)
    sure: dict[JointName, float] = dict.fromkeys(trunk, 0.8)
    legs, legs_sure = leg_places(body, trunk["pelvis"])
    joints |= legs
    sure |= legs_sure
    for side in ("l", "r"):
        arm, arm_sure = _arm(body, joints, side)
        joints |= arm
        sure |= arm_sure
    return joints, sure


def _trunk(body: BodyMap) -> dict[JointName, Place]:
    """Neck, chest and pelvis along the middle of the silhouette.

    Shares of the way from chin to sole: of the rig's adult, and of sprites whose legs are a
    quarter of them.
    """
    t, length = body.chibi, body.bottom - body.chin
    rows: dict[JointName, float] = {
        "head": body.chin - 0.02 * length,
        "neck": body.chin + _between(0.035, 0.03, t) * length,
        "chest": body.chin + _between(0.14, 0.2, t) * length,
        "pelvis": body.chin + _between(0.37, 0.56, t) * length,
    }
    x = middle_at(body, rows["chest"], rows["pelvis"])
    top = head_middle(body)
    neck = x + 0.35 * (top - x)
    return {
        "head": (0.5 * (neck + top), rows["head"]),
        "neck": (neck, rows["neck"]),
        "chest": (x, rows["chest"]),
        "pelvis": (x, rows["pelvis"]),
    }


def head_middle(body: BodyMap) -> float:
    """The middle column of the head's lower half, where hair stands out least."""
    rows = body.body[round(0.5 * (body.top + body.chin)) : round(body.chin)]
    columns = np.flatnonzero(rows.mean(axis=0) > 0.5)
    return float(columns[0] + columns[-1] + 1) / 2 if columns.size else body.axis


def middle_at(body: BodyMap, first: float, last: float) -> float:
    """The middle of the trunk between two rows: thin arms and props opened away."""
    size = max(3, round(0.1 * body.height)) | 1
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
    thick = cv2.morphologyEx(body.body.astype(np.uint8), cv2.MORPH_OPEN, kernel) > 0
    rows = thick[round(first) : max(round(first) + 1, round(last))]
    places = [_run_middle(row, body.axis) for row in rows if row.any()]
    return float(np.median(places)) if places else body.axis


def _run_middle(row: np.ndarray, axis: float) -> float:
    columns = np.flatnonzero(row)
    runs = np.split(columns, np.flatnonzero(np.diff(columns) > 1) + 1)
    near = min(runs, key=lambda run: max(run[0] - axis, axis - run[-1], 0.0))
    return float(near[0] + near[-1] + 1) / 2


def _arm(
    body: BodyMap, joints: dict[JointName, Place], side: str
) -> tuple[dict[JointName, Place], dict[JointName, float]]:
    t, length = body.chibi, body.bottom - body.chin
    search = ArmSearch(
        body=body,
        chest=joints["chest"],
        shoulder_row=body.chin + _between(0.085, 0.15, t) * length,
        upper=_between(0.17, 0.2, t) * length,
        fore=_between(0.15, 0.17, t) * length,
        radius=_between(0.022, 0.052, t) * body.height,
        out=1 if side == "l" else -1,
    )
    places, sure = best_arm(search)
    names: list[JointName] = [named_joint(stem, side) for stem in ("shoulder", "elbow", "wrist")]
    arm: dict[JointName, Place] = dict(zip(names, places, strict=True))
    return arm, dict.fromkeys(names, sure)


def _between(tall: float, chibi: float, t: float) -> float:
    return tall + (chibi - tall) * t


def _rounded(place: Place) -> Place:
    return (round(float(place[0]), 1), round(float(place[1]), 1))
