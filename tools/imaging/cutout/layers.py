"""Each part as a picture of its own, with what others covered filled in."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np

from tools.imaging.cutout.cutting import Cutting
from tools.imaging.cutout.grid import tripled
from tools.imaging.cutout.parts import Parting
from tools.imaging.cutout.seeds import PartName, hand_tip
from tools.imaging.cutout.skeleton import JointName, Place, named_joint
from tools.imaging.picture import Mask, Picture, floats

_FAR_SHADE = 0.8
"""How much darker the copy of a near limb is that stands for a hidden far one."""
_OUTLINED = 0.85
"""How much darker than a part its rim is where the picture has outlines."""
_SHARP = 3
_CORE = 0.8
_THIN = 1.8
"""What a thin thing's pixels weigh beside others when labels are enlarged."""
"""Pixel art is sampled from textures enlarged so many times with rounded stairs."""


@dataclass(frozen=True, kw_only=True)
class Layer:
    """One part: its pixels in the cutting's frame, and where they are `shown` by the picture.

    `texture` is `zoom` times the cutting's size; what of it was filled in has an alpha too.
    `source` is the part whose bones it is laid along: a copied far limb lies along the near one.
    """

    name: PartName
    source: PartName
    texture: Picture
    zoom: int
    whole: Mask
    shown: Mask


def layers_of(cutting: Cutting, parting: Parting, scale: float) -> dict[PartName, Layer]:
    """The layers of a parted cutting; `scale` is the cutting's pixels for one of the parting's."""
    labels = _enlarged(cutting, parting, scale)
    joints: dict[JointName, Place] = {
        name: (x * scale, y * scale) for name, (x, y) in parting.joints.items()
    }
    radius: dict[PartName, float] = {name: r * scale for name, r in parting.radius.items()}
    layers: dict[PartName, Layer] = {}
    for name, label in labels.items():
        if not label.any():
            continue
        whole = _whole(name, labels, joints, radius, cutting.mask)
        lining = labels["skirt"] if name.startswith("leg") and "skirt" in labels else None
        layers[name] = _layer(cutting, name, label, whole, lining)
    for side, other in (("l", "r"), ("r", "l")):
        for limb in ("arm", "leg"):
            mine, near = _part(limb, side), _part(limb, other)
            if mine not in layers and near in layers:
                layers[mine] = _copied(layers[near], mine)
    return layers


def _part(limb: str, side: str) -> PartName:
    names: dict[str, PartName] = {
        "arm_l": "arm_l", "arm_r": "arm_r", "leg_l": "leg_l", "leg_r": "leg_r",
    }  # fmt: skip
    return names[f"{limb}_{side}"]


def _enlarged(cutting: Cutting, parting: Parting, scale: float) -> dict[PartName, Mask]:
    """The labels at the cutting's size, every pixel of the figure in one of them."""
    if scale == 1:
        return dict(parting.labels)
    size = (cutting.mask.shape[1], cutting.mask.shape[0])
    names = list(parting.labels)
    soft = [
        cv2.GaussianBlur(
            cv2.resize(floats(parting.labels[n]), size, interpolation=cv2.INTER_LINEAR),
            (0, 0),
            0.35 * scale,
        )
        for n in names
    ]
    stack = np.stack([s * (_THIN if n == "thing" else 1) for n, s in zip(names, soft, strict=True)])
    winner = stack.argmax(axis=0)
    none = stack.max(axis=0) < 1e-3
    solid = cutting.pixels[:, :, 3] > 0
    return {name: np.asarray((winner == index) & solid & ~none) for index, name in enumerate(names)}


def _whole(
    name: PartName,
    labels: Mapping[PartName, Mask],
    joints: Mapping[JointName, Place],
    radius: Mapping[PartName, float],
    mask: Mask,
) -> Mask:
    """The part's pixels and those that it has behind others or under a joint."""
    label = labels[name]
    others = mask & ~label
    limb, _, side = name.partition("_")
    if limb == "leg":
        bones = [joints[named_joint(stem, side)] for stem in ("hip", "knee", "ankle")]
        return label | (_capsule(mask, bones, radius[name]) & others)
    if limb == "arm":
        start = joints[named_joint("shoulder", side)]
        elbow, wrist = joints[named_joint("elbow", side)], joints[named_joint("wrist", side)]
        hidden = labels.get("thing", np.zeros_like(mask)) & _capsule(
            mask, [elbow, wrist, hand_tip(elbow, wrist)], radius[name]
        )
        cap = _capsule(mask, [start, start], radius[name])
        core = _capsule(mask, [start, elbow, wrist], _CORE * radius[name])
        return label | hidden | ((cap | core) & others)
    if name == "thing":
        return label | (_between_ends(label) & others)
    if name == "trunk":
        return label | (_hull(label, labels, joints, radius) & others)
    if name == "skirt":
        rows = np.flatnonzero(label.any(axis=1))
        band = np.zeros_like(mask)
        for row in rows:
            columns = np.flatnonzero(label[row])
            band[row, columns[0] : columns[-1] + 1] = True
        return label | (band & others)
    return label


def _capsule(mask: Mask, places: list[Place], radius: float) -> Mask:
    canvas = np.zeros(mask.shape, dtype=np.uint8)
    for first, second in itertools.pairwise(places):
        _thick_line(canvas, first, second, radius)
    return np.asarray(canvas > 0)


def _thick_line(canvas: np.ndarray, first: Place, second: Place, radius: float) -> None:
    y, x = np.mgrid[: canvas.shape[0], : canvas.shape[1]]
    px, py = x + 0.5 - first[0], y + 0.5 - first[1]
    dx, dy = second[0] - first[0], second[1] - first[1]
    along = np.clip((px * dx + py * dy) / max(dx * dx + dy * dy, 1e-6), 0, 1)
    canvas[(px - along * dx) ** 2 + (py - along * dy) ** 2 <= radius * radius] = 1


def _between_ends(label: Mask) -> Mask:
    """The stretches of a long thing that a hand or a sleeve covers."""
    count, found = cv2.connectedComponents(label.astype(np.uint8), connectivity=8)
    canvas = np.zeros(label.shape, dtype=np.uint8)
    rows, columns = np.nonzero(label)
    length = max(1.0, float(np.hypot(np.ptp(rows), np.ptp(columns))))
    thick = max(1, round(min(0.8 * len(rows) / length, 0.1 * length)))
    pieces = [np.column_stack(np.nonzero(np.asarray(found) == i)) for i in range(1, count)]
    for one, other in pairwise(sorted(pieces, key=lambda piece: float(piece[:, 0].min()))):
        gaps = np.linalg.norm(one[:, None].astype(float) - other[None], axis=2)
        a, b = np.unravel_index(int(gaps.argmin()), gaps.shape)
        first, second = one[a][::-1], other[b][::-1]
        cv2.line(
            canvas, (int(first[0]), int(first[1])), (int(second[0]), int(second[1])), (1,), thick
        )
    return np.asarray(canvas > 0)


def _hull(
    label: Mask,
    labels: Mapping[PartName, Mask],
    joints: Mapping[JointName, Place],
    radius: Mapping[PartName, float],
) -> Mask:
    """What a trunk is behind arms, hair and props: the convex hull of what shows of it, of neck
    and shoulders (a profile's lie before the trunk, others beside it), and of the legs or the skirt
    where they begin.
    """
    own = label.copy()
    own[round(max(joints["hip_l"][1], joints["hip_r"][1]) + radius["leg_r"]) :] = False
    points = [np.column_stack(np.nonzero(own)[::-1])]
    r = 0.8 * max(radius["arm_l"], radius["arm_r"])
    spots = [joints["neck"]]
    left, right = joints["shoulder_r"], joints["shoulder_l"]
    if right[0] - left[0] < 3 * r:
        spots += [left, right]
    else:
        points.append(np.array([(left[0] + 0.6 * r, left[1]), (right[0] - 0.6 * r, right[1])]))
    for x, y in spots:
        points.append(np.array([(x - r, y), (x + r, y)]))
    row = round(max(joints["hip_l"][1], joints["hip_r"][1]))
    lower = [labels[name][row] for name in ("leg_l", "leg_r", "skirt", "trunk") if name in labels]
    half = 0.6 * float(np.median([row.sum() for row in label if row.any()]))
    columns = np.flatnonzero(np.any(lower, axis=0))
    columns = columns[np.abs(columns - joints["pelvis"][0]) <= half]
    if columns.size:
        points.append(np.array([(columns[0], row), (columns[-1], row)]))
    hull = cv2.convexHull(np.vstack(points).astype(np.int32))
    canvas = np.zeros(label.shape, dtype=np.uint8)
    cv2.fillConvexPoly(canvas, hull, (1,))
    return np.asarray(canvas > 0)


def _layer(
    cutting: Cutting, name: PartName, label: Mask, whole: Mask, lining: Mask | None
) -> Layer:
    picture = cutting.pixels.copy()
    picture[~label] = 0
    hidden = whole & ~label
    if hidden.any():
        picture = _filled(picture, label, hidden, smooth=not cutting.pixel_art)
    if lining is not None and lining.any():
        picture = _lined(picture, cutting, hidden, lining)
    if hidden.any() and not cutting.pixel_art:
        picture = _rimmed(picture, label, hidden, whole)
    zoom = 1
    if cutting.pixel_art:
        picture, zoom = tripled(picture), _SHARP
    return Layer(name=name, source=name, texture=picture, zoom=zoom, whole=whole, shown=label)


def _filled(picture: Picture, label: Mask, hidden: Mask, *, smooth: bool) -> Picture:
    """Hidden pixels in the colour of the nearest one that shows; painted ones blend."""
    inner = cv2.erode(label.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    known = inner if inner.sum() > 0.3 * label.sum() else label
    near = carried(picture, np.asarray(known))
    result = picture.copy()
    fill = near
    if smooth:
        soft = cv2.GaussianBlur(near, (0, 0), max(1.0, 0.01 * picture.shape[0]))
        fill = np.asarray(soft, dtype=np.uint8)
    result[hidden] = fill[hidden]
    result[hidden, 3] = 255
    return result


def _lined(picture: Picture, cutting: Cutting, hidden: Mask, lining: Mask) -> Picture:
    """A leg that a skirt hides in the skirt's own colours, darker, as its inside is."""
    under = hidden & lining
    source = cutting.pixels.copy()
    source[~lining] = 0
    shade = 1.0 if cutting.pixel_art else _FAR_SHADE
    near = carried(source, lining)
    result = picture.copy()
    result[under, :3] = (near[under, :3] * shade).astype(np.uint8)
    result[under, 3] = 255
    return result


def _rimmed(picture: Picture, label: Mask, hidden: Mask, whole: Mask) -> Picture:
    """What was filled in, with the part's own drawn outline along its new rim."""
    kernel = np.ones((3, 3), np.uint8)
    own = label & ~(cv2.erode(np.pad(whole.astype(np.uint8), 1), kernel)[1:-1, 1:-1] > 0)
    rim = hidden & ~(cv2.erode(np.pad(whole.astype(np.uint8), 1), kernel)[1:-1, 1:-1] > 0)
    if own.sum() < 8 or not rim.any():
        return picture
    line = np.median(picture[own][:, :3], axis=0)
    body = np.median(picture[label][:, :3], axis=0)
    if float(line.sum()) > _OUTLINED * float(body.sum()):
        return picture
    result = picture.copy()
    result[rim, :3] = line.astype(np.uint8)
    return result


def carried(picture: Picture, known: Mask) -> Picture:
    """Every pixel in the colour of the nearest known one; there has to be one."""
    _, found = cv2.distanceTransformWithLabels(
        (~known).astype(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )
    labels = np.asarray(found, dtype=np.intp)
    owner = np.zeros((int(labels.max()) + 1, 4), dtype=np.uint8)
    owner[labels[known]] = picture[known]
    return owner[labels]


def _copied(near: Layer, name: PartName) -> Layer:
    texture = near.texture.copy()
    texture[:, :, :3] = (texture[:, :, :3] * _FAR_SHADE).astype(np.uint8)
    return Layer(
        name=name,
        source=near.source,
        texture=texture,
        zoom=near.zoom,
        whole=near.whole,
        shown=near.shown,
    )
