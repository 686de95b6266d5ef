"""Capes and cloaks: cloth behind the legs, told from them by its colour and its place."""

from __future__ import annotations

from collections.abc import Mapping

import cv2
import numpy as np

from tools.imaging.cutout.bodymap import CHIBI, BodyMap
from tools.imaging.cutout.skeleton import JointName, Place
from tools.imaging.picture import Floats, Mask, floats

_APART = 1.7
"""Radii from the bones of a leg beyond which a pixel is beside it."""
_UNLIKE = 0.1
_LEAST = 0.02
"""The share of the figure that a cape takes at least."""


def cape_of(body: BodyMap, joints: Mapping[JointName, Place], leg: float, thing: Mask) -> Mask:
    """The cape's pixels; none where no cloth hangs beside the legs that is not of their colour.

    Sprites of a few heads are left alone: their legs are too short to tell.
    """
    none = np.zeros_like(body.mask)
    if (body.chin - body.top) / body.height > CHIBI:
        return none
    gap = np.minimum(_gap(body, joints, "l"), _gap(body, joints, "r"))
    rows = np.arange(body.mask.shape[0])[:, None]
    hip, ankle = joints["hip_l"][1], joints["ankle_l"][1]
    legs_rows = (rows > hip + 0.1 * (ankle - hip)) & (rows < ankle)
    free = body.body & ~cv2.dilate(thing.astype(np.uint8), np.ones((3, 3), np.uint8)).astype(bool)
    beside = free & legs_rows & (gap > _APART * leg)
    upon = free & legs_rows & (gap < 0.7 * leg)
    if beside.sum() < _LEAST * body.mask.sum() or not upon.any():
        return none
    cloth = _tones(body.lab[beside])
    legs = _tones(body.lab[upon])
    if float(np.linalg.norm(cloth[1] - legs[1])) < _UNLIKE:
        return none
    nearer = _distance(body.lab, cloth) < 0.8 * _distance(body.lab, legs)
    found = free & nearer & (gap > 0.75 * leg) & (rows > body.chin) & (rows < ankle)
    return _joined(np.asarray(found | beside), beside)


def _gap(body: BodyMap, joints: Mapping[JointName, Place], side: str) -> Floats:
    line = np.ones(body.mask.shape, dtype=np.uint8)
    names: tuple[tuple[JointName, ...], ...] = (
        ("hip_l", "knee_l", "ankle_l"), ("hip_r", "knee_r", "ankle_r"),
    )  # fmt: skip
    places = np.array([joints[name] for name in names[0 if side == "l" else 1]])
    cv2.polylines(line, [np.floor(places).astype(np.int32)], isClosed=False, color=(0,))
    return floats(cv2.distanceTransform(line, cv2.DIST_L2, 5))


def _tones(colors: Floats) -> Floats:
    """A darker, the middle and a lighter colour of some cloth, 3 x 3."""
    order = np.argsort(colors[:, 0])
    return floats([colors[order[int(q * (len(order) - 1))]] for q in (0.2, 0.5, 0.8)])


def _distance(lab: Floats, tones: Floats) -> Floats:
    return floats(np.linalg.norm(lab[:, :, None] - tones[None, None], axis=3).min(axis=2))


def _joined(found: Mask, core: Mask) -> Mask:
    """The connected stretches of what was found that hold some of the core."""
    _, labels = cv2.connectedComponents(found.astype(np.uint8), connectivity=8)
    index = np.asarray(labels, dtype=np.intp)
    held = np.unique(index[core])
    return np.asarray(np.isin(index, held[held > 0]))
